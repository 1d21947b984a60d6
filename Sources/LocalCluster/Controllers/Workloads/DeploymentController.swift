import Model

/// Keeps the ReplicaSets of Deployments.
struct DeploymentController: Controller {
    let name = "deployment-controller"
    let watches: [ResourceType] = [.deployments, .replicaSets, .pods]

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        switch object.type {
        case .deployments: return [object.reference]
        case .replicaSets:
            let owners = [change.old, change.new].compactMap { $0?.controller }.filter { $0.kind == "Deployment" }
                .map { ObjectReference(.deployments, namespace: object.namespace, name: $0.name) }
            return owners + (object.controller == nil ? adopters(of: object, in: objects) : [])
        case .pods:
            // Only the end of a pod matters: a deployment that recreates waits for it.
            guard change.new == nil, let owner = object.controller, owner.kind == "ReplicaSet",
                let deployment = objects.object(uid: owner.uid)?.controller
            else { return [] }
            return [ObjectReference(.deployments, namespace: object.namespace, name: deployment.name)]
        default: return []
        }
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let deployment = objects[key] else { return .nothing }
        return DeploymentDecision(deployment: deployment, objects: objects, now: now).decide()
    }

    private func adopters(of set: ObservedObject, in objects: ObservedObjects) -> [ObjectReference] {
        objects.list(.deployments, namespace: set.namespace)
            .filter { PodSelector($0.at("spec", "selector"))?.matches(set.labels) ?? false }.map(\.reference)
    }
}
