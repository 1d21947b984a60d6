import IPC
import Model

/// What is remembered of a cluster between two looks. All of it can be lost without harm: what matters is in the objects themselves.
struct ClusterMemory: Sendable {
    /// The order that was sent last, and what was answered.
    var orderDigest: String?
    var result: ProvisionResult?
    var orderSent = 0.0

    var failures: [StepFailure] = []
    var lastPlan: Plan?
    /// The last plan that had something to do, and when (RFC 3339).
    var lastChange: Plan?
    var lastChangeTime = ""
    /// The status as it was evaluated last.
    var word = ""
    var wordReason: String?
    /// The same changes of objects, how often in a row, and since when.
    var writes: Writes?
    var loop: String?

    var waits: [String] = []
    var quarantine: String?

    /// The status as written last, and as the object then showed it: a server whose schema drops fields must not make us write for ever.
    var statusWritten: JSON?
    var statusShown: JSON?
    var statusTime = 0.0

    /// Events that were sent, so that the same is not said again and again.
    var said: [String: String] = [:]
    /// The API server's schema of the object does not take more than the one word.
    var refusesStatus = false
    /// The plan that failed last, and when it is tried again.
    var failed: Failed?

    /// The generation whose handling began then, for the time from edit to converged.
    var editSeen: (generation: Int, at: Double)?
    /// Said once a cluster and start.
    var isAnnounced = false
    /// Whether this process has made the cluster.
    var wasCreated = false
    var formerTeamRoles: Set<String> = []
    var formerSlots: Set<String> = []
    /// Patroni was asked for this change then; its object may take a moment to show it.
    var patroniPatch: JSON?
    var patroniPatchTime = 0.0
    /// Restarts of PostgreSQL asked for by pod: Patroni's word on it takes a moment to change.
    var restarted: [String: Double] = [:]
    /// Objects without our labels that matter to the cluster.
    var interests: [ObjectReference] = []
    /// Secrets of ours by name that carry no label: made by somebody before us.
    var foreignSecrets: Set<ObjectReference> = []
    /// What its computation said that people should know.
    var roleProblems: [String] = []
    /// The manifest as seen last, for the deletion of what it asked for.
    var manifest: JSON?

    struct Failed: Sendable {
        var digest: String
        var count: Int
        /// Steady time.
        var retryAt: Double
    }

    struct Writes: Sendable {
        var digest: String
        var count: Int
        var at: Double
    }
}
