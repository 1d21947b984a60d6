import Model

/// Decides for one cluster what is to be done: compares all that is wanted with all that is there, and orders the steps.
///
/// Pure: everything it may know is in the view. Waiting is a result (`waits`), never a pause.
struct Decider {
    let view: ClusterView

    private var plan: Plan
    private var first: [Step] = []
    private var flags: [Step] = []
    private var workloads: [Step] = []
    private var later: [Step] = []
    private var waits: [String] = []
    private var lookAgain: Double?
    private var pods: [PodState] = []

    init(view: ClusterView) {
        self.view = view
        plan = Plan(cluster: view.key)
        pods = view.pods()
    }

    mutating func decide() -> Decision {
        compareObjects()
        prune()
        comparePods()
        volumes()
        patroni()
        roll()
        plan.steps = first + flags + workloads + later
        var decision = Decision(plan: plan, waits: waits, lookAgain: lookAgain, evaluation: evaluation)
        decision.stages = [first, flags, workloads, executable].filter { !$0.isEmpty }
        return decision
    }

    private var evaluation: StatusEvaluation {
        let object = view.manifest.object
        let live = object["status"]
        var evaluation = StatusEvaluation(
            phase: ClusterStatus.Phase(status: live, generation: view.manifest.metadata.generation), liveWord: ClusterStatus.word(of: live),
            generation: view.manifest.metadata.generation, plan: plan)
        evaluation.wantedInstances = view.wantedReplicas
        evaluation.pods = pods
        evaluation.podTrouble = view.podObjects.compactMap { pod in
            PodState.trouble(pod).map { "pod \(pod.at("metadata", "name")?.string ?? "?"): \($0)" }
        }
        evaluation.waits = waits
        return evaluation
    }

    // MARK: Objects

    private mutating func compareObjects() {
        let classification = Classification(isLazyUpgrade: view.configuration.enableLazySpiloUpgrade)
        let ignored = Set(view.configuration.ignoredAnnotations)
        for wanted in view.wishes.objects {
            let result = ObjectPlan(
                wanted, live: view.observed.object(wanted.reference), classification: classification, ignoredAnnotations: ignored)
            if result.isGoing { waits.append("\(wanted.reference) is being deleted") }
            plan.drift += result.drift.map { Plan.Drifted(object: wanted.reference, difference: $0) }
            guard let step = result.step else { continue }
            switch wanted.reference.type {
            case .statefulSets: statefulSet(step)
            case .deployments, .cronJobs: workloads.append(step)
            default: first.append(step)
            }
        }
    }

    /// Objects that manifest or configuration once asked for and no longer do: poolers, backup jobs, budgets of another name. Only what our
    /// field manager wrote; credentials of roles stay, because the roles in the database do.
    private mutating func prune() {
        guard view.wishes.refusal == nil, view.wantedStatefulSet != nil else { return }
        let wanted = Set(view.wishes.objects.map(\.reference))
        for reference in view.observed.references(of: view.key).sorted(by: { "\($0)" < "\($1)" }) where !wanted.contains(reference) {
            guard isPrunable(reference), let object = view.observed.object(reference), object.at("metadata", "deletionTimestamp") == nil,
                Ownership.isWritten(object)
            else { continue }
            let uid = object.at("metadata", "uid")?.string ?? ""
            first.append(Step(reference, .delete(uid: uid), note: "no longer wanted"))
        }
    }

    private func isPrunable(_ reference: ObjectReference) -> Bool {
        switch reference.type {
        case .podDisruptionBudgets, .deployments, .cronJobs: true
        case .services, .secrets: reference.key.name.hasPrefix(view.key.name + "-pooler")
        default: false
        }
    }

    private mutating func statefulSet(_ step: Step) {
        if let holder = primaryThatWouldGo {
            later.append(
                Step(
                    view.reference(ofPod: holder.name), .switchover(avoiding: Set(leaving.map(\.name))),
                    note: "its place goes with the smaller number of instances", disruption: .switchover))
            later.append(step)
            waits.append("the primary leaves \(holder.name) before its place goes")
            return
        }
        if step.disruption >= .restart, changesPods(step) { flagPods(step) }
        workloads.append(step)
    }

