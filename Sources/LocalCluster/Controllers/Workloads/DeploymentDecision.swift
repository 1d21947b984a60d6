import Model

/// What to do about one Deployment: a ReplicaSet for each pod template it has had, the newest of them scaled up and the others down as the
/// strategy allows.
struct DeploymentDecision: Sendable {
    let deployment: ObservedObject
    let sets: [ObservedObject]
    let orphans: [ObservedObject]
    /// Pods that any of the sets still has, also those that are going: the strategy Recreate waits for them.
    let pods: [ObservedObject]
    let now: Moment

    static let hashLabel = "pod-template-hash"
    static let revisionAnnotation = "deployment.kubernetes.io/revision"

    init(deployment: ObservedObject, objects: ObservedObjects, now: Moment) {
        self.deployment = deployment
        self.now = now
        sets = objects.controlled(.replicaSets, by: deployment.uid)
        orphans = objects.withoutController(.replicaSets, namespace: deployment.namespace)
        pods = sets.flatMap { objects.controlled(.pods, by: $0.uid) }
    }

    private var wanted: Int { deployment.at("spec", "replicas")?.int ?? 1 }
    private var isPaused: Bool { deployment.at("spec", "paused")?.bool ?? false }
    private var isRecreate: Bool { deployment.at("spec", "strategy", "type")?.string == "Recreate" }
    private var surge: Int {
        isRecreate ? 0 : Share(deployment.at("spec", "strategy", "rollingUpdate", "maxSurge") ?? "25%").of(wanted, roundingUp: true)
    }
    private var unavailable: Int {
        guard !isRecreate else { return wanted }
        let share = Share(deployment.at("spec", "strategy", "rollingUpdate", "maxUnavailable") ?? "25%").of(wanted, roundingUp: false)
        // Both zero would never move.
        return share == 0 && surge == 0 ? 1 : min(share, wanted)
    }

    func decide() -> Decision {
        guard let selector = PodSelector(deployment.at("spec", "selector")) else { return .nothing }
        if deployment.isTerminating { return Decision(statusActions(new: newSet)) }
        let adopted = orphans.filter { !$0.isTerminating && selector.matches($0.labels) }
        let released = sets.filter { !selector.matches($0.labels) && !$0.isTerminating }
        let ownership: [Action] =
            adopted.map { .owners($0, $0.owners + [OwnerReference(controller: deployment)]) }
            + released.map { set in .owners(set, set.owners.filter { $0.uid != deployment.uid }) }
        guard ownership.isEmpty else { return Decision(ownership) }
        guard let new = newSet else {
            if isPaused { return Decision(scaleActive() + statusActions(new: nil)) }
            if isRecreate, let actions = emptyingBeforeRecreation() { return Decision(actions + statusActions(new: nil)) }
            return Decision([creation(replicas: firstReplicas)] + statusActions(new: nil))
        }
        var actions = revisionActions(new)
        actions += isPaused ? scaleActive() : rollout(new)
        return Decision(actions + cleanup(new) + statusActions(new: new))
    }

    // MARK: The sets

    /// The set whose template is the deployment's.
    private var newSet: ObservedObject? {
        let template = deployment.at("spec", "template") ?? [:]
        return sets.sorted { ($0.created?.seconds ?? 0, $0.name) < ($1.created?.seconds ?? 0, $1.name) }.first {
            var other = $0.at("spec", "template") ?? [:]
            other.set(["metadata", "labels", Self.hashLabel], to: nil)
            return other == template
        }
    }

    private func replicas(_ set: ObservedObject) -> Int { set.at("spec", "replicas")?.int ?? 0 }
    private func available(_ set: ObservedObject) -> Int { set.at("status", "availableReplicas")?.int ?? 0 }
    private func old(_ new: ObservedObject?) -> [ObservedObject] { sets.filter { $0.uid != new?.uid } }
    private func revision(_ set: ObservedObject) -> Int { set.annotations[Self.revisionAnnotation].flatMap { Int($0) } ?? 0 }

    private var firstReplicas: Int {
        let existing = sets.map(replicas).reduce(0, +)
        return isRecreate ? wanted : max(0, min(wanted, wanted + surge - existing))
    }

