import Model

/// What to do about one StatefulSet, given the objects around it: pods in order of their ordinals, one at a time or all at once; revisions;
/// claims; adoption; status.
struct StatefulSetDecision: Sendable {
    let set: ObservedObject
    /// Pods whose controller is the set.
    let owned: [ObservedObject]
    /// Pods of the namespace without a controller.
    let orphans: [ObservedObject]
    let history: RevisionHistory
    let claims: StatefulSetClaims
    let claim: @Sendable (String) -> ObservedObject?
    let now: Moment

    init(set: ObservedObject, objects: ObservedObjects, now: Moment) {
        self.set = set
        self.now = now
        owned = objects.controlled(.pods, by: set.uid)
        orphans = objects.withoutController(.pods, namespace: set.namespace)
        history = RevisionHistory(
            set: set, owned: objects.controlled(.controllerRevisions, by: set.uid),
            orphans: objects.withoutController(.controllerRevisions, namespace: set.namespace))
        claims = StatefulSetClaims(set: set)
        claim = { objects[.persistentVolumeClaims, set.namespace, $0] }
    }

    private static let component = "statefulset-controller"

    private var replicas: Int { self.set.at("spec", "replicas")?.int ?? 1 }
    private var start: Int { self.set.at("spec", "ordinals", "start")?.int ?? 0 }
    private var minReadySeconds: Int { self.set.at("spec", "minReadySeconds")?.int ?? 0 }
    private var isOrdered: Bool { self.set.at("spec", "podManagementPolicy")?.string != "Parallel" }
    private var isOnDelete: Bool { self.set.at("spec", "updateStrategy", "type")?.string == "OnDelete" }
    private var partition: Int { self.set.at("spec", "updateStrategy", "rollingUpdate", "partition")?.int ?? 0 }

    func decide() -> Decision {
        guard let selector = PodSelector(set.at("spec", "selector")) else { return .nothing }
        let ownership = set.isTerminating ? [] : ownershipActions(selector)
        guard ownership.isEmpty else { return Decision(ownership) }
        if !set.isTerminating, !history.updateActions.isEmpty { return Decision(history.updateActions) }
        guard let update = history.update else { return .nothing }
        let current = history.owned.first { $0.name == set.at("status", "currentRevision")?.string } ?? update
        let pods = owned.map { StatefulPod($0, set: set) }
        var decision = Decision()
        if !set.isTerminating { decision.actions = podActions(pods, current: current, update: update) }
        let status = StatefulSetStatus(
            set: set, pods: pods.map(\.view), current: current.name, update: update.name, isOnDelete: isOnDelete, replicas: replicas,
            partition: partition, leaving: Self.leaving(decision.actions), now: now)
        if let action = Action.status(set, status.json) { decision.actions.append(action) }
        if !set.isTerminating { decision.actions += history.truncation(live: Set(pods.map(\.revision) + [current.name, update.name])) }
        decision.again = status.nextAvailability
        return decision
    }

    /// Pods that are about to be deleted count as gone: what comes in their place depends on it.
    private static func leaving(_ actions: [Action]) -> Set<String> {
        Set(actions.compactMap { if case .delete(let target, let uid, _, _) = $0, target.type == .pods { uid } else { nil } })
    }

    // MARK: Ownership

    /// Takes over pods that match and are named as members; lets go of those that match no more.
    private func ownershipActions(_ selector: PodSelector) -> [Action] {
        let adopted = orphans.filter { pod in
            !pod.isTerminating && selector.matches(pod.labels) && StatefulPod.ordinal(of: pod.name, set: set.name) != nil
        }
        let released = owned.filter { pod in
            !selector.matches(pod.labels) || StatefulPod.ordinal(of: pod.name, set: set.name) == nil
        }
        return history.adoptions + adopted.map { .owners($0, $0.owners + [OwnerReference(controller: set)]) }
            + released.filter { !$0.isTerminating }.map { pod in .owners(pod, pod.owners.filter { $0.uid != set.uid }) }
    }

    // MARK: Pods

