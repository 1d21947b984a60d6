import IPC
import Model

/// What the engine has made up its mind about for one cluster, from what it knows now.
struct Decision: Sendable {
    /// Everything that differs, also what can only be done later.
    var plan: Plan
    /// What is done now: the steps of a stage beside each other, one stage after the other.
    var stages: [[Step]] = []
    /// Why something is left for later.
    var waits: [String] = []
    /// Look again after so many seconds even if nothing is heard; nil: only when something changes.
    var lookAgain: Double?
    /// What the database shall be like; nil where nobody can or may be asked.
    var order: ProvisionOrder?
    /// Read for the status.
    var evaluation: StatusEvaluation
    /// What the computation had to say.
    var problems: [Problem] = []
    /// For people: fields that were understood otherwise.
    var warnings: [String] = []
    var isSynchronous = false
    var lagLimit = 0

    var isIdle: Bool { stages.allSatisfy(\.isEmpty) }
}
