import IPC
import Model

/// What the engine learns, as facts of the past.
enum Fact: Sendable {
    case watcherSaid(WatcherMessage)
    case watcherLost
    case jobDone(ObjectKey, JobOutcome)
    case provisionerConnected
    case provisionerLost
    case provisioned(ProvisionResult)
    case timePassed
    /// Somebody asks for a look at a cluster, or at all, now.
    case syncAsked(ObjectKey?)
    case definitionsDone(failure: String?)
}

/// What the engine wants to be done.
enum Effect: Sendable {
    case run(Job)
    case order(ProvisionOrder)
    case forget(ObjectKey)
    case interest([ObjectReference])
    /// Bring these definitions into the API.
    case define([Step])
    case log(LogSeverity, String, cluster: ObjectKey?, [String: String])
    /// The first snapshot was reconciled.
    case becameReady
    /// Printed instead of carried out.
    case printed(Plan)
    /// For the metrics.
    case converged(seconds: Double)
    case resynced
    /// The clusters known have changed: the next process must be able to read of it.
    case remember
}

enum LogSeverity: Sendable { case debug, info, warning, error }
