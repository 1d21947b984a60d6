import CProcess
import Glibc

/// A connected Unix stream socket: owns the descriptor, closes it with the last reference.
///
/// Never blocks a thread: where the kernel has nothing or no room, the task waits.
public final class Socket: Sendable {
    public let descriptor: Int32

    /// Takes over a connected descriptor.
    public init(adopting descriptor: Int32) {
        self.descriptor = descriptor
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        Poller.shared.forget(descriptor)
        Glibc.close(descriptor)
    }

    /// Ends both directions: the peer reads the end, and whoever waits here is woken.
    public func shutDown() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Who is at the other end, as the kernel knows it.
    public func peer() throws(IPCError) -> Peer { try Peer(of: descriptor) }

    /// A pair of connected sockets, for tests and for measuring.
    public static func pair() throws(IPCError) -> (Socket, Socket) {
        var descriptors: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &descriptors) == 0 else {
            throw .system(call: "socketpair", code: errno, path: "")
        }
        return (Socket(adopting: descriptors[0]), Socket(adopting: descriptors[1]))
    }

    /// Connects; where the listener's backlog is full the error is `system` with `EAGAIN`, where nobody listens `ECONNREFUSED`.
    public static func connect(to path: String) throws(IPCError) -> Socket {
        try SocketPath.check(path)
        let descriptor = try unixSocket(SOCK_STREAM)
        let code = cprocess_connect(descriptor, path)
        guard code == 0 else {
            Glibc.close(descriptor)
            throw .system(call: "connect", code: -code, path: path)
        }
        return Socket(adopting: descriptor)
    }

    package static func unixSocket(_ kind: __socket_type) throws(IPCError) -> Int32 {
        let flags = kind.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(AF_UNIX, Int32(flags), 0)
        guard descriptor >= 0 else { throw .system(call: "socket", code: errno, path: "") }
        return descriptor
    }

    // MARK: Bytes

    /// Reads what is there into the buffer; 0 at the end of the stream, nil where nothing is there yet.
    package func readAvailable(into buffer: UnsafeMutableRawBufferPointer) throws(IPCError) -> Int? {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: return nil
            // The peer was killed before it had read everything: for us simply the end.
            case ECONNRESET: return 0
            default: throw .system(call: "read", code: errno, path: "")
            }
        }
    }

    /// Writes all bytes, waiting for room as often as needed.
    package func write(_ bytes: [UInt8]) async throws(IPCError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                send(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            }
            if count > 0 {
                done += count
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN: guard await Poller.shared.wait(descriptor, for: .writing) else { throw .cancelled }
            case EPIPE, ECONNRESET: throw .closed(midLine: false)
            default: throw .system(call: "write", code: errno, path: "")
            }
        }
    }
}

/// The process at the other end of a connection.
public struct Peer: Equatable, Sendable {
    public var pid: Int32
    public var uid: UInt32

    init(of descriptor: Int32) throws(IPCError) {
        var peer = cprocess_peer()
        let code = cprocess_get_peer(descriptor, &peer)
        guard code == 0 else { throw .system(call: "getsockopt SO_PEERCRED", code: -code, path: "") }
        pid = peer.pid
        uid = peer.uid
    }

    /// Only the own user may speak to us (and root, who could anyway).
    package func checked(own: UInt32 = geteuid()) throws(IPCError) -> Peer {
        guard uid == own || uid == 0 else { throw .foreignPeer(uid: uid, expected: own) }
        return self
    }
}

/// What a path must be to name a Unix socket.
package enum SocketPath {
    /// `sun_path` without its closing zero.
    static let limit = 107

    package static func check(_ path: String) throws(IPCError) {
        guard path.utf8.count <= limit else { throw .pathTooLong(path: path, limit: limit) }
    }
}
