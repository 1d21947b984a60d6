import Glibc
import IPC

/// One connection to the control socket, served by the poll loop: reads what is there, never waits.
final class ControlConnection {
    let socket: Socket
    private let peer: Peer
    private var reader = LineReader<ControlMessage>(limit: 16 << 20)
    private var writer = LineWriter<ControlReply>()
    private var out: [UInt8] = []

    /// Replies that a peer may leave unread.
    private static let outLimit = 16 << 20

    init(_ socket: Socket, hello: Hello) throws(IPCError) {
        self.socket = socket
        peer = try socket.peer().checked()
        writer.write(hello, to: &out)
    }

    /// Who it is, as its hello says; and its pid, as the kernel says.
    var sender: String? { reader.hello?.sender }
    var pid: Int32 { peer.pid }
    var wantsToWrite: Bool { !out.isEmpty }
    /// Wants every log record that comes.
    var followsLog = false

    /// What has arrived; nil at the end of the connection.
    func receive() throws(IPCError) -> [ControlMessage]? {
        var messages: [ControlMessage] = []
        while true {
            if let item = try reader.next() {
                if case .message(let message) = item { messages.append(message) }
                continue
            }
            let count = try reader.fill { (buffer) throws(IPCError) in try socket.readAvailable(into: buffer) }
            guard let count else { return messages }
            if count == 0 { return messages.isEmpty ? nil : messages }
        }
    }

    func reply(_ reply: ControlReply) { writer.write(reply, to: &out) }

    /// Writes what the peer takes; false where the connection is of no more use.
    func flush() -> Bool {
        while !out.isEmpty {
            let count = out.withUnsafeBytes {
                send(socket.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if count > 0 {
                out.removeFirst(count)
            } else if errno == EAGAIN {
                return out.count <= Self.outLimit
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }
}