    /// Pods whose places go with the wanted number of instances.
    private var leaving: [PodState] { pods.filter { $0.ordinal >= view.wantedReplicas } }

    /// The primary, where its place would go and somebody else stays who can lead.
    private var primaryThatWouldGo: PodState? {
        guard view.wantedReplicas > 0, let primary = leaving.first(where: { $0.role == .primary && $0.isRunning && !$0.isTerminating })
        else {
            return nil
        }
        return pods.contains { $0.ordinal < view.wantedReplicas && $0.role == .replica && $0.isRunning } ? primary : nil
    }

    private func changesPods(_ step: Step) -> Bool {
        let classification = Classification(isLazyUpgrade: view.configuration.enableLazySpiloUpgrade)
        return step.reasons.contains { classification.disruption(of: $0, type: .statefulSets) == .restart }
    }

    /// The pods are marked before the template changes, so that whoever goes on after a crash knows which ones are due.
    private mutating func flagPods(_ cause: Step) {
        for pod in pods where !pod.isFlagged && !pod.isTerminating && pod.ordinal < view.wantedReplicas {
            let patch: JSON = [
                "metadata": ["uid": .string(pod.uid), "annotations": [PodState.restartAnnotation: "true"]]
            ]
            flags.append(Step(view.reference(ofPod: pod.name), .merge(patch), note: "marked for a restart"))
            later.append(restart(pod, because: cause.reasons))
        }
    }

    private func restart(_ pod: PodState, because reasons: [Difference] = []) -> Step {
        Step(
            view.reference(ofPod: pod.name), .restartPod(uid: pod.uid, checksOthers: pod.isRunning && pods.count > 1), reasons: [],
            note: reasons.isEmpty ? nil : "for \(reasons.map { "\($0.path)" }.prefix(3).joined(separator: ", "))", disruption: .restart)
    }

    // MARK: Pods

    /// Annotations of the template reach running pods in place; a restart would bring them too.
    private mutating func comparePods() {
        guard let wanted = view.wantedStatefulSet?.at("spec", "template", "metadata", "annotations")?.object else { return }
        for (object, state) in zip(view.podObjects, pods) where !state.needsRestart && !state.isTerminating {
            let there = object.at("metadata", "annotations")?.object ?? [:]
            let missing = wanted.filter { there[$0.key] != $0.value }
            guard !missing.isEmpty else { continue }
            let reasons = missing.map {
                Difference(FieldPath(fields: "metadata", "annotations", $0.key), old: there[$0.key], new: $0.value)
            }
            let patch: JSON = ["metadata": ["uid": .string(state.uid), "annotations": .object(missing)]]
            workloads.append(Step(view.reference(ofPod: state.name), .merge(patch), reasons: reasons))
        }
    }

    // MARK: Volumes

    private mutating func volumes() {
        guard ["pvc", "mixed"].contains(view.configuration.storageResizeMode), let wanted = Quantity(view.manifest.spec.volume.size) else {
            return
        }
        for claim in view.observed.objects(.persistentVolumeClaims, of: view.key) {
            let name = claim.at("metadata", "name")?.string ?? ""
            guard name.hasPrefix("pgdata-\(view.key.name)-"), claim.at("metadata", "deletionTimestamp") == nil,
                let size = claim.at("spec", "resources", "requests", "storage"), let there = Quantity(size.string ?? ""), there < wanted
            else { continue }
            let new = JSON.string(view.manifest.spec.volume.size)
            workloads.append(
                Step(
                    ObjectReference(.persistentVolumeClaims, namespace: view.key.namespace, name: name),
                    .merge(["spec": ["resources": ["requests": ["storage": new]]]]),
                    reasons: [Difference(FieldPath(fields: "spec", "resources", "requests", "storage"), old: size, new: new)]))
        }
    }

    // MARK: Patroni

