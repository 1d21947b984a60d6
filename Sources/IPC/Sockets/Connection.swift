import Glibc
import Model
import Synchronization

/// What both ends of a connection need to know.
public struct ConnectionOptions: Sendable {
    /// How this process introduces itself.
    public var hello: Hello
    /// Bytes of the longest line that is read.
    public var lineLimit: Int
    /// Messages that may wait for a peer that reads slowly.
    public var queueLimit: Int
    public var recorder: Recorder?
    /// The connection's name in recordings: that of the listening side (`watcher`).
    public var name: String

    public init(
        hello: Hello, name: String, lineLimit: Int = 64 << 20, queueLimit: Int = 65_536, recorder: Recorder? = nil
    ) {
        self.hello = hello
        self.name = name
        self.lineLimit = lineLimit
        self.queueLimit = queueLimit
        self.recorder = recorder
    }
}

/// One connection between two processes: typed messages in both directions, each direction begun by a hello.
///
/// Received lines are read only as fast as `receive` is called. Sent messages are queued; `post` never waits, `send` waits for room. The
/// writing is done by a task of the scope in which the connection lives (`run`).
public final class Connection<Incoming: Message, Outgoing: Message>: Sendable {
    public let peer: Peer
    let outbox: Outbox<Outgoing>
    private let socket: Socket
    private let options: ConnectionOptions
    private let reader: Mutex<LineReader<Incoming>>
    private let failure = Mutex<IPCError?>(nil)

    public init(_ socket: Socket, _ options: ConnectionOptions) throws(IPCError) {
        self.socket = socket
        self.options = options
        peer = try socket.peer().checked()
        outbox = Outbox(limit: options.queueLimit)
        var reader = LineReader<Incoming>(limit: options.lineLimit)
        reader.onLine = options.recorder?.hook(connection: options.name, direction: .incoming)
        self.reader = Mutex(reader)
    }

    /// The peer's hello, once its first line was read.
    public var peerHello: Hello? { reader.withLock { $0.hello } }

    // MARK: Receiving

    private enum Step {
        case message(Incoming)
        case end(midLine: Bool)
        case wait
    }

    /// The next message, nil once the peer has closed the connection between two lines. Throws on the first line that is not as it should
    /// be; the connection is then of no more use. For one task at a time.
    public func receive() async throws(IPCError) -> Incoming? {
        while true {
            switch try step() {
            case .message(let message): return message
            case .end(midLine: true): throw .closed(midLine: true)
            case .end(midLine: false):
                if let failure = failure.withLock({ $0 }) { throw failure }
                return nil
            case .wait: guard await Poller.shared.wait(socket.descriptor, for: .reading) else { throw .cancelled }
            }
        }
    }

    private func step() throws(IPCError) -> Step {
        let result: Result<Step, IPCError> = reader.withLock { reader in
            do throws(IPCError) { return .success(try step(&reader)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private func step(_ reader: inout LineReader<Incoming>) throws(IPCError) -> Step {
        while true {
            if let item = try reader.next() {
                guard case .message(let message) = item else { continue }
                return .message(message)
            }
            let count = try reader.fill { (buffer) throws(IPCError) in try socket.readAvailable(into: buffer) }
            guard let count else { return .wait }
            if count == 0 { return .end(midLine: reader.isMidLine) }
        }
    }

    /// All messages until the peer closes the connection.
    public var messages: Messages { Messages(connection: self) }

    public struct Messages: AsyncSequence, AsyncIteratorProtocol, Sendable {
        let connection: Connection

        public func makeAsyncIterator() -> Messages { self }
        public func next() async throws(IPCError) -> Incoming? { try await connection.receive() }
        public func next(isolation actor: isolated (any Actor)?) async throws(IPCError) -> Incoming? { try await connection.receive() }
    }

    // MARK: Sending

    /// Queues the message and returns at once. A peer that lets more than the limit wait loses the connection.
    public func post(_ message: Outgoing) { outbox.post(message) }

    /// Queues the message, waiting for room where the queue is full.
    public func send(_ message: Outgoing) async throws(IPCError) { try await outbox.send(message) }

    // MARK: Life

    /// Runs `body` with the connection working, then writes what still waits and closes. Throws what `body` throws, or the reason for which
    /// writing failed.
    public func run(_ body: @Sendable (Connection) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.write() }
            let result: Result<Void, any Error>
            do {
                try await body(self)
                result = .success(())
            } catch {
                result = .failure(error)
            }
            outbox.finish()
            try await group.waitForAll()
            socket.shutDown()
            try result.get()
            if let failure = failure.withLock({ $0 }), failure != .closed(midLine: false), failure != .cancelled { throw failure }
        }
    }

    /// Writes what is posted, until finished or until the peer is gone.
    private func write() async {
        var writer = LineWriter<Outgoing>()
        writer.onLine = options.recorder?.hook(connection: options.name, direction: .outgoing)
        var bytes: [UInt8] = []
        writer.write(options.hello, to: &bytes)
        do throws(IPCError) {
            try await socket.write(bytes)
            while let batch = try await outbox.next() {
                bytes.removeAll(keepingCapacity: bytes.count < 1 << 20)
                for message in batch {
                    writer.write(message, to: &bytes)
                    guard bytes.count >= 64 << 10 else { continue }
                    try await socket.write(bytes)
                    bytes.removeAll(keepingCapacity: true)
                }
                if !bytes.isEmpty { try await socket.write(bytes) }
            }
        } catch {
            failure.withLock { $0 = error }
            outbox.finish()
            // Wakes the reader, which then ends too; but what the peer has said before it went is still read.
            if error != .closed(midLine: false) { socket.shutDown() }
        }
    }
}
