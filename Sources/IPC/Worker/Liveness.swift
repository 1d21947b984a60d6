import Synchronization

/// What proves that the worker is alive: probes that each must come back before the watchdog is told so.
///
/// A probe asks the part that does the work, for example by a call to its actor; a part that hangs does not answer, the watchdog is not
/// told, and the supervisor replaces the process. Without probes the proof is that the task pool runs.
public final class Liveness: Sendable {
    private let probes = Mutex<[@Sendable () async -> Void]>([])

    public init() {}

    public func add(_ probe: @escaping @Sendable () async -> Void) { probes.withLock { $0.append(probe) } }

    func prove() async {
        for probe in probes.withLock({ $0 }) { await probe() }
    }
}