    private mutating func patroni() {
        guard let live = view.patroniConfiguration else { return }
        if let patch = PatroniConfiguration.patch(wanted: view.wishes.patroni, live: live, formerSlots: view.memory.formerSlots) {
            guard let speaker = pods.first(where: { $0.role == .primary && $0.isRunning }) ?? pods.first(where: \.isRunning) else {
                waits.append("a running member to give the configuration to")
                return
            }
            // Patroni writes its object a moment after it has answered.
            if view.memory.patroniPatch == patch, view.now - view.memory.patroniPatchTime < 5 {
                lookAgain = 2
                return waits.append("Patroni takes over its configuration")
            }
            let step = Step(
                view.reference(ofPod: speaker.name), .configurePatroni(patch), reasons: Self.reasons(patch, live), disruption: .reload)
            workloads.append(step)
        } else {
            restartsOfPostgres()
        }
    }

    private static func reasons(_ patch: JSON, _ live: JSON) -> [Difference] {
        var found: [Difference] = []
        func walk(_ value: JSON, _ old: JSON?, _ path: FieldPath) {
            if case .object(let members) = value, !members.isEmpty {
                for (name, below) in members { walk(below, old?[name], path.appending(field: name)) }
            } else {
                found.append(Difference(path, old: old, new: value.isNull ? JSON?.none : value))
            }
        }
        walk(patch, live, FieldPath(fields: "patroni"))
        return found
    }

    /// PostgreSQL is restarted where Patroni says that a parameter waits for it; pods that are made anew anyway need no restart before.
    private mutating func restartsOfPostgres() {
        let waiting = pods.filter { pod in
            pod.pendingRestart && !pod.needsRestart && pod.isRunning && view.now - (view.memory.restarted[pod.uid] ?? -100) > 15
        }
        guard !waiting.isEmpty, !pods.contains(where: \.needsRestart), workloads.isEmpty else { return }
        let primaryFirst = waiting.contains(where: \.shrinksStandbyLimits)
        let ordered = waiting.sorted { a, b in
            let aLeads = a.role == .primary, bLeads = b.role == .primary
            return aLeads == bLeads ? a.ordinal < b.ordinal : aLeads == primaryFirst
        }
        for pod in ordered {
            later.append(
                Step(view.reference(ofPod: pod.name), .restartPostgres, note: "a parameter needs it", disruption: .restart))
        }
        lookAgain = 3
    }

    // MARK: Rolling restart

    private mutating func roll() {
        guard view.statefulSet != nil, !workloads.contains(where: { $0.object == view.statefulSetReference }), later.isEmpty else { return }
        let rolling = Rolling(pods: pods.filter { $0.ordinal < view.wantedReplicas }, replicas: view.wantedReplicas)
        for pod in rolling.order where pod.role != .primary { later.append(restart(pod)) }
        switch rolling.next {
        case .done: break
        case .wait(let reason): waits.append(reason)
        default: lookAgain = 3
        }
        guard let primary = rolling.order.first(where: { $0.role == .primary }) else { return }
        if pods.count > 1, primary.isRunning {
            later.append(Step(view.reference(ofPod: primary.name), .switchover(avoiding: []), disruption: .switchover))
        }
        later.append(restart(primary))
    }

    /// Of the disruptive steps only the one that may be taken now.
    private var executable: [Step] {
        if let step = later.first, case .restartPostgres = step.action { return [step] }
        if primaryThatWouldGo != nil { return later.prefix(1).filter { if case .switchover = $0.action { true } else { false } } }
        guard workloads.isEmpty, flags.isEmpty, view.statefulSet != nil else { return [] }
        let rolling = Rolling(pods: pods.filter { $0.ordinal < view.wantedReplicas }, replicas: view.wantedReplicas)
        switch rolling.next {
        case .done, .wait: return []
        case .restart(let pod, let needsHealthyRest):
            return [
                Step(
                    view.reference(ofPod: pod.name), .restartPod(uid: pod.uid, checksOthers: needsHealthyRest),
                    note: pod.isFlagged ? nil : "its template has changed",
                    disruption: .restart)
            ]
        case .switchOver(let pod, let avoiding):
            return [Step(view.reference(ofPod: pod.name), .switchover(avoiding: avoiding), disruption: .switchover)]
        }
    }
}
