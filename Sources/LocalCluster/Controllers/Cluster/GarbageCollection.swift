import Model

/// Deletes what has no owner left; and, for owners that are deleted in the foreground or leave orphans, does first what their finalizer is
/// waiting for.
///
/// Nothing is collected because an owner was not seen: its absence is confirmed at the server, by uid.
struct GarbageCollection: Controller {
    let name = "garbage-collector"
    /// Whatever the runtime watches; it feeds all types that the server has.
    let watches: [ResourceType] = []

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        var keys: [ObjectReference] = []
        if let new = change.new, !new.owners.isEmpty || new.isTerminating { keys.append(new.reference) }
        if let old = change.old, change.new?.uid != old.uid { keys += objects.dependents(of: old.uid).map(\.reference) }
        if let new = change.new, new.isTerminating, change.old?.isTerminating != true || change.old?.finalizers != new.finalizers {
            keys += objects.dependents(of: new.uid).map(\.reference)
        }
        // An owner in foreground deletion waits for its dependents.
        for owner in (change.old?.owners ?? []) + (change.new?.owners ?? []) {
            if let object = objects.object(uid: owner.uid), object.isTerminating { keys.append(object.reference) }
        }
        return keys
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let object = objects[key] else { return .nothing }
        if object.isTerminating, object.finalizers.contains(Finalizer.orphan) { return orphanDependents(of: object, objects) }
        if object.isTerminating, object.finalizers.contains(Finalizer.foreground) {
            let decision = deleteDependents(of: object, objects)
            if decision != .nothing { return decision }
        }
        guard !object.owners.isEmpty, !object.isTerminating else { return .nothing }
        return collect(object, objects)
    }

    enum Finalizer {
        static let orphan = "orphan"
        static let foreground = "foregroundDeletion"
    }

    // MARK: Owners

    private func orphanDependents(of owner: ObservedObject, _ objects: ObservedObjects) -> Decision {
        let releases: [Action] = objects.dependents(of: owner.uid)
            .map { dependent in .owners(dependent, dependent.owners.filter { $0.uid != owner.uid }) }
        return Decision(releases + [.finalizers(owner, owner.finalizers.filter { $0 != Finalizer.orphan })])
    }

    /// Only dependents that block are waited for; the others are collected once the owner is gone.
    private func deleteDependents(of owner: ObservedObject, _ objects: ObservedObjects) -> Decision {
        let blocking = objects.dependents(of: owner.uid)
            .filter { $0.owners.contains { $0.uid == owner.uid && $0.blockOwnerDeletion } }
        guard blocking.isEmpty else { return .nothing }
        return Decision([.finalizers(owner, owner.finalizers.filter { $0 != Finalizer.foreground })])
    }

    // MARK: Dependents

    private enum OwnerState { case present, waiting, gone, unknown }

    private func state(of owner: OwnerReference, for dependent: ObservedObject, _ objects: ObservedObjects) -> OwnerState {
        guard let object = objects.object(uid: owner.uid) else { return objects.isKnownGone(uid: owner.uid) ? .gone : .unknown }
        // A reference into another namespace names nobody.
        guard object.namespace.isEmpty || object.namespace == dependent.namespace else { return .gone }
        return object.isTerminating && object.finalizers.contains(Finalizer.foreground) && owner.blockOwnerDeletion ? .waiting : .present
    }

    private func collect(_ object: ObservedObject, _ objects: ObservedObjects) -> Decision {
        var byState: [OwnerState: [OwnerReference]] = [:]
        for owner in object.owners { byState[state(of: owner, for: object, objects), default: []].append(owner) }
        if let unknown = byState[.unknown] {
            return Decision(
                unknown.map {
                    .confirmAbsence(
                        apiVersion: $0.apiVersion, kind: $0.kind, namespace: object.namespace, name: $0.name, uid: $0.uid)
                }, again: nil)
        }
        let present = byState[.present] ?? []
        if !present.isEmpty {
            guard present.count < object.owners.count else { return .nothing }
            return Decision([.owners(object, present)])
        }
        let waited = byState[.waiting] != nil && objects.hasDependents(object.uid)
        return Decision([.delete(object.reference, uid: object.uid, propagation: waited ? "Foreground" : propagation(object))])
    }

    private func propagation(_ object: ObservedObject) -> String {
        if object.finalizers.contains(Finalizer.orphan) { return "Orphan" }
        return object.finalizers.contains(Finalizer.foreground) ? "Foreground" : "Background"
    }
}
