import CProcess
import Glibc
import IPC

/// Where the workers say READY=1, STATUS=…, WATCHDOG=1. The kernel vouches for the sender's pid.
final class NotifySocket {
    let descriptor: Int32
    let path: String

    init(path: String) throws(IPCError) {
        try SocketPath.check(path)
        self.path = path
        // The lock of the runtime directory is held: what lies here was left by a supervisor that is dead.
        unlink(path)
        descriptor = try Socket.unixSocket(SOCK_DGRAM)
        let before = umask(0o177)
        let code = cprocess_bind(descriptor, path)
        umask(before)
        guard code == 0 else { throw .system(call: "bind", code: -code, path: path) }
        let credentials = cprocess_want_credentials(descriptor)
        guard credentials == 0 else { throw .system(call: "setsockopt SO_PASSCRED", code: -credentials, path: path) }
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    struct Notice: Equatable {
        var pid: Int32
        var lines: [String]
    }

    /// All that have arrived.
    func receive() -> [Notice] {
        var notices: [Notice] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while notices.count < 1000 {
            var peer = cprocess_peer()
            let count = cprocess_receive(descriptor, &buffer, buffer.count, &peer)
            guard count >= 0 else { break }
            let text = String(decoding: buffer[..<count], as: UTF8.self)
            notices.append(Notice(pid: peer.pid, lines: text.split(separator: "\n").map(String.init)))
        }
        return notices
    }
}
