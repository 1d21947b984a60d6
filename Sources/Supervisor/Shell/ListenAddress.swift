import CProcess
import Glibc
import IPC

/// `HOST:PORT` on which health and metrics are served.
struct ListenAddress: Equatable, Sendable {
    var host: String
    var port: String

    /// From `127.0.0.1:8080`, `[::1]:8080`, `:8080` (every address).
    init(parsing text: String) throws {
        guard let colon = text.lastIndex(of: ":"), let number = Int(text[text.index(after: colon)...]), (0...65535).contains(number) else {
            throw Misconfigured("--listen \(text): expected HOST:PORT, for example 127.0.0.1:8080")
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        self.host = host
        port = String(number)
    }

    /// A listening, non-blocking socket.
    func listen() throws -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host.isEmpty ? nil : host, port, &hints, &found)
        defer { if let found { freeaddrinfo(found) } }
        guard code == 0, let first = found?.pointee else {
            throw Misconfigured("--listen \(text): \(gai_strerror(code).map { String(cString: $0) } ?? "error \(code)")")
        }
        let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(first.ai_family, Int32(flags), 0)
        guard descriptor >= 0 else { throw Misconfigured("--listen \(text): \(SystemError.text(errno))") }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, first.ai_addr, first.ai_addrlen) == 0, Glibc.listen(descriptor, 64) == 0 else {
            let reason = SystemError.text(errno)
            close(descriptor)
            throw Misconfigured("cannot serve health and metrics on \(text): \(reason); choose another --listen")
        }
        return descriptor
    }

    var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
