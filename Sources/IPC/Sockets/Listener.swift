import CProcess
import CSystemd
import Glibc

/// A listening Unix stream socket: bound here, or adopted from whoever started the process (`LISTEN_FDS`).
public final class Listener: Sendable {
    public let descriptor: Int32
    public let path: String
    /// Whether the path was bound here and goes away with this listener.
    private let ownsPath: Bool

    private init(descriptor: Int32, path: String, ownsPath: Bool) {
        self.descriptor = descriptor
        self.path = path
        self.ownsPath = ownsPath
    }

    deinit {
        Poller.shared.forget(descriptor)
        Glibc.close(descriptor)
        if ownsPath { unlink(path) }
    }

    /// Connections that wait for a worker that is being restarted: more than the operator ever opens.
    static let backlog: Int32 = 128

    /// Binds the path. A socket that nobody listens on any more is replaced; one that answers, or a file of another kind, is an error.
    public static func bind(_ path: String) throws(IPCError) -> Listener {
        try SocketPath.check(path)
        try clear(path)
        let descriptor = try Socket.unixSocket(SOCK_STREAM)
        let before = umask(0o177)
        let code = cprocess_bind(descriptor, path)
        umask(before)
        guard code == 0 else {
            Glibc.close(descriptor)
            throw code == -EADDRINUSE ? .inUse(path: path) : .system(call: "bind", code: -code, path: path)
        }
        guard listen(descriptor, backlog) == 0 else {
            let code = errno
            Glibc.close(descriptor)
            throw .system(call: "listen", code: code, path: path)
        }
        return Listener(descriptor: descriptor, path: path, ownsPath: true)
    }

    /// Removes what a killed process has left at the path.
    private static func clear(_ path: String) throws(IPCError) {
        var information = stat()
        guard lstat(path, &information) == 0 else { return }
        guard information.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        do throws(IPCError) {
            _ = try Socket.connect(to: path)
        } catch {
            guard case .system(_, let code, _) = error else { throw error }
            switch code {
            case ECONNREFUSED, ENOENT:
                unlink(path)
                return
            case EAGAIN: throw .inUse(path: path)
            default: throw error
            }
        }
        throw .inUse(path: path)
    }

    /// Adopts the listening socket passed as descriptor 3, nil where none was passed to this process.
    public static func adopted() throws(IPCError) -> Listener? {
        let count = sd_listen_fds(0)
        guard count != 0 else { return nil }
        guard count > 0 else { throw .unusableSocket("LISTEN_FDS is malformed") }
        guard count == 1 else { throw .unusableSocket("\(count) were passed, this program takes one") }
        return try adopt(SD_LISTEN_FDS_START)
    }

    /// Adopts a descriptor that must be a listening Unix stream socket.
    public static func adopt(_ descriptor: Int32) throws(IPCError) -> Listener {
        guard sd_is_socket_unix(descriptor, Int32(SOCK_STREAM.rawValue), 1, nil, 0) > 0 else {
            throw .unusableSocket("descriptor \(descriptor) is no listening Unix stream socket")
        }
        let flags = fcntl(descriptor, F_GETFL)
        _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return Listener(descriptor: descriptor, path: boundPath(of: descriptor), ownsPath: false)
    }

    private static func boundPath(of descriptor: Int32) -> String {
        var address = sockaddr_un()
        var size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let code = withUnsafeMutableBytes(of: &address) { bytes -> Int32 in
            guard let base = bytes.baseAddress else { return -1 }
            return getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &size)
        }
        guard code == 0 else { return "" }
        return withUnsafeBytes(of: &address.sun_path) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The next connection, nil where none waits. The peer's uid is not yet checked.
    public func acceptAvailable() throws(IPCError) -> Socket? {
        let accepted = cprocess_accept(descriptor)
        if accepted >= 0 { return Socket(adopting: accepted) }
        guard accepted == -EAGAIN else { throw .system(call: "accept", code: -accepted, path: path) }
        return nil
    }

    /// The next connection; throws `cancelled` when the task is cancelled.
    public func accept() async throws(IPCError) -> Socket {
        while true {
            if let socket = try acceptAvailable() { return socket }
            guard await Poller.shared.wait(descriptor, for: .reading) else { throw .cancelled }
        }
    }
}
