import IPC
import Model

extension EngineCore {
    /// Decides about one cluster that `take` handed out, and says what is to be done.
    mutating func work(on key: ObjectKey, at moment: Moment) -> [Effect] {
        var effects: [Effect] = []
        if deletions[key] != nil {
            effects += workOnDeletion(key, moment)
        } else if let object = observed.object(.postgresqls, key), isOwned(object) {
            effects += workOnObject(key, object, moment)
        } else {
            queue.finish(key)
            queue.forget(key)
            if clusters.removeValue(forKey: key) != nil { effects.append(.forget(key)) }
        }
        return effects + saw(key)
    }

    /// Objects of other operators are invisible.
    private func isOwned(_ object: JSON) -> Bool {
        (object.at("metadata", "annotations", "acid.zalan.do/controller")?.string ?? "") == options.controllerID
    }

    private mutating func workOnObject(_ key: ObjectKey, _ object: JSON, _ moment: Moment) -> [Effect] {
        if object.at("metadata", "deletionTimestamp") != nil { return startDeletion(key, object, moment) }
        guard let configuration = configuration.current else {
            queue.finish(key)
            return []
        }
        var memory = clusters[key] ?? ClusterMemory()
        note(generationOf: object, in: &memory, moment)
        memory.manifest = object
        let (manifest, problems) = Manifest.read(object)
        var decision: Decision
        if let reason = quarantine(HandledCluster(key: key, version: Self.version(of: object))) {
            decision = refusal(key, object, problems: [])
            decision.evaluation.quarantine = reason
        } else if let manifest {
            decision = decide(key, manifest, configuration, &memory, moment)
            decision.warnings = (problems + decision.problems).filter { $0.severity != .error }.map(\.description)
        } else {
            decision = refusal(key, object, problems: problems.errors.map(\.description))
        }
        return carryOut(decision, key, object, &memory, moment)
    }

    /// Changes with the manifest: what was wrong with one version need not be wrong with the next.
    static func version(of object: JSON) -> String {
        "\(object.at("metadata", "uid")?.string ?? "")/\(object.at("metadata", "generation")?.int ?? 0)"
    }

    /// Nothing is done about the cluster; its status says why.
    private func refusal(_ key: ObjectKey, _ object: JSON, problems: [String]) -> Decision {
        let generation = object.at("metadata", "generation")?.int ?? 0
        var evaluation = StatusEvaluation(
            phase: ClusterStatus.Phase(status: object["status"], generation: generation),
            liveWord: ClusterStatus.word(of: object["status"]),
            generation: generation, plan: Plan(cluster: key))
        evaluation.problems = problems
        evaluation.wantedInstances = object.at("spec", "numberOfInstances")?.int ?? 0
        if let configuration = configuration.current {
            evaluation.pods = observed.objects(.pods, of: key).map { PodState($0, roleLabel: configuration.podRoleLabel) }
                .filter { $0.ordinal >= 0 && $0.name == "\(key.name)-\($0.ordinal)" }
        }
        evaluation.database = .untouched(reason: "NotReconciled", message: "the object is not acted on")
        return Decision(plan: Plan(cluster: key), evaluation: evaluation)
    }

