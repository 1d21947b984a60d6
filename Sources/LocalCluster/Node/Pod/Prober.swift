import Glibc
import KubeAPI
import Model

/// Asks one probe again and again.
struct Prober: Sendable {
    let address: String
    let probe: Probe
    let http: HTTPClient

    /// Until the task is cancelled.
    func run(_ tell: @Sendable (Bool) -> Void) async {
        try? await Task.sleep(for: .seconds(probe.initialDelay))
        while !Task.isCancelled {
            let success = await ask()
            if Task.isCancelled { return }
            tell(success)
            try? await Task.sleep(for: .seconds(probe.period))
        }
    }

    private func ask() async -> Bool {
        switch probe.target {
        case .http(let path, let port):
            let url = "http://\(address):\(port)\(path.hasPrefix("/") ? path : "/" + path)"
            let reply = try? await http.send(KubeAPI.HTTPRequest(.get, url, timeout: .seconds(probe.timeout)))
            return reply.map { (200..<400).contains($0.status) } ?? false
        case .tcp(let port): return Self.connects(address, UInt16(truncatingIfNeeded: port))
        case .other: return true
        }
    }

    /// On the loopback interface a connection is made or refused at once.
    static func connects(_ address: String, _ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else { return false }
        return withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
