import Glibc

/// One connection of a command line tool: it asks, waits, and ends. Blocks the calling thread.
public final class BlockingConnection<Incoming: Message, Outgoing: Message> {
    private let socket: Socket
    private var reader: LineReader<Incoming>
    private var writer = LineWriter<Outgoing>()

    public init(path: String, hello: Hello, lineLimit: Int = 64 << 20) throws(IPCError) {
        socket = try Socket.connect(to: path)
        _ = fcntl(socket.descriptor, F_SETFL, fcntl(socket.descriptor, F_GETFL) & ~O_NONBLOCK)
        reader = LineReader(limit: lineLimit)
        var bytes: [UInt8] = []
        writer.write(hello, to: &bytes)
        try write(bytes)
    }

    public func send(_ message: Outgoing) throws(IPCError) {
        var bytes: [UInt8] = []
        writer.write(message, to: &bytes)
        try write(bytes)
    }

    /// The next message, nil at the end.
    public func receive() throws(IPCError) -> Incoming? {
        while true {
            if let item = try reader.next() {
                guard case .message(let message) = item else { continue }
                return message
            }
            let count = try reader.fill { (buffer) throws(IPCError) -> Int? in
                while true {
                    let count = recv(socket.descriptor, buffer.baseAddress, buffer.count, 0)
                    if count >= 0 { return count }
                    switch errno {
                    case EINTR: continue
                    case ECONNRESET: return 0
                    default: throw .system(call: "read", code: errno, path: "")
                    }
                }
            }
            if count == 0 {
                if reader.isMidLine { throw .closed(midLine: true) }
                return nil
            }
        }
    }

    private func write(_ bytes: [UInt8]) throws(IPCError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket.descriptor, $0.baseAddress.map { $0 + done }, $0.count - done, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                done += count
            } else if errno != EINTR {
                throw errno == EPIPE || errno == ECONNRESET ? .closed(midLine: false) : .system(call: "write", code: errno, path: "")
            }
        }
    }
}
