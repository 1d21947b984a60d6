import Glibc
import Logging

/// Keeps one connection to another process: connects, and connects again whenever it ends.
///
/// While the other process is being restarted its listening socket stays with the supervisor, so connecting succeeds at once and the
/// connection waits in the backlog.
public struct Client<Incoming: Message, Outgoing: Message>: Sendable {
    let path: String
    let options: ConnectionOptions
    let logger: Logger

    public init(path: String, options: ConnectionOptions, logger: Logger) {
        self.path = path
        self.options = options
        self.logger = logger
    }

    /// Runs `body` with every connection in turn, until the task is cancelled. `body` should return when the messages end. Throws only
    /// what trying again cannot mend: a path that is too long.
    public func run(_ body: @escaping @Sendable (Connection<Incoming, Outgoing>) async throws -> Void) async throws(IPCError) {
        try SocketPath.check(path)
        var backoff = Backoff.connecting
        while !Task.isCancelled {
            do {
                let connection = try Connection<Incoming, Outgoing>(try Socket.connect(to: path), options)
                defer { if connection.peerHello != nil { backoff.reset() } }
                try await connection.run(body)
            } catch IPCError.cancelled {
                return
            } catch is CancellationError {
                return
            } catch {
                report(error)
            }
            guard (try? await Task.sleep(for: backoff.next(random: .random(in: 0..<1)))) != nil else { return }
        }
    }

    private func report(_ error: any Error) {
        switch error {
        // The other side is not there yet, or is starting: nothing to tell anybody.
        case IPCError.system("connect", ENOENT, _), IPCError.system("connect", ECONNREFUSED, _), IPCError.system("connect", EAGAIN, _):
            logger.debug("waiting for the other process", metadata: ["socket": "\(path)", "reason": "\(error)"])
        default: logger.warning("connection ended", metadata: ["socket": "\(path)", "reason": "\(error)"])
        }
    }
}
