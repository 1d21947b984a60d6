import Glibc
import Logging
import Model
import Synchronization
import Testing

@testable import IPC

/// Connections between tasks of this process, over real sockets.
@Suite(.timeLimit(.minutes(1)))
struct ConnectionTests {
    private static func options(_ name: String = "test", queue: Int = 1000, line: Int = 1 << 20, recorder: Recorder? = nil)
        -> ConnectionOptions
    {
        ConnectionOptions(hello: Hello(sender: name, instance: "1"), name: name, lineLimit: line, queueLimit: queue, recorder: recorder)
    }

    private static func applied(_ name: String, _ number: Int = 0) -> WatcherMessage {
        .applied(type: .pods, object: ["metadata": ["namespace": "default", "name": JSON(name)], "number": JSON(number)])
    }

    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test func messagesGoBothWays() async throws {
        let (left, right) = try Socket.pair()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Connection<WatcherRequest, WatcherMessage>(left, Self.options()).run { connection in
                    try await connection.send(Self.applied("a"))
                    #expect(try await connection.receive() == .interest(objects: []))
                }
            }
            group.addTask {
                try await Connection<WatcherMessage, WatcherRequest>(right, Self.options()).run { connection in
                    #expect(try await connection.receive() == Self.applied("a"))
                    #expect(connection.peerHello?.sender == "test")
                    try await connection.send(.interest(objects: []))
                    #expect(try await connection.receive() == nil)
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func aSnapshotIsFollowedByTheChanges() async throws {
        let publisher = SnapshotPublisher<WatcherMessage>(instance: "i")
        publisher.publish(Self.applied("b"))
        publisher.publish(Self.applied("a"))
        publisher.publish(Self.applied("gone"))
        publisher.publish(.deleted(type: .pods, key: ObjectKey(namespace: "default", name: "gone"), uid: ""))
        let outbox = Outbox<WatcherMessage>(limit: 10)
        _ = publisher.attach(outbox)
        #expect(try await outbox.next() == [.snapshotBegin(id: "i-1"), Self.applied("a"), Self.applied("b")])
        publisher.complete()
        publisher.publish(Self.applied("c"))
        #expect(try await outbox.next() == [.snapshotEnd(id: "i-1"), Self.applied("c")])
        let second = Outbox<WatcherMessage>(limit: 10)
        _ = publisher.attach(second)
        #expect(
            try await second.next() == [
                .snapshotBegin(id: "i-2"), Self.applied("a"), Self.applied("b"), Self.applied("c"), .snapshotEnd(id: "i-2"),
            ])
    }

    @Test func aConsumerThatDoesNotReadGetsTheNewestOfEachObjectOnly() async throws {
        let publisher = SnapshotPublisher<WatcherMessage>(instance: "i")
        publisher.complete()
        let outbox = Outbox<WatcherMessage>(limit: 10)
        _ = publisher.attach(outbox)
        for number in 1...10_000 { publisher.publish(Self.applied("a", number)) }
        #expect(try await outbox.next() == [.snapshotBegin(id: "i-1"), .snapshotEnd(id: "i-1"), Self.applied("a", 10_000)])
    }

    @Test func aConsumerThatFallsTooFarBehindLosesTheConnection() async throws {
        let outbox = Outbox<WatcherMessage>(limit: 2)
        for number in 1...3 { outbox.post(.snapshotEnd(id: "\(number)")) }
        await #expect(throws: IPCError.slowConsumer(limit: 2)) { try await outbox.next() }
    }

    @Test func sendWaitsForRoom() async throws {
        let outbox = Outbox<WatcherMessage>(limit: 1)
        outbox.post(.snapshotEnd(id: "1"))
        async let second: Void = outbox.send(.snapshotEnd(id: "2"))
        #expect(try await outbox.next() == [.snapshotEnd(id: "1")])
        try await second
        #expect(try await outbox.next() == [.snapshotEnd(id: "2")])
    }

    @Test func cancellingEndsWhateverWaits() async throws {
        let (left, right) = try Socket.pair()
        let connection = try Connection<WatcherRequest, WatcherMessage>(left, Self.options())
        let task = Task { try await connection.run { connection in _ = try await connection.receive() } }
        task.cancel()
        await #expect(throws: IPCError.cancelled) { try await task.value }
        withExtendedLifetime(right) {}
    }

    // MARK: Servers and clients

    @Test func aConnectionWaitsInTheBacklogUntilTheWorkerIsThere() async throws {
        let directory = try TemporaryDirectory()
        let listener = try Listener.bind(directory.path + "/a.sock")
        let client = Client<WatcherMessage, WatcherRequest>(path: listener.path, options: Self.options(), logger: Self.logger)
        let connected = Signal()
        let generation = connected.generation
        let task = Task {
            try await client.run { connection in
                connection.post(.interest(objects: []))
                for try await message in connection.messages where message == .snapshotEnd(id: "x") { connected.raise() }
            }
        }
        // Nobody accepts yet; the first connection is there all the same, and its first line with it.
        let socket = try await listener.accept()
        socket.shutDown()
        let server = Server<WatcherRequest, WatcherMessage>(listener: listener, options: Self.options(), logger: Self.logger)
        let serving = Task {
            try await server.run { connection in
                #expect(try await connection.receive() == .interest(objects: []))
                try await connection.send(.snapshotEnd(id: "x"))
                _ = try await connection.receive()
            }
        }
        await connected.wait(after: generation)
        task.cancel()
        serving.cancel()
        try await task.value
        try await serving.value
    }

    @Test(arguments: [
        ("not JSON", Array("nonsense\n".utf8), "not JSON"),
        ("another version", Array(#"{"hello":{"protocol":999,"sender":"x"}}"#.utf8) + [0x0A], "protocol 999"),
        ("no end", [UInt8](repeating: 0x78, count: 4 << 20), "longer than 1048576 bytes"),
        ("half a line", Array(#"{"hel"#.utf8), "in the middle of a line"),
    ])
    func badLinesEndOneConnectionWithOneSentence(_ name: String, _ bytes: [UInt8], _ sentence: String) async throws {
        let (left, right) = try Socket.pair()
        let peer = Task {
            try? await right.write(bytes)
            shutdown(right.descriptor, Int32(SHUT_WR))
        }
        let error = await #expect(throws: IPCError.self) {
            try await Connection<WatcherRequest, WatcherMessage>(left, Self.options()).run { connection in
                for try await _ in connection.messages {}
            }
        }
        #expect(error?.description.contains(sentence) == true)
        _ = await peer.value
    }

    @Test func aForeignUserIsRefused() throws {
        let (left, _) = try Socket.pair()
        var peer = try left.peer()
        #expect(try peer.checked() == peer)
        peer.uid = 12_345
        let error = #expect(throws: IPCError.self) { try peer.checked(own: 7) }
        #expect(error == .foreignPeer(uid: 12_345, expected: 7))
    }

    // MARK: Recording

    @Test func aRecordingHoldsNoSecretAndCanBePlayed() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/record.jsonl"
        let secret: JSON = [
            "kind": "Secret", "metadata": ["namespace": "default", "name": "s"], "data": ["password": "c2VjcmV0", "username": "dQ=="],
        ]
        let (left, right) = try Socket.pair()
        let recorder = try Recorder(path: path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Connection<WatcherRequest, WatcherMessage>(left, Self.options("watcher", recorder: recorder)).run { connection in
                    try await connection.send(.applied(type: .secrets, object: secret))
                }
            }
            group.addTask {
                try await Connection<WatcherMessage, WatcherRequest>(right, Self.options()).run { connection in
                    let received = try await connection.receive()
                    #expect(received == .applied(type: .secrets, object: secret))
                }
            }
            try await group.waitForAll()
        }
        let text = String(decoding: File.read(path, limit: 1 << 20) ?? [], as: UTF8.self)
        #expect(text.contains("demo") == false && !text.contains("c2VjcmV0") && !text.contains("dQ=="))
        let recording = try Recording(path: path)
        let messages = try recording.messages("watcher", .outgoing, as: WatcherMessage.self)
        #expect(messages.count == 1 && messages.first?.coalescingKey == "v1/secrets default/s")
        let played = String(decoding: try recording.playback("watcher", .outgoing, hello: Hello(sender: "p", instance: "2")), as: UTF8.self)
        #expect(played.hasPrefix(#"{"hello":"#) && played.contains(#""seq":1"#))
    }
}