    private func podActions(_ pods: [StatefulPod], current: ObservedObject, update: ObservedObject) -> [Action] {
        let wanted = start..<(start + replicas)
        let byOrdinal = Dictionary(pods.map { ($0.ordinal, $0) }) { first, _ in first }
        let condemned = pods.filter { !wanted.contains($0.ordinal) }.sorted { $0.ordinal > $1.ordinal }
        let retention =
            wanted.flatMap { ordinal in
                claims.retention(
                    pod: byOrdinal[ordinal]?.view.object, podName: "\(set.name)-\(ordinal)", condemned: false, existing: claim)
            }
            + condemned.flatMap { claims.retention(pod: $0.view.object, podName: $0.view.name, condemned: true, existing: claim) }

        var actions = retention
        for ordinal in wanted {
            let (step, waits) = step(ordinal: ordinal, pod: byOrdinal[ordinal], current: current, update: update)
            actions += step
            if waits, isOrdered { return actions }
        }
        for pod in condemned {
            if pod.view.isTerminating {
                if isOrdered { return actions }
                continue
            }
            // An unhealthy pod elsewhere makes an ordered set keep what it has.
            if isOrdered, !pod.view.isRunningAndReady, pod.view.name != firstUnhealthy(wanted, byOrdinal, condemned) { return actions }
            let note = EventNote(
                set, "Normal", "SuccessfulDelete", "delete Pod \(pod.view.name) in StatefulSet \(set.name) successful",
                from: Self.component)
            actions += [.delete(pod.view.object.reference, uid: pod.view.object.uid), .event(note)]
            if isOrdered { return actions }
        }
        guard !isOnDelete else { return actions }
        return actions + rollingUpdate(wanted, byOrdinal, update: update)
    }

    /// What one place needs, and whether an ordered set must wait before it looks at the next.
    private func step(
        ordinal: Int, pod: StatefulPod?, current: ObservedObject, update: ObservedObject
    ) -> (actions: [Action], waits: Bool) {
        guard let pod else {
            let name = "\(set.name)-\(ordinal)"
            let revision = revision(forNew: ordinal, current: current, update: update)
            let pod = StatefulPod.new(
                set: set, ordinal: ordinal, revision: revision.name, template: RevisionHistory.template(of: revision) ?? [:], claims: claims
            )
            let note = EventNote(
                set, "Normal", "SuccessfulCreate", "create Pod \(name) in StatefulSet \(set.name) successful", from: Self.component)
            return (claims.creations(pod: name, existing: claim) + [.create(.pods, pod), .event(note)], true)
        }
        if pod.view.isFinished, !pod.view.isTerminating {
            return ([.delete(pod.view.object.reference, uid: pod.view.object.uid)], true)
        }
        guard !pod.view.isTerminating else { return ([], true) }
        let healthy = pod.view.isRunningAndReady && pod.view.isAvailable(minReadySeconds: minReadySeconds, now: now)
        let missing = claims.creations(pod: pod.view.name, existing: claim)
        return (missing + (pod.identityPatch.map { [$0] } ?? []), !healthy)
    }

    /// During a rolling update a lost pod that was not yet updated comes back as it was.
    private func revision(forNew ordinal: Int, current: ObservedObject, update: ObservedObject) -> ObservedObject {
        guard !isOnDelete else { return update }
        let kept = partition > 0 ? partition : set.at("status", "currentReplicas")?.int ?? 0
        return ordinal < start + kept ? current : update
    }

    private func firstUnhealthy(_ wanted: Range<Int>, _ pods: [Int: StatefulPod], _ condemned: [StatefulPod]) -> String? {
        let all = wanted.compactMap { pods[$0] } + condemned.reversed()
        return all.first { !$0.view.isRunningAndReady || $0.view.isTerminating }?.view.name
    }

    /// From the highest place down, the next pod of an older revision, once all above it are healthy.
    private func rollingUpdate(_ wanted: Range<Int>, _ pods: [Int: StatefulPod], update: ObservedObject) -> [Action] {
        for ordinal in wanted.reversed() where ordinal >= start + partition {
            guard let pod = pods[ordinal], !pod.view.isTerminating else { return [] }
            if pod.revision != update.name { return [.delete(pod.view.object.reference, uid: pod.view.object.uid)] }
            guard pod.view.isRunningAndReady, pod.view.isAvailable(minReadySeconds: minReadySeconds, now: now) else { return [] }
        }
        return []
    }
}
