import Glibc
import Model

/// What a cluster keeps from its first start on: its port, the administrator's token, the key of ServiceAccount tokens.
struct ClusterSettings: Equatable, Sendable {
    var port: Int
    var adminToken: String
    /// Base64url.
    var tokenKey: String

    static func load(_ directory: ClusterDirectory) throws(LocalClusterError) -> ClusterSettings? {
        guard let text = try SmallFile.read(directory.settings) else { return nil }
        guard let value = try? JSON(parsing: text), let port = value["port"]?.int, let token = value["adminToken"]?.string,
            let key = value["tokenKey"]?.string
        else { throw .malformed(file: directory.settings, "it wants port, adminToken and tokenKey") }
        return ClusterSettings(port: port, adminToken: token, tokenKey: key)
    }

    func save(_ directory: ClusterDirectory) throws(LocalClusterError) {
        let value: JSON = ["port": JSON(port), "adminToken": .string(adminToken), "tokenKey": .string(tokenKey)]
        try SmallFile.write(value.text(.pretty) + "\n", to: directory.settings)
    }

    /// The settings of the directory, made where it has none yet; `port` overrides the one that was kept, 0 takes it or a free one.
    static func prepare(_ directory: ClusterDirectory, port: Int) throws(LocalClusterError) -> ClusterSettings {
        let random = Surroundings.system.random
        var settings =
            try load(directory)
            ?? ClusterSettings(port: 0, adminToken: Base64URL.encode(random(24)), tokenKey: Base64URL.encode(random(32)))
        if port != 0 { settings.port = port }
        if settings.port == 0 { settings.port = LoopbackPort.free() }
        try settings.save(directory)
        return settings
    }

    var tokens: ServiceAccountTokens {
        guard case .success(let key) = Base64URL.decode(tokenKey) else { return ServiceAccountTokens(key: Array(tokenKey.utf8)) }
        return ServiceAccountTokens(key: key)
    }
}

/// Ports on 127.0.0.1.
enum LoopbackPort {
    /// One that nobody has at the moment; 0 where there is none.
    static func free() -> Int { bound(0) ?? 0 }

    static func isFree(_ port: Int) -> Bool { bound(port) != nil }

    /// Binds and lets go again; the port, or nil where that fails.
    private static func bound(_ port: Int) -> Int? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(truncatingIfNeeded: port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> Int32 in
                guard bind(descriptor, generic, size) == 0 else { return -1 }
                return getsockname(descriptor, generic, &size)
            }
        }
        return result == 0 ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }
}
