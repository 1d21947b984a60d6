import Model

/// What is carried out for one cluster in one go: requests in stages, then the status, then Events. It holds all it needs and asks nobody.
struct Job: Sendable {
    var cluster: ObjectKey
    /// The `postgresql` object, for Events; nil where it is gone.
    var object: JSON?
    var stages: [[Step]] = []
    /// Written beside the first stage; nil: the status stays.
    var status: JSON?
    var events: [ClusterEvent] = []
    /// For reaching Patroni: pod name to address.
    var addresses: [String: String] = [:]
    var primary: String?
    var isSynchronous = false
    var lagLimit = 0
    /// Brings definitions into the API; belongs to no cluster.
    var isForDefinitions = false
}

/// What came of it.
struct JobOutcome: Sendable {
    /// Objects as the API server answered.
    var written: [(ResourceType, JSON)] = []
    var removed: [(ObjectReference, uid: String)] = []
    var failures: [StepFailure] = []
    var hadSteps = false
    /// Steps that were not taken because something was not ready for them.
    var waits: [String] = []
    var done: [Step] = []
    /// To be said about it.
    var events: [ClusterEvent] = []
    /// The status as the object shows it now.
    var status: JSON?
    var hasWrittenStatus = false
    /// The API server's schema does not know the richer status.
    var refusesStatus = false
}
