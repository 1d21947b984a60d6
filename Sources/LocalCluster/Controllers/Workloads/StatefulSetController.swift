import Model

/// Keeps the pods, claims and revisions of StatefulSets.
struct StatefulSetController: Controller {
    let name = "statefulset-controller"
    let watches: [ResourceType] = [.statefulSets, .pods, .persistentVolumeClaims, .controllerRevisions]

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        switch object.type {
        case .statefulSets: return [object.reference]
        case .pods, .controllerRevisions:
            return owners(of: change) + (object.controller == nil ? adopters(of: object, in: objects) : [])
        case .persistentVolumeClaims: return claimants(of: object, in: objects)
        default: return []
        }
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let set = objects[key] else { return .nothing }
        return StatefulSetDecision(set: set, objects: objects, now: now).decide()
    }

    private func owners(of change: ObservedChange) -> [ObjectReference] {
        [change.old, change.new].compactMap { object in
            guard let object, let owner = object.controller, owner.kind == "StatefulSet" else { return nil }
            return ObjectReference(.statefulSets, namespace: object.namespace, name: owner.name)
        }
    }

    private func adopters(of object: ObservedObject, in objects: ObservedObjects) -> [ObjectReference] {
        guard let dash = object.name.lastIndex(of: "-") else { return [] }
        let set = objects[.statefulSets, object.namespace, String(object.name[..<dash])]
        return set.map { [$0.reference] } ?? []
    }

    /// `<template>-<set>-<number>`: the set's name is found by trying, since all of its parts may have dashes.
    private func claimants(of claim: ObservedObject, in objects: ObservedObjects) -> [ObjectReference] {
        guard let dash = claim.name.lastIndex(of: "-") else { return [] }
        let stem = claim.name[..<dash]
        return stem.indices.filter { stem[$0] == "-" }
            .compactMap { objects[.statefulSets, claim.namespace, String(stem[stem.index(after: $0)...])]?.reference }
    }
}
