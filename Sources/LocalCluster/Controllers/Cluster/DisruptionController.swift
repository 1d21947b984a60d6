import Model

/// Keeps the status of PodDisruptionBudgets: how many of the pods they select may be evicted now.
struct DisruptionController: Controller {
    let name = "disruption-controller"
    let watches: [ResourceType] = [.podDisruptionBudgets, .pods, .statefulSets, .replicaSets, .deployments]

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        switch object.type {
        case .podDisruptionBudgets: return [object.reference]
        case .pods:
            guard matters(change) else { return [] }
            let all = [change.old, change.new].compactMap { $0 }.flatMap { pod in
                objects.selectors(.podDisruptionBudgets, namespace: pod.namespace, matching: pod.labels)
                    .filter { PodSelector($0.at("spec", "selector"))?.matches(pod.labels) ?? false }
            }
            return all.map(\.reference)
        default:
            guard change.old?.at("spec", "replicas") != change.new?.at("spec", "replicas") else { return [] }
            let labels = StringMap.read(object.at("spec", "template", "metadata", "labels"))
            return objects.selectors(.podDisruptionBudgets, namespace: object.namespace, matching: labels).map(\.reference)
        }
    }

    private func matters(_ change: ObservedChange) -> Bool {
        guard let old = change.old, let new = change.new else { return true }
        return old.labels != new.labels || old.uid != new.uid || old.isTerminating != new.isTerminating
            || PodView(old).isReady != PodView(new).isReady || PodView(old).phase != PodView(new).phase
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let budget = objects[key], !budget.isTerminating, let selector = PodSelector(budget.at("spec", "selector")) else {
            return .nothing
        }
        let pods = objects.candidates(.pods, namespace: budget.namespace, having: selector.pairs)
            .filter { selector.matches($0.labels) }.map(PodView.init).filter { !$0.isFinished }
        let counts = counts(budget, pods: pods, objects: objects)
        let healthy = pods.count { $0.isReady && !$0.isTerminating }
        let allowed = counts.expected > 0 ? max(0, healthy - counts.desired) : 0
        var conditions = Conditions(budget.at("status", "conditions"))
        conditions.set(
            "DisruptionAllowed", status: allowed > 0 ? "True" : "False", reason: allowed > 0 ? "SufficientPods" : "InsufficientPods",
            now: now,
            observedGeneration: budget.generation)
        var status: JSON = [
            "observedGeneration": JSON(budget.generation), "disruptionsAllowed": JSON(allowed), "currentHealthy": JSON(healthy),
            "desiredHealthy": JSON(counts.desired), "expectedPods": JSON(counts.expected), "conditions": conditions.json,
        ]
        if let disrupted = budget.at("status", "disruptedPods") { status["disruptedPods"] = disrupted }
        return Decision(Action.status(budget, status).map { [$0] } ?? [])
    }

    /// Percentages, and what may be missing, refer to the number of pods that the controllers want.
    private func counts(_ budget: ObservedObject, pods: [PodView], objects: ObservedObjects) -> (expected: Int, desired: Int) {
        if let missing = budget.at("spec", "maxUnavailable") {
            let expected = wanted(pods, objects: objects)
            return (expected, max(0, expected - Share(missing).of(expected, roundingUp: true)))
        }
        let minimum = Share(budget.at("spec", "minAvailable") ?? 1)
        if case .count(let count) = minimum { return (pods.count, count) }
        let expected = wanted(pods, objects: objects)
        return (expected, minimum.of(expected, roundingUp: true))
    }

    private func wanted(_ pods: [PodView], objects: ObservedObjects) -> Int {
        var owners: Set<String> = []
        var sum = 0
        for pod in pods {
            guard let owner = pod.object.controller, var object = objects.object(uid: owner.uid) else {
                sum += 1
                continue
            }
            if object.type == .replicaSets, let above = object.controller.flatMap({ objects.object(uid: $0.uid) }) { object = above }
            if owners.insert(object.uid).inserted { sum += object.at("spec", "replicas")?.int ?? 1 }
        }
        return sum
    }
}
