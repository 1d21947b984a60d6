import Synchronization

/// The worker's own status, which the supervisor shows. Changing it is cheap; the supervisor is told soon after.
public final class StatusBoard: Sendable {
    private let state = Mutex(WorkerStatus())
    let changed = Signal()

    public init() {}

    public var current: WorkerStatus { state.withLock { $0 } }

    public func update(_ change: (inout WorkerStatus) -> Void) {
        let differs = state.withLock { status in
            let before = status
            change(&status)
            return status != before
        }
        if differs { changed.raise() }
    }
}
