import CProcess
import Glibc

/// A TCP socket that listens on one IPv4 address.
struct ListeningSocket: Sendable {
    let descriptor: Int32
    let port: UInt16

    /// Port 0 takes any that is free.
    static func open(_ address: String, port: UInt16) throws(SystemFailure) -> ListeningSocket {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw SystemFailure("socket", code: errno) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else {
            close(descriptor)
            throw SystemFailure("the address \(address)", code: EINVAL)
        }
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let failed = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) != 0 || listen(descriptor, 128) != 0 || getsockname(descriptor, address, &size) != 0
            }
        }
        guard !failed else {
            let code = errno
            close(descriptor)
            throw SystemFailure("listening on \(address):\(port)", code: code)
        }
        return ListeningSocket(descriptor: descriptor, port: UInt16(bigEndian: name.sin_port))
    }

    /// Whether nobody listens there.
    static func isFree(_ address: String, port: UInt16) -> Bool {
        guard let socket = try? open(address, port: port) else { return false }
        close(socket.descriptor)
        return true
    }

    /// Both ports of a Spilo pod.
    @Sendable static func isFreeForPod(_ address: String) -> Bool { isFree(address, port: 5432) && isFree(address, port: 8008) }
}
