import Model

/// Puts a cluster's status together from what is known. Pure: the same facts give the same status.
struct StatusEvaluation {
    /// What the database provisioner has said of the order that counts now.
    enum Database: Equatable {
        /// Nothing of the database is wanted (no instances), or nobody may touch it (switched off, standby).
        case untouched(reason: String, message: String)
        /// Nobody has been asked yet, because no primary is there.
        case unasked
        case asked
        case done(statements: Int)
        case waiting(reason: String, message: String)
        case failed(reason: String, message: String)
    }

    var phase: ClusterStatus.Phase
    var liveWord: String
    var generation: Int
    /// Errors in the manifest: nothing else is looked at where there are any.
    var problems: [String] = []
    var isNameInvalid = false
    var wantedInstances = 0
    var pods: [PodState] = []
    var podTrouble: [String] = []
    /// Steps that are still to be done.
    var plan: Plan
    /// What is being waited for.
    var waits: [String] = []
    /// What failed in the last attempt.
    var failures: [StepFailure] = []
    /// A field that differs again each time it was set.
    var loop: String?
    var isPaused = false
    var quarantine: String?
    var database: Database = .unasked
    var labelSelector = ""

    var status: ClusterStatus {
        ClusterStatus(
            word: word, conditions: conditions, observedGeneration: generation, instances: pods.count { !$0.isTerminating },
            labelSelector: labelSelector, plan: summary)
    }

    private var hasFailed: Bool {
        if !problems.isEmpty || !failures.isEmpty || loop != nil || quarantine != nil { return true }
        return switch database {
        case .failed: true
        // While a cluster comes up its database cannot be reached; once it has run, that is a failure.
        case .waiting: phase == .syncing
        default: false
        }
    }

    /// Everything wanted is there, and nothing is left to do.
    var isSettled: Bool { isDone && !hasFailed }

    private var isDone: Bool {
        guard plan.isEmpty, waits.isEmpty, isReady else { return false }
        return switch database {
        case .done, .untouched: true
        default: false
        }
    }

    private var isReady: Bool {
        wantedInstances == 0 || (hasPrimary && pods.count { $0.isReady && $0.role != nil } >= wantedInstances)
    }

    private var hasPrimary: Bool { pods.contains { $0.role == .primary && !$0.isTerminating } }

    var word: String {
        if isNameInvalid { return "Invalid" }
        if hasFailed { return phase.failed }
        if isDone { return "Running" }
        return phase.underWay ?? (liveWord.isEmpty ? "Running" : liveWord)
    }

    // MARK: Conditions

    var conditions: [Condition] { [valid, ready, reconciled, progressing, databaseSynced, paused, degraded] }

    private var valid: Condition {
        problems.isEmpty
            ? Condition(.valid, .yes, "Accepted")
            : Condition(.valid, .no, isNameInvalid ? "InvalidName" : "InvalidManifest", problems.joined(separator: "; "))
    }

    private var ready: Condition {
        if wantedInstances == 0 { return Condition(.ready, .yes, "NoInstances", "no instances are wanted") }
        let count = pods.count { $0.isReady && $0.role != nil }
        if isReady { return Condition(.ready, .yes, "PodsReady", "\(count) of \(wantedInstances) members are ready") }
        if let trouble = podTrouble.first { return Condition(.ready, .no, "PodTrouble", trouble) }
        if !pods.isEmpty, count >= wantedInstances { return Condition(.ready, .no, "NoPrimary", "no member is the primary") }
        return Condition(.ready, .no, "PodsNotReady", "\(count) of \(wantedInstances) members are ready")
    }

    private var reconciled: Condition {
        if let quarantine { return Condition(.reconciled, .no, "Quarantined", quarantine) }
        if !problems.isEmpty { return Condition(.reconciled, .no, "InvalidManifest", "the last valid manifest stays in force") }
        if let loop { return Condition(.reconciled, .no, "DiffLoop", loop) }
        if let failure = failures.first {
            return Condition(.reconciled, .no, failure.reason, failures.map(\.description).joined(separator: "; "))
        }
        if !plan.isEmpty { return Condition(.reconciled, .no, "Applying", "\(plan.steps.count) steps are left: \(first(plan.steps))") }
        return Condition(.reconciled, .yes, "UpToDate")
    }

    private var progressing: Condition {
        if isPaused { return Condition(.progressing, .no, "Paused") }
        if let wait = waits.first { return Condition(.progressing, .yes, "Waiting", wait) }
        if !plan.isEmpty { return Condition(.progressing, .yes, "Applying", first(plan.steps)) }
        if !isReady { return Condition(.progressing, .yes, "Waiting", "members become ready") }
        switch database {
        case .asked, .unasked: return Condition(.progressing, .yes, "SyncingDatabase")
        default: return Condition(.progressing, .no, "Idle")
        }
    }

    private var databaseSynced: Condition {
        switch database {
        case .untouched(let reason, let message): Condition(.databaseSynced, .unknown, reason, message)
        case .unasked: Condition(.databaseSynced, .no, "NoPrimary", "there is no primary yet")
        case .asked: Condition(.databaseSynced, .no, "InProgress")
        case .done: Condition(.databaseSynced, .yes, "Synced")
        case .waiting(let reason, let message), .failed(let reason, let message): Condition(.databaseSynced, .no, reason, message)
        }
    }

    private var paused: Condition {
        isPaused
            ? Condition(.paused, .yes, "Annotation", "nothing is changed until the annotation is removed")
            : Condition(.paused, .no, "Active")
    }

    private var degraded: Condition {
        if let quarantine { return Condition(.degraded, .yes, "Quarantined", quarantine) }
        if let problem = problems.first { return Condition(.degraded, .yes, "InvalidManifest", problem) }
        if let loop { return Condition(.degraded, .yes, "DiffLoop", loop) }
        if let failure = failures.first { return Condition(.degraded, .yes, failure.reason, failure.description) }
        if let trouble = podTrouble.first { return Condition(.degraded, .yes, "PodTrouble", trouble) }
        switch database {
        case .failed(let reason, let message): return Condition(.degraded, .yes, reason, message)
        case .waiting(let reason, let message) where phase == .syncing: return Condition(.degraded, .yes, reason, message)
        default: return Condition(.degraded, .no, "Healthy")
        }
    }

    private func first(_ steps: [Step]) -> String { steps.first.map { "\($0.verb) \($0.object)" } ?? "" }

    private var summary: JSON? {
        guard !plan.isEmpty else { return nil }
        return [
            "digest": .string(plan.digest), "steps": JSON(plan.steps.count), "disruption": .string(plan.disruption.rawValue),
            "counts": .object(JSONObject(plan.counts.map { ($0.0.rawValue, JSON($0.1)) })),
            "reasons": .array(plan.steps.flatMap(\.reasons).prefix(5).map { .string($0.description) }),
        ]
    }
}

/// A step that could not be carried out.
struct StepFailure: Sendable, Equatable {
    var object: ObjectReference
    /// One word for the condition.
    var reason: String
    var message: String
    /// The server asked for that much patience, in seconds.
    var retryAfter: Double = 0
    /// Trying again cannot help until something changes.
    var isFinal = false
}

extension StepFailure: CustomStringConvertible {
    var description: String { "\(object): \(message)" }
}