    func decide(
        _ key: ObjectKey, _ manifest: Manifest, _ configuration: Configuration, _ memory: inout ClusterMemory, _ moment: Moment
    ) -> Decision {
        let maker = WishMaker(
            key: key, manifest: manifest, configuration: configuration, observed: observed, options: options, memory: memory,
            moment: moment, newPassword: newPassword)
        let wishes = maker.wishes()
        memory.interests = maker.interests
        if let roles = wishes.roles, roles.teamsAreKnown {
            memory.formerTeamRoles = Set(roles.roles.filter { $0.origin == .team }.map(\.name))
        }
        let view = ClusterView(
            key: key, manifest: manifest, configuration: configuration, wishes: wishes, observed: observed, memory: memory,
            now: moment.steady)
        if let refusal = wishes.refusal, wishes.objects.isEmpty {
            var decision = self.refusal(key, manifest.object, problems: [refusal.description])
            decision.evaluation.isNameInvalid = true
            return decision
        }
        var decider = Decider(view: view)
        var decision = decider.decide()
        if let finalizer = FinalizerStep.step(key: key, object: manifest.object, isWanted: configuration.enableFinalizers) {
            decision.stages.insert([finalizer], at: 0)
            decision.plan.steps.insert(finalizer, at: 0)
            decision.evaluation.plan = decision.plan
        }
        if let refusal = wishes.refusal { decision.evaluation.problems = [refusal.description] }
        decision.problems = wishes.problems
        decision.isSynchronous = view.isSynchronous
        decision.lagLimit = view.lagLimit
        let made = maker.order(wishes, pods: decision.evaluation.pods)
        decision.order = made?.order
        decision.evaluation.database = Self.including(
            (wishes.roles?.problems ?? []) + (made?.problems ?? []), in: database(decision, wishes, manifest, configuration, memory))
        decision.evaluation.labelSelector = maker.labelSelector
        return decision
    }

    /// What of the manifest's roles and databases could not even be ordered is no success, whatever was done of the rest. Problems of the
    /// configuration are everybody's and do not mark one cluster.
    private static func including(_ problems: [Problem], in database: StatusEvaluation.Database) -> StatusEvaluation.Database {
        let errors = problems.errors.filter { $0.path.hasPrefix("spec") }.map(\.description)
        guard case .done = database, !errors.isEmpty else { return database }
        return .failed(reason: "ItemsRefused", message: errors.joined(separator: "; "))
    }

    private func database(
        _ decision: Decision, _ wishes: Wishes, _ manifest: Manifest, _ configuration: Configuration, _ memory: ClusterMemory
    ) -> StatusEvaluation.Database {
        if !configuration.enableDatabaseAccess {
            return .untouched(reason: "DatabaseAccessDisabled", message: "enable_database_access is off")
        }
        if manifest.spec.isStandby { return .untouched(reason: "Standby", message: "a standby cluster has the roles of its source") }
        if decision.evaluation.wantedInstances == 0 { return .untouched(reason: "NoInstances", message: "no instances are wanted") }
        guard let order = decision.order else { return .unasked }
        guard let result = memory.result, result.digest == order.digest else {
            return isProvisionerConnected
                ? .asked : .waiting(reason: "ProvisionerUnavailable", message: "the database provisioner is not running")
        }
        let message = result.items.filter { [.failed, .refused].contains($0.outcome) }
            .map { "\($0.kind.rawValue) \($0.name): \($0.message ?? $0.outcome.rawValue)" }
        let text = ([result.message].compactMap(\.self) + message).joined(separator: "; ")
        switch result.outcome {
        case .done: return .done(statements: result.statements)
        case .waiting: return .waiting(reason: result.reason?.rawValue ?? "Waiting", message: text)
        case .failed: return .failed(reason: result.reason?.rawValue ?? "Failed", message: text)
        }
    }

    private func note(generationOf object: JSON, in memory: inout ClusterMemory, _ moment: Moment) {
        let generation = object.at("metadata", "generation")?.int ?? 0
        let settled = object.at("status", "observedGeneration")?.int ?? 0
        if memory.editSeen?.generation != generation, generation != settled || ClusterStatus.word(of: object["status"]).isEmpty {
            memory.editSeen = (generation, moment.steady)
        }
    }

    // MARK: Carrying out

