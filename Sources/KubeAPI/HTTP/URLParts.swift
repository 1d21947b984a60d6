/// The parts of an absolute http or https URL that deciding about it takes.
public struct URLParts: Sendable, Hashable {
    /// `http` or `https`.
    public let scheme: String
    /// Without the brackets of an IPv6 address.
    public let host: String
    public let port: Int
    /// Path and query as written, without a trailing slash; often empty.
    public let path: String

    /// nil where the text is no such URL.
    public init?(_ text: String) {
        guard let mark = text.range(of: "://") else { return nil }
        let scheme = text[..<mark.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = text[mark.upperBound...]
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let authority = rest[..<end]
        guard !authority.contains("@"), let (host, port) = Self.hostAndPort(String(authority)), !host.isEmpty else { return nil }
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }) else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port ?? (scheme == "https" ? 443 : 80)
        var path = rest[end...]
        while path.hasSuffix("/") { path.removeLast() }
        self.path = String(path)
    }

    /// `host`, `host:port`, `[v6]`, `[v6]:port` or a bare IPv6 address; nil where the port is no port.
    static func hostAndPort(_ text: String) -> (host: String, port: Int?)? {
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { return nil }
            let host = String(text[text.index(after: text.startIndex)..<close])
            let rest = text[text.index(after: close)...]
            if rest.isEmpty { return (host, nil) }
            guard rest.hasPrefix(":"), let port = port(rest.dropFirst()) else { return nil }
            return (host, port)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch parts.count {
        case 1: return (text, nil)
        case 2: return port(parts[1]).map { (String(parts[0]), $0) }
        default: return (text, nil)
        }
    }

    private static func port(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(text), (1...65535).contains(port) else {
            return nil
        }
        return port
    }

    /// The host as it stands in a URL.
    public var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }
    /// Scheme, host and port.
    public var origin: String { "\(scheme)://\(bracketedHost):\(port)" }
}

extension StringProtocol {
    /// The first place of a text (Foundation is not linked into the workers).
    func range(of text: String) -> Range<Index>? {
        guard !text.isEmpty else { return nil }
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