    private func creation(replicas: Int) -> Action {
        let template = deployment.at("spec", "template") ?? [:]
        let hash = ContentHash.name(of: template, collisions: deployment.at("status", "collisionCount")?.int ?? 0)
        var labelled = template
        labelled.set(["metadata", "labels", Self.hashLabel], to: .string(hash))
        var selector = deployment.at("spec", "selector") ?? [:]
        selector.set(["matchLabels", Self.hashLabel], to: .string(hash))
        var annotations = deployment.annotations
        annotations["kubectl.kubernetes.io/last-applied-configuration"] = nil
        annotations[Self.revisionAnnotation] = String((sets.map(revision).max() ?? 0) + 1)
        annotations["deployment.kubernetes.io/desired-replicas"] = String(wanted)
        annotations["deployment.kubernetes.io/max-replicas"] = String(wanted + surge)
        var spec: JSON = ["replicas": JSON(replicas), "selector": selector, "template": labelled]
        if let seconds = deployment.at("spec", "minReadySeconds") { spec["minReadySeconds"] = seconds }
        return .create(
            .replicaSets,
            [
                "apiVersion": "apps/v1", "kind": "ReplicaSet",
                "metadata": [
                    "name": .string("\(deployment.name)-\(hash)"), "namespace": .string(deployment.namespace),
                    "labels": labelled.at("metadata", "labels") ?? [:], "annotations": JSON(annotations),
                    "ownerReferences": .array([OwnerReference(controller: deployment).json]),
                ],
                "spec": spec,
            ])
    }

    private func scale(_ set: ObservedObject, to count: Int) -> [Action] {
        replicas(set) == count ? [] : [.patch(set.reference, uid: set.uid, ["spec": ["replicas": JSON(count)]])]
    }

    /// Nothing is rolled out: the only set with pods, or the newest, follows the number wanted.
    private func scaleActive() -> [Action] {
        let active = sets.filter { replicas($0) > 0 }
        guard let set = active.count == 1 ? active.first : sets.max(by: { revision($0) < revision($1) }) else { return [] }
        return scale(set, to: wanted)
    }

    private func emptyingBeforeRecreation() -> [Action]? {
        let scaling = sets.flatMap { scale($0, to: 0) }
        return scaling.isEmpty && pods.allSatisfy({ PodView($0).isFinished }) ? nil : scaling
    }

    private func rollout(_ new: ObservedObject) -> [Action] {
        let others = old(new).sorted { ($0.created?.seconds ?? 0, $0.name) < ($1.created?.seconds ?? 0, $1.name) }
        let othersCount = others.map(replicas).reduce(0, +)
        if isRecreate {
            if othersCount > 0 { return others.flatMap { scale($0, to: 0) } }
            let remaining = pods.contains { pod in pod.controller?.uid != new.uid && !PodView(pod).isFinished }
            return remaining ? [] : scale(new, to: wanted)
        }
        if replicas(new) > wanted { return scale(new, to: wanted) }
        let room = wanted + surge - (replicas(new) + othersCount)
        if replicas(new) < wanted, room > 0 { return scale(new, to: min(wanted, replicas(new) + room)) }
        return scaleDown(others, othersCount: othersCount, new: new)
    }

    /// First old pods that are not available anyway, then as many of the others as may be missing.
    private func scaleDown(_ others: [ObservedObject], othersCount: Int, new: ObservedObject) -> [Action] {
        let minimum = wanted - unavailable
        var removable = replicas(new) + othersCount - minimum - (replicas(new) - min(available(new), replicas(new)))
        var actions: [Action] = []
        for set in others where replicas(set) > 0 && removable > 0 {
            let broken = max(0, replicas(set) - available(set))
            let spare = max(0, sets.map(available).reduce(0, +) - minimum)
            let count = min(replicas(set), removable, broken + spare)
            actions += scale(set, to: replicas(set) - count)
            removable -= count
        }
        return actions
    }

    private func revisionActions(_ new: ObservedObject) -> [Action] {
        let highest = old(new).map(revision).max() ?? 0
        var actions: [Action] = []
        var number = revision(new)
        if number <= highest {
            number = highest + 1
            actions.append(
                .patch(new.reference, uid: new.uid, ["metadata": ["annotations": [Self.revisionAnnotation: .string(String(number))]]]))
        }
        // By way of the status, since an annotation that changes counts as a new generation of a Deployment.
        if deployment.annotations[Self.revisionAnnotation] != String(number) {
            actions.append(
                .patch(
                    deployment.reference, uid: deployment.uid,
                    ["metadata": ["annotations": [Self.revisionAnnotation: .string(String(number))]]], subresource: "status"))
        }
        return actions
    }

    private func cleanup(_ new: ObservedObject) -> [Action] {
        let limit = deployment.at("spec", "revisionHistoryLimit")?.int ?? 10
        let empty = old(new).filter { replicas($0) == 0 && ($0.at("status", "replicas")?.int ?? 0) == 0 && !$0.isTerminating }
            .sorted { revision($0) < revision($1) }
        return empty.prefix(max(0, empty.count - limit)).map { .delete($0.reference, uid: $0.uid) }
    }

    private func statusActions(new: ObservedObject?) -> [Action] {
        let status = DeploymentStatus(deployment: deployment, sets: sets, new: new, wanted: wanted, unavailable: unavailable, now: now)
        return Action.status(deployment, status.json).map { [$0] } ?? []
    }
}
