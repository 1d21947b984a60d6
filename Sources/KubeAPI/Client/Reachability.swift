import Synchronization

/// Lets all who wait for the server know when it has answered one of them: after an outage nobody sits out the rest of his pause.
final class Reachability: Sendable {
    private struct State {
        var nextID = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        /// Cancelled before they began to wait.
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    /// The server has answered, whatever it said.
    func answered() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume() }
    }

    /// Until then, but no longer than so long.
    func wait(atMost delay: Duration) async {
        await withDiscardingTaskGroup { group in
            let (ended, end) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                await self.answer()
                end.finish()
            }
            group.addTask {
                try? await Task.sleep(for: delay)
                end.finish()
            }
            for await _ in ended {}
            group.cancelAll()
        }
    }

    private func answer() async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if isCancelled { continuation.resume() }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                let continuation = state.waiting.removeValue(forKey: id)
                if continuation == nil { state.cancelled.insert(id) }
                return continuation
            }
            continuation?.resume()
        }
        state.withLock { _ = $0.cancelled.remove(id) }
    }
}