    private mutating func carryOut(
        _ decision: Decision, _ key: ObjectKey, _ object: JSON, _ memory: inout ClusterMemory, _ moment: Moment
    ) -> [Effect] {
        var effects: [Effect] = []
        var decision = decision
        guardAgainstLoops(&decision, &memory, moment)
        if decision.plan.isEmpty { memory.failures = [] }
        decision.evaluation.failures = memory.failures
        decision.waits += memory.waits.filter { !decision.waits.contains($0) }
        decision.evaluation.waits = decision.waits
        if options.isDryRun {
            clusters[key] = memory
            queue.finish(key)
            return [.printed(decision.plan)]
        }
        for warning in decision.warnings where memory.said["warning " + warning] == nil {
            memory.said["warning " + warning] = ""
            effects.append(.log(.warning, "manifest: \(warning)", cluster: key, [:]))
        }
        if let failed = memory.failed, failed.digest == decision.plan.digest, failed.retryAt > moment.steady {
            // The same again has its time; what changed since then (an edit) has not failed yet.
            decision.stages = []
            decision.lookAgain = failed.retryAt - moment.steady
        }
        effects += send(decision.order, key, &memory, moment)
        if decision.order != nil, memory.result?.digest != decision.order?.digest {
            decision.evaluation.database = isProvisionerConnected ? .asked : decision.evaluation.database
        }
        var job = job(for: decision, key, object, memory)
        let status = decision.evaluation.status
        announce(status, decision, &memory, &job, &effects, moment)
        let wait = addStatus(status, to: &job, object, &memory, moment)
        memory.lastPlan = decision.plan
        memory.word = decision.evaluation.quarantine == nil ? status.word : "Quarantined"
        memory.wordReason = status.conditions.first { $0.kind == .degraded && $0.value == .yes }?.message
        if !job.stages.isEmpty {
            memory.lastChange = decision.plan
            memory.lastChangeTime = moment.text
        }
        let hasNewInterests = clusters[key]?.interests != memory.interests
        clusters[key] = memory
        if job.stages.isEmpty, job.status == nil, job.events.isEmpty {
            queue.finish(key)
            if let again = [wait, decision.lookAgain].compactMap(\.self).min() {
                queue.add(key, lane: .background, now: moment.steady, after: again)
            }
        } else {
            effects.append(.run(job))
        }
        return hasNewInterests ? effects + interest() : effects
    }

    private func job(for decision: Decision, _ key: ObjectKey, _ object: JSON, _ memory: ClusterMemory) -> Job {
        var job = Job(cluster: key, object: object, stages: decision.stages)
        for pod in decision.evaluation.pods { job.addresses[pod.name] = pod.address }
        job.primary = decision.evaluation.pods.first { $0.role == .primary && $0.isRunning }?.name
        job.isSynchronous = decision.isSynchronous
        job.lagLimit = decision.lagLimit
        return job
    }

    private mutating func send(_ order: ProvisionOrder?, _ key: ObjectKey, _ memory: inout ClusterMemory, _ moment: Moment) -> [Effect] {
        guard let order, isProvisionerConnected, order.digest != memory.orderDigest else { return [] }
        memory.orderDigest = order.digest
        memory.orderSent = moment.steady
        return [.order(order)]
    }

    /// A field that is set again and again and differs again each time is a fight with somebody: it is reported, not fought.
    private func guardAgainstLoops(_ decision: inout Decision, _ memory: inout ClusterMemory, _ moment: Moment) {
        let writes = decision.stages.flatMap(\.self).filter { step in
            if case .apply = step.action, !step.isCreation { return true }
            return false
        }
        guard !writes.isEmpty else {
            // Right for the moment; whether it stays so is seen at the next change.
            memory.loop = nil
            return
        }
        let digest = Plan(cluster: decision.plan.cluster, steps: writes).digest
        if memory.writes?.digest != digest || moment.steady - (memory.writes?.at ?? 0) > Self.loopMemory {
            memory.writes = ClusterMemory.Writes(digest: digest, count: 1, at: moment.steady)
            memory.loop = nil
            return
        }
        let count = (memory.writes?.count ?? 0) + 1
        memory.writes = ClusterMemory.Writes(digest: digest, count: count, at: moment.steady)
        guard count > Self.loopLimit, memory.failures.isEmpty else { return }
        let fields = writes.flatMap { step in step.reasons.map { "\(step.object) \($0)" } }.prefix(3).joined(separator: "; ")
        memory.loop = "set \(count - 1) times, and different again: \(fields)"
        decision.evaluation.loop = memory.loop
        decision.stages = []
        decision.lookAgain = Self.loopMemory
    }

