import Glibc
import Model

/// Measures how many lines a second go from one end of a connection to the other: written, carried, read, checked and decoded.
public struct IPCBenchmark: Sendable {
    public struct Result: Sendable {
        public var lines: Int
        public var bytes: Int
        public var seconds: Double
        /// Processor time of both ends together.
        public var cpuSeconds: Double
        public var linesPerSecond: Double { Double(lines) / seconds }
        public var megabytesPerSecond: Double { Double(bytes) / seconds / 1e6 }
    }

    private let message: WatcherMessage

    public init(_ message: WatcherMessage) { self.message = message }

    /// The smallest message that the watcher sends of an object.
    public static let small = IPCBenchmark(.deleted(type: .pods, key: ObjectKey(namespace: "default", name: "demo-0"), uid: "5f0c"))

    /// An object of about five kilobytes, as a Pod is.
    public static var object: IPCBenchmark {
        let labels = JSON(Dictionary(uniqueKeysWithValues: (0..<40).map { ("label-\($0)", "a value of some length, number \($0)") }))
        let container: JSON = [
            "name": "postgres", "image": "registry.example/spilo:17",
            "env": .array((0..<30).map { ["name": JSON("ENV_\($0)"), "value": "value"] }),
        ]
        let metadata: JSON = ["namespace": "default", "name": "demo-0", "labels": labels]
        return IPCBenchmark(.applied(type: .pods, object: ["metadata": metadata, "spec": ["containers": [container]]]))
    }

    public func run(lines: Int) async throws -> Result {
        let (left, right) = try Socket.pair()
        let options = ConnectionOptions(hello: Hello(sender: "bench", instance: "0"), name: "bench")
        let start = ContinuousClock.now
        let cpu = Self.cpuSeconds
        // Without a coalescing key every line counts.
        let plain = Plain(message)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await Connection<Plain, Plain>(left, options).run { connection in
                    for _ in 0..<lines { try await connection.send(plain) }
                }
            }
            group.addTask {
                try await Connection<Plain, Plain>(right, options).run { connection in
                    var left = lines
                    while left > 0, try await connection.receive() != nil { left -= 1 }
                    guard left == 0 else { throw IPCError.closed(midLine: false) }
                }
            }
            try await group.waitForAll()
        }
        let elapsed = ContinuousClock.now - start
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let size = Envelope(sequence: lines, message).json.bytes().count + 1
        return Result(lines: lines, bytes: lines * size, seconds: seconds, cpuSeconds: Self.cpuSeconds - cpu)
    }

    private static var cpuSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// The watcher's message without its coalescing.
    private struct Plain: Message {
        let message: WatcherMessage

        init(_ message: WatcherMessage) { self.message = message }
        init(type: String, body: JSON) throws(FormError) { message = try WatcherMessage(type: type, body: body) }

        var type: String { message.type }
        var body: JSON { message.body }
    }
}
