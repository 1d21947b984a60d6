import Glibc

/// Which requests go through a proxy, as Go's clients (kubectl) decide it: the kubeconfig's `proxy-url` for all, else the environment.
///
/// From the environment: HTTPS_PROXY and HTTP_PROXY (either case) by the URL's scheme; never for localhost and loopback addresses; not
/// for what NO_PROXY lists (`*`, names, `.suffixes`, addresses, networks, each with an optional port).
public struct ProxySettings: Sendable, Hashable {
    /// The kubeconfig's; outranks the environment and knows no exceptions.
    public var fixed: String?
    public var forHTTP: String?
    public var forHTTPS: String?
    public var exceptions: [String]

    public static let none = ProxySettings()

    public init(fixed: String? = nil, forHTTP: String? = nil, forHTTPS: String? = nil, exceptions: [String] = []) {
        self.fixed = fixed
        self.forHTTP = forHTTP
        self.forHTTPS = forHTTPS
        self.exceptions = exceptions
    }

    public init(environment: [String: String]) {
        func variable(_ name: String) -> String? {
            let value = environment[name] ?? environment[name.lowercased()]
            return value.flatMap { $0.isEmpty ? nil : $0 }
        }
        self.init(
            forHTTP: variable("HTTP_PROXY"), forHTTPS: variable("HTTPS_PROXY"),
            exceptions: (variable("NO_PROXY") ?? "").split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty })
    }

    /// The proxy's URL for a request, or nil where the server is asked directly.
    public func proxy(for url: URLParts) -> String? {
        if let fixed { return fixed }
        guard let proxy = url.scheme == "https" ? forHTTPS : forHTTP else { return nil }
        if url.host == "localhost" || IPAddress(url.host)?.isLoopback == true { return nil }
        guard !exceptions.contains(where: { matches($0, url) }) else { return nil }
        return proxy.contains("://") ? proxy : "http://" + proxy
    }

    private func matches(_ exception: String, _ url: URLParts) -> Bool {
        if exception == "*" { return true }
        var pattern = exception.lowercased()
        if let slash = pattern.firstIndex(of: "/") {
            guard let network = IPAddress(String(pattern[..<slash])), let bits = Int(pattern[pattern.index(after: slash)...]),
                let address = IPAddress(url.host)
            else { return false }
            return network.contains(address, bits: bits)
        }
        if let (host, port) = URLParts.hostAndPort(pattern), let port {
            guard port == url.port else { return false }
            pattern = host
        }
        if let address = IPAddress(pattern) { return address == IPAddress(url.host) }
        if pattern.hasPrefix("*.") { pattern.removeFirst() }
        let host = url.host.lowercased()
        if pattern.hasPrefix(".") { return host.hasSuffix(pattern) }
        return host == pattern || host.hasSuffix("." + pattern)
    }
}

/// An IPv4 or IPv6 address.
struct IPAddress: Hashable {
    /// 4 or 16; IPv4 inside IPv6 counts as IPv4.
    let bytes: [UInt8]

    init?(_ text: String) {
        let text = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: &four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            let all = withUnsafeBytes(of: &six) { Array($0) }
            let isMapped = all[..<10].allSatisfy { $0 == 0 } && all[10] == 0xff && all[11] == 0xff
            bytes = isMapped ? Array(all[12...]) : all
        } else {
            return nil
        }
    }

    var isLoopback: Bool { bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1 }

    /// Whether the other address agrees with this one in the first bits.
    func contains(_ other: IPAddress, bits: Int) -> Bool {
        guard bytes.count == other.bytes.count, (0...bytes.count * 8).contains(bits) else { return false }
        for place in 0..<bytes.count {
            let mask = max(0, min(8, bits - place * 8))
            let shift = UInt8(8 - mask)
            guard mask == 0 || bytes[place] >> shift == other.bytes[place] >> shift else { return false }
        }
        return true
    }
}
