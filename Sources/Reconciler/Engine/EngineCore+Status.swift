import IPC
import Model

extension EngineCore {
    /// Seconds between two writes of a status that has the same word: conditions, and messages alone.
    static let conditionPause = 2.5
    static let messagePause = 8.0

    /// Adds the status to the job when it is time for that. Returns after how many seconds to look again otherwise.
    func addStatus(
        _ status: ClusterStatus, to job: inout Job, _ object: JSON, _ memory: inout ClusterMemory, _ moment: Moment
    ) -> Double? {
        let live = object["status"]
        let wanted = memory.refusesStatus ? JSON(["PostgresClusterStatus": status.word]) : status.json(over: live, now: moment.text)
        var urgency = status.urgency(against: live)
        if memory.refusesStatus { urgency = ClusterStatus.word(of: live) == status.word ? .same : .word }
        // What a schema drops cannot be written: the same again would change nothing.
        if let written = memory.statusWritten, memory.statusShown == live, Self.isSame(written, wanted) { urgency = .same }
        let pause: Double
        switch urgency {
        case .same: return nil
        case .word: pause = 0
        case .condition: pause = Self.conditionPause
        case .message: pause = Self.messagePause
        }
        let left = memory.statusTime + pause - moment.steady
        guard left <= 0 || !job.stages.isEmpty && urgency == .word else { return left }
        // A merge patch replaces lists and merges maps: what is gone from the status must be said to be gone.
        var patch = wanted
        for name in live?.object?.keys ?? [] where wanted[name] == nil { patch[name] = .some(.null) }
        job.status = patch
        memory.statusWritten = wanted
        memory.statusTime = moment.steady
        return nil
    }

    private static func isSame(_ a: JSON, _ b: JSON) -> Bool {
        func timeless(_ status: JSON) -> JSON {
            var status = status
            status["conditions"] = status["conditions"]?.array.map { items in
                .array(
                    items.map { item in
                        var item = item
                        item["lastTransitionTime"] = nil
                        return item
                    })
            }
            return status
        }
        return timeless(a) == timeless(b)
    }

    /// What people are told when the status changes: the log once a cluster and start, Events at each turn.
    mutating func announce(
        _ status: ClusterStatus, _ decision: Decision, _ memory: inout ClusterMemory, _ job: inout Job, _ effects: inout [Effect],
        _ moment: Moment
    ) {
        let evaluation = decision.evaluation
        let key = decision.plan.cluster
        if evaluation.phase == .creating, evaluation.liveWord.isEmpty, evaluation.problems.isEmpty, evaluation.quarantine == nil,
            !job.stages.isEmpty
        {
            say(ClusterEvent(.normal, "Create", "Started creation of new cluster resources"), &memory, &job)
        }
        if let trouble = trouble(evaluation) {
            say(ClusterEvent(.warning, trouble.reason ?? evaluation.phase.rawValue, trouble.message), &memory, &job)
        } else {
            memory.said["trouble"] = nil
        }
        for problem in decision.problems where problem.message.contains("limit") && problem.path.contains("resources") {
            say(ClusterEvent(.warning, "ResourceLimits", problem.description), &memory, &job)
        }
        guard status.word == "Running", evaluation.isSettled else { return }
        if evaluation.phase == .creating, evaluation.wantedInstances > 0 {
            say(ClusterEvent(.normal, "StatefulSet", "Pods are ready"), &memory, &job)
        }
        if let edit = memory.editSeen {
            effects.append(.converged(seconds: moment.steady - edit.at))
            memory.editSeen = nil
        }
        if !memory.isAnnounced {
            memory.isAnnounced = true
            let verb = evaluation.phase == .creating ? "created" : "synced"
            effects.append(.log(.info, "cluster has been \(verb)", cluster: key, [:]))
            effects.append(.remember)
        }
    }

    private func trouble(_ evaluation: StatusEvaluation) -> (reason: String?, message: String)? {
        if let quarantine = evaluation.quarantine { return ("Quarantined", quarantine) }
        if !evaluation.problems.isEmpty { return (nil, "Invalid manifest: " + evaluation.problems.joined(separator: "; ")) }
        if let loop = evaluation.loop { return ("DiffLoop", loop) }
        if let failure = evaluation.failures.first { return (nil, failure.description) }
        switch evaluation.database {
        case .failed(let reason, let message): return (reason, message)
        case .waiting(let reason, let message) where evaluation.pods.contains(where: { $0.role == .primary && $0.isReady }):
            return reason == "ProvisionerUnavailable" ? nil : (reason, message)
        default: return nil
        }
    }

    /// The same is not said twice in a row.
    private func say(_ event: ClusterEvent, _ memory: inout ClusterMemory, _ job: inout Job) {
        let topic = event.kind == .warning && event.reason != "ResourceLimits" ? "trouble" : event.reason + event.message.prefix(12)
        guard memory.said[topic] != event.message else { return }
        memory.said[topic] = event.message
        job.events.append(event)
    }
}
