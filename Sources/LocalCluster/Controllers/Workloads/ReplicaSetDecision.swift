import Model

/// What to do about one ReplicaSet: as many pods as wanted, none that does not match, status.
struct ReplicaSetDecision: Sendable {
    let set: ObservedObject
    let owned: [ObservedObject]
    let orphans: [ObservedObject]
    let now: Moment

    init(set: ObservedObject, objects: ObservedObjects, now: Moment) {
        self.set = set
        self.now = now
        owned = objects.controlled(.pods, by: set.uid)
        orphans = objects.withoutController(.pods, namespace: set.namespace)
    }

    /// Pods made or deleted at a time.
    static let burst = 100

    func decide() -> Decision {
        guard let selector = PodSelector(set.at("spec", "selector")) else { return .nothing }
        var decision = Decision()
        if !set.isTerminating {
            let adopted = orphans.filter { PodView($0).isActive && selector.matches($0.labels) }
            let released = owned.filter { !selector.matches($0.labels) && !$0.isTerminating }
            decision.actions =
                adopted.map { .owners($0, $0.owners + [OwnerReference(controller: set)]) }
                + released.map { pod in .owners(pod, pod.owners.filter { $0.uid != set.uid }) }
            guard decision.actions.isEmpty else { return decision }
        }
        let pods = owned.map(PodView.init).filter(\.isActive)
        if !set.isTerminating { decision.actions += scaling(pods) }
        if let action = Action.status(set, status(pods)) { decision.actions.append(action) }
        decision.again = pods.compactMap { $0.availableSince(minReadySeconds: minReadySeconds) }.filter { $0 > now }.min()
        return decision
    }

    private var wanted: Int { self.set.at("spec", "replicas")?.int ?? 1 }
    private var minReadySeconds: Int { self.set.at("spec", "minReadySeconds")?.int ?? 0 }

    private func scaling(_ pods: [PodView]) -> [Action] {
        if pods.count < wanted {
            var pod = PodTemplate.pod(
                from: set.at("spec", "template") ?? [:], namespace: set.namespace, owner: OwnerReference(controller: set))
            pod.set(["metadata", "generateName"], to: .string(set.name + "-"))
            return Array(repeating: .create(.pods, pod), count: min(wanted - pods.count, Self.burst))
        }
        return pods.sorted { Self.rank($0) < Self.rank($1) }.prefix(min(pods.count - wanted, Self.burst))
            .map { .delete($0.object.reference, uid: $0.object.uid) }
    }

    /// The lower, the sooner it goes: not yet on a node, not running, not ready, the younger.
    private static func rank(_ pod: PodView) -> (Int, Int, Int, Double, String) {
        (
            pod.nodeName == nil ? 0 : 1, pod.phase == "Running" ? 1 : 0, pod.isReady ? 1 : 0, -(pod.object.created?.seconds ?? 0),
            pod.name
        )
    }

    private func status(_ pods: [PodView]) -> JSON {
        let labels = StringMap.read(set.at("spec", "template", "metadata", "labels"))
        var status: JSON = ["replicas": JSON(pods.count), "observedGeneration": JSON(set.generation)]
        let counts = [
            ("fullyLabeledReplicas", pods.count { pod in labels.allSatisfy { pod.object.labels[$0.key] == $0.value } }),
            ("readyReplicas", pods.count(where: \.isReady)),
            ("availableReplicas", pods.count { $0.isAvailable(minReadySeconds: minReadySeconds, now: now) }),
            ("terminatingReplicas", owned.count(where: \.isTerminating)),
        ]
        for (key, value) in counts where value > 0 || key == "terminatingReplicas" { status[key] = JSON(value) }
        if let conditions = set.at("status", "conditions") { status["conditions"] = conditions }
        return status
    }
}

/// Keeps the pods of ReplicaSets.
struct ReplicaSetController: Controller {
    let name = "replicaset-controller"
    let watches: [ResourceType] = [.replicaSets, .pods]

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        if object.type == .replicaSets { return [object.reference] }
        let owners = [change.old, change.new].compactMap { $0?.controller }.filter { $0.kind == "ReplicaSet" }
            .map { ObjectReference(.replicaSets, namespace: object.namespace, name: $0.name) }
        guard owners.isEmpty, object.controller == nil else { return owners }
        return objects.list(.replicaSets, namespace: object.namespace)
            .filter { PodSelector($0.at("spec", "selector"))?.matches(object.labels) ?? false }.map(\.reference)
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let set = objects[key] else { return .nothing }
        return ReplicaSetDecision(set: set, objects: objects, now: now).decide()
    }
}
