import Glibc
import Logging

/// Serves the connections to one listener, each in a task of its own; one that fails ends alone, with one line in the log.
public struct Server<Incoming: Message, Outgoing: Message>: Sendable {
    public typealias Handler = @Sendable (Connection<Incoming, Outgoing>) async throws -> Void

    let listener: Listener
    let options: ConnectionOptions
    let logger: Logger

    public init(listener: Listener, options: ConnectionOptions, logger: Logger) {
        self.listener = listener
        self.options = options
        self.logger = logger
    }

    /// Until the task is cancelled. Throws only where the listener itself is broken.
    public func run(_ handler: @escaping Handler) async throws(IPCError) {
        let result: Result<Void, IPCError> = await withDiscardingTaskGroup { group in
            do throws(IPCError) {
                while true {
                    let socket = try await acceptWithPatience()
                    group.addTask { await serve(socket, handler) }
                }
            } catch .cancelled {
                return .success(())
            } catch {
                group.cancelAll()
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Out of descriptors is a state that passes when other connections end: whoever connects waits in the backlog.
    private func acceptWithPatience() async throws(IPCError) -> Socket {
        while true {
            do throws(IPCError) {
                return try await listener.accept()
            } catch .system(_, EMFILE, _), .system(_, ENFILE, _) {
                logger.warning("no descriptors left for another connection", metadata: ["socket": "\(options.name)"])
                guard (try? await Task.sleep(for: .milliseconds(200))) != nil else { throw .cancelled }
            }
        }
    }

    private func serve(_ socket: Socket, _ handler: Handler) async {
        do {
            let connection = try Connection<Incoming, Outgoing>(socket, options)
            logger.debug("connection opened", metadata: ["peer_pid": "\(connection.peer.pid)"])
            try await connection.run(handler)
            logger.debug("connection closed", metadata: ["peer_pid": "\(connection.peer.pid)"])
        } catch IPCError.cancelled {
        } catch is CancellationError {
        } catch {
            logger.warning("connection ended", metadata: ["socket": "\(options.name)", "reason": "\(error)"])
        }
    }
}

extension Server where Outgoing: SnapshotMessage {
    /// Serves one publisher: every connection gets its snapshot and then the changes; what the peer says goes to `request`.
    public func run(
        publishing publisher: SnapshotPublisher<Outgoing>, _ request: @escaping @Sendable (Incoming) async throws -> Void
    ) async throws(IPCError) {
        try await run { connection in
            let subscription = publisher.attach(connection.outbox)
            defer { publisher.detach(subscription) }
            for try await message in connection.messages { try await request(message) }
        }
    }
}