    /// How often the same is written before it counts as a loop, and for how many seconds that is remembered.
    static let loopLimit = 4
    static let loopMemory = 60.0

    // MARK: Results

    mutating func finished(_ key: ObjectKey, _ outcome: JobOutcome, _ moment: Moment) -> [Effect] {
        for (type, object) in outcome.written { observed.written(type, object, now: moment.steady) }
        for (reference, uid) in outcome.removed { observed.removed(reference, uid: uid, now: moment.steady) }
        if deletions[key] != nil { return finishedDeletion(key, outcome, moment) }
        guard var memory = clusters[key] else {
            queue.finish(key)
            return []
        }
        var effects: [Effect] = []
        // A job that only wrote the status says nothing about the steps that failed before it.
        let isAttempt = outcome.hadSteps || !outcome.failures.isEmpty
        if isAttempt {
            memory.failures = outcome.failures
            memory.waits = outcome.waits
        }
        if outcome.hasWrittenStatus { memory.statusShown = outcome.status }
        if outcome.refusesStatus {
            memory.refusesStatus = true
            memory.statusWritten = nil
        }
        for step in outcome.done { remember(step, in: &memory, moment) }
        for failure in outcome.failures {
            effects.append(
                .log(.error, "step failed: \(failure.message)", cluster: key, ["step": "\(failure.object)", "reason": failure.reason]))
        }
        if outcome.failures.isEmpty {
            if isAttempt { memory.failed = nil }
            queue.finish(key)
            queue.add(key, lane: .edit, now: moment.steady, after: pause(after: outcome))
        } else {
            let count = (memory.failed?.count ?? 0) + 1
            let patience = outcome.failures.map(\.retryAfter).max() ?? 0
            let delay = max(queue.backoff.delay(failures: count, random: random()), patience)
            memory.failed = ClusterMemory.Failed(digest: memory.lastPlan?.digest ?? "", count: count, retryAt: moment.steady + delay)
            queue.finish(key)
            // Looked at once more at once, so that the status says what failed.
            queue.add(key, lane: .background, now: moment.steady)
        }
        clusters[key] = memory
        return effects
    }

    /// Seconds until the next look. What Patroni does, and what somebody else has made, shows a moment later; without a pause the same
    /// would be done again until then.
    private func pause(after outcome: JobOutcome) -> Double {
        if !outcome.waits.isEmpty { return 2 }
        let isUnseen = outcome.done.contains { step in
            switch step.action {
            case .switchover, .restartPostgres, .configurePatroni: true
            case .create: observed.object(step.object) == nil
            default: false
            }
        }
        return isUnseen ? 1 : 0
    }

    private func remember(_ step: Step, in memory: inout ClusterMemory, _ moment: Moment) {
        switch step.action {
        case .configurePatroni(let patch):
            memory.patroniPatch = patch
            memory.patroniPatchTime = moment.steady
            for name in patch["slots"]?.object?.keys ?? [] { memory.formerSlots.insert(name) }
        case .restartPostgres:
            if let uid = observed.uid(step.object) { memory.restarted[uid] = moment.steady }
        case .create where step.object.type == .secrets && observed.object(step.object) == nil:
            // It was there already, and the watcher does not show it: it carries no label of ours.
            memory.foreignSecrets.insert(step.object)
        default: break
        }
        if case .apply = step.action, step.object.type == .statefulSets, step.isCreation { memory.wasCreated = true }
    }

    mutating func provisioned(_ result: ProvisionResult, _ moment: Moment) -> [Effect] {
        guard var memory = clusters[result.cluster], result.digest == memory.orderDigest else { return [] }
        let before = memory.result
        memory.result = result
        clusters[result.cluster] = memory
        // A report of the same failure again is no news.
        guard before != result else { return [] }
        queue.add(result.cluster, lane: .edit, now: moment.steady)
        return []
    }
}
