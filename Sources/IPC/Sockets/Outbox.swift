import Synchronization

/// What waits to be written to one connection. Posting never blocks and never suspends, so that a watch or a publisher can do it while it
/// holds other things; only the newest of each coalescing key waits, and the number of messages is bounded.
final class Outbox<M: Message>: Sendable {
    private struct State {
        var queue = OutgoingQueue<M>()
        var isFinished = false
        var overflow: Int?
    }

    /// Messages written with one system call at most.
    private static var batch: Int { 256 }

    let limit: Int
    private let state = Mutex(State())
    private let arrival = Signal()
    private let room = Signal()

    init(limit: Int) { self.limit = limit }

    /// Queues the message. Beyond the limit nothing more is taken and the connection ends with `slowConsumer`.
    func post(_ message: M, limit: Int? = nil) {
        let limit = max(limit ?? 0, self.limit)
        let isNews = state.withLock { state -> Bool in
            guard !state.isFinished, state.overflow == nil else { return false }
            let wasEmpty = state.queue.isEmpty
            if state.queue.offer(message, limit: limit) == .full {
                state.overflow = limit
                return true
            }
            return wasEmpty
        }
        if isNews { arrival.raise() }
    }

    /// Queues the message once there is room; throws `closed` when the connection ends before that.
    func send(_ message: M) async throws(IPCError) {
        while true {
            let generation = room.generation
            let outcome = state.withLock { state -> (open: Bool, queued: Bool, isNews: Bool) in
                guard !state.isFinished, state.overflow == nil else { return (false, false, false) }
                let wasEmpty = state.queue.isEmpty
                return (true, state.queue.offer(message, limit: limit) != .full, wasEmpty)
            }
            guard outcome.open else { throw .closed(midLine: false) }
            if outcome.queued {
                if outcome.isNews { arrival.raise() }
                return
            }
            if Task.isCancelled { throw .cancelled }
            await room.wait(after: generation)
        }
    }

    /// No more messages are taken; those that wait are still written.
    func finish() {
        state.withLock { $0.isFinished = true }
        arrival.raise()
        room.raise()
    }

    /// The next messages, waiting for some; nil once finished and empty.
    func next() async throws(IPCError) -> [M]? {
        while true {
            let generation = arrival.generation
            let (batch, isFinished, overflow) = state.withLock { state in
                var batch: [M] = []
                while batch.count < Self.batch, let message = state.queue.take() { batch.append(message) }
                return (batch, state.isFinished, state.overflow)
            }
            if let overflow { throw .slowConsumer(limit: overflow) }
            if !batch.isEmpty {
                room.raise()
                return batch
            }
            if isFinished { return nil }
            if Task.isCancelled { throw .cancelled }
            await arrival.wait(after: generation)
        }
    }
}
