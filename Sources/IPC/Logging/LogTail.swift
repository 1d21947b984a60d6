import Model
import Synchronization

/// The process's newest log records, for `postgres-operator logs`. Bounded: where nobody takes them, old ones go first.
public final class LogTail: Sendable {
    private struct State {
        var records: [JSON] = []
        var isWanted = false
    }

    private static let most = 500

    /// That of this process.
    public static let shared = LogTail()

    private let state = Mutex(State())
    let arrived = Signal()

    /// From now on records are kept for somebody who takes them.
    public func keep() { state.withLock { $0.isWanted = true } }

    func append(_ record: @autoclosure () -> JSON) {
        guard state.withLock({ $0.isWanted }) else { return }
        let record = record()
        state.withLock { state in
            if state.records.count >= Self.most { state.records.removeFirst(Self.most / 10) }
            state.records.append(record)
        }
        arrived.raise()
    }

    /// All that were kept since the last time, oldest first.
    public func take() -> [JSON] {
        state.withLock { state in
            let records = state.records
            state.records = []
            return records
        }
    }
}
