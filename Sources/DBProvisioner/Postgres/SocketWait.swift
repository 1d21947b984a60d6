import IPC

/// Waits for a socket, but not for ever.
enum SocketWait {
    enum End: Sendable {
        case ready
        case timedOut
        case cancelled
    }

    /// - Parameter deadline: by the continuous clock.
    static func until(_ descriptor: Int32, _ direction: Poller.Direction, deadline: ContinuousClock.Instant) async -> End {
        let end = await withTaskGroup(of: End.self) { group in
            group.addTask { await Poller.shared.wait(descriptor, for: direction) ? .ready : .cancelled }
            group.addTask {
                do {
                    try await Task.sleep(until: deadline, clock: .continuous)
                    return .timedOut
                } catch { return .cancelled }
            }
            let first = await group.next() ?? .cancelled
            group.cancelAll()
            return first
        }
        // libpq may close the socket at any later call; a number that comes back as another socket must not be remembered.
        Poller.shared.forget(descriptor)
        return end
    }
}
