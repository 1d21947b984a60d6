import IPC
import Synchronization

/// Tells a running attempt that a newer order has come.
final class Overtaking: Sendable {
    enum Haste: Sendable {
        /// What is being done is brought to its end first.
        case atNextHalt
        case now
    }

    private let wanted = Mutex<Haste?>(nil)
    private let changed = Signal()

    init() {}

    /// Asked by the attempt between the parts of its work.
    var isWanted: Bool { wanted.withLock { $0 != nil } }

    func want(_ haste: Haste) {
        wanted.withLock { wanted in
            if case .now = wanted { return }
            wanted = haste
        }
        changed.raise()
    }

    /// Returns once the attempt shall be abandoned, or when the task is cancelled.
    func abandonment() async {
        while !Task.isCancelled {
            let generation = changed.generation
            if case .now = wanted.withLock({ $0 }) { return }
            await changed.wait(after: generation)
        }
    }
}
