import Model

/// Removes pods that nobody else can: those that are being deleted without ever having been on a node, and those of a node that is no more.
struct PodCollection: Controller {
    let name = "pod-garbage-collector"
    let watches: [ResourceType] = [.pods, .nodes]

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        if object.type == .pods { return change.new.map { [$0.reference] } ?? [] }
        guard change.new == nil else { return [] }
        return objects.list(.pods).filter { PodView($0).nodeName == object.name }.map(\.reference)
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let pod = objects[key] else { return .nothing }
        let view = PodView(pod)
        let isLost = view.nodeName.map { objects[.nodes, "", $0] == nil } ?? view.isTerminating
        guard isLost else { return .nothing }
        // A node that was just made may be a moment behind its first pods.
        if view.nodeName != nil, let created = pod.created, now - created < 40, !view.isTerminating {
            return Decision([], again: created + 40)
        }
        return Decision([.delete(pod.reference, uid: pod.uid, graceSeconds: 0)])
    }
}
