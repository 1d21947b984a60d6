import Synchronization

/// Where the loop's thread puts what arrives and a task takes it: the reply's head, its chunks, its end.
///
/// It holds at most `highWater` bytes (and one chunk); beyond that the thread pauses the transfer until the task has taken most of it.
final class Mailbox: Sendable {
    static let highWater = 256 << 10

    private struct State {
        var head: Result<Head, HTTPError>?
        var headWaiter: CheckedContinuation<Result<Head, HTTPError>, Never>?
        var whole: Result<HTTPResponse, HTTPError>?
        var wholeWaiter: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>?
        var chunks: [[UInt8]] = []
        var taken = 0
        var waiting = 0
        /// `.success(nil)` at a good end.
        var end: Result<[UInt8]?, HTTPError>?
        var chunkWaiter: CheckedContinuation<Result<[UInt8]?, HTTPError>, Never>?
        var paused = false
        var cancelled = false
    }

    struct Head: Sendable {
        var status: Int
        var headers: HTTPHeaders
    }

    private let state = Mutex(State())

    // MARK: The task's side

    func whole() async -> Result<HTTPResponse, HTTPError> {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state -> Result<HTTPResponse, HTTPError>? in
                if state.whole == nil { state.wholeWaiter = continuation }
                return state.whole
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    func head() async -> Result<Head, HTTPError> {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state -> Result<Head, HTTPError>? in
                if state.head == nil { state.headWaiter = continuation }
                return state.head
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    /// One task at a time. `resume` is called where the transfer was paused and may go on.
    func next(resume: @Sendable () -> Void) async -> Result<[UInt8]?, HTTPError> {
        let wasPaused = Mutex(false)
        let result = await withCheckedContinuation { continuation in
            let ready = state.withLock { state -> Result<[UInt8]?, HTTPError>? in
                let (ready, unpause) = Self.take(&state)
                wasPaused.withLock { $0 = unpause }
                if ready == nil { state.chunkWaiter = continuation }
                return ready
            }
            if let ready { continuation.resume(returning: ready) }
        }
        if wasPaused.withLock({ $0 }) { resume() }
        return result
    }

    private static func take(_ state: inout State) -> (Result<[UInt8]?, HTTPError>?, unpause: Bool) {
        guard state.taken < state.chunks.count else { return (state.end, false) }
        let chunk = state.chunks[state.taken]
        state.chunks[state.taken] = []
        state.taken += 1
        state.waiting -= chunk.count
        if state.taken == state.chunks.count {
            state.chunks = []
            state.taken = 0
        }
        let unpause = state.paused && state.waiting <= highWater / 2
        if unpause { state.paused = false }
        return (.success(chunk), unpause)
    }

    /// False where it had been cancelled before.
    func markCancelled() -> Bool {
        state.withLock { state in
            defer { state.cancelled = true }
            return !state.cancelled
        }
    }

    var isCancelled: Bool { state.withLock { $0.cancelled } }

    // MARK: The thread's side

    func deliver(head: Head) {
        let waiter = state.withLock { state -> CheckedContinuation<Result<Head, HTTPError>, Never>? in
            state.head = .success(head)
            defer { state.headWaiter = nil }
            return state.headWaiter
        }
        waiter?.resume(returning: .success(head))
    }

    /// False: not taken, the transfer must pause.
    func deliver(chunk: UnsafeBufferPointer<UInt8>) -> Bool {
        let (accepted, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Result<[UInt8]?, HTTPError>, Never>?) in
            if let waiter = state.chunkWaiter {
                state.chunkWaiter = nil
                return (true, waiter)
            }
            guard state.waiting < Self.highWater else {
                state.paused = true
                return (false, nil)
            }
            state.chunks.append(Array(chunk))
            state.waiting += chunk.count
            return (true, nil)
        }
        waiter?.resume(returning: .success(Array(chunk)))
        return accepted
    }

    func finish(_ result: Result<HTTPResponse, HTTPError>) {
        let waiter = state.withLock { state -> CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>? in
            state.whole = result
            defer { state.wholeWaiter = nil }
            return state.wholeWaiter
        }
        waiter?.resume(returning: result)
    }

    /// The stream's end. An error before the head is the head's, too.
    func finishStream(_ error: HTTPError?) {
        let end: Result<[UInt8]?, HTTPError> = error.map { .failure($0) } ?? .success(nil)
        let headEnd: Result<Head, HTTPError> = .failure(error ?? .cancelled)
        let (head, chunk) = state.withLock { state in
            defer {
                state.headWaiter = nil
                state.chunkWaiter = nil
            }
            if state.head == nil { state.head = headEnd }
            state.end = end
            return (state.headWaiter, state.chunkWaiter)
        }
        head?.resume(returning: headEnd)
        chunk?.resume(returning: end)
    }
}
