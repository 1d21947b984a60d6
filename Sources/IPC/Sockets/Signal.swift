import Synchronization

/// Tells waiting tasks that something has changed, without saying what: they look for themselves.
///
/// A waiter first takes the `generation`, then looks, then waits for a later generation; so a change between looking and waiting is not
/// lost.
public final class Signal: Sendable {
    private struct State {
        var generation: UInt64 = 0
        var nextTicket: UInt64 = 0
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    public var generation: UInt64 { state.withLock { $0.generation } }

    /// Wakes all who wait.
    public func raise() {
        let woken = state.withLock { state in
            state.generation &+= 1
            let woken = Array(state.waiters.values)
            state.waiters.removeAll()
            return woken
        }
        for waiter in woken { waiter.resume() }
    }

    /// Returns once the signal was raised after that generation, or when the task is cancelled.
    public func wait(after generation: UInt64) async {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    guard state.generation == generation else { return false }
                    state.waiters[ticket] = continuation
                    return true
                }
                if !waits { return continuation.resume() }
                if Task.isCancelled { cancel(ticket) }
            }
        } onCancel: {
            cancel(ticket)
        }
    }

    private func cancel(_ ticket: UInt64) {
        state.withLock { $0.waiters.removeValue(forKey: ticket) }?.resume()
    }
}
