/// Why no reply came. `detail` is libcurl's or the system's own word on it.
public enum HTTPError: Error, Sendable, Hashable {
    case invalidURL(String)
    case nameNotResolved(host: String, detail: String)
    case connectionFailed(url: String, detail: String)
    case proxyFailed(detail: String)
    /// The server's certificate does not satisfy us: unknown issuer, wrong name, expired.
    case serverNotTrusted(url: String, detail: String)
    /// The TLS handshake failed for another reason, also where the server refused our certificate.
    case tlsFailed(url: String, detail: String)
    /// The server does not take our certificate: expired, of another authority, or there is none.
    case certificateRefused(url: String, detail: String)
    /// A certificate, key or CA of ours cannot be used.
    case invalidCredential(detail: String)
    case timedOut(url: String, detail: String)
    /// The connection ended before the reply did.
    case connectionLost(url: String, detail: String)
    case tooLarge(limit: Int)
    case cancelled
    /// Whatever else libcurl reports, with its code.
    case failed(code: Int, url: String, detail: String)
}

extension HTTPError {
    /// Whether the same request may succeed a little later. Certificates and credentials are read anew for each connection, so even
    /// these may; but that takes somebody to change them.
    public var isTransient: Bool {
        switch self {
        case .nameNotResolved, .connectionFailed, .proxyFailed, .timedOut, .connectionLost, .tlsFailed, .failed: true
        case .invalidURL, .serverNotTrusted, .certificateRefused, .invalidCredential, .tooLarge, .cancelled: false
        }
    }

    /// Whether the request surely never reached the server, so that even a POST may be sent again.
    public var wasNeverSent: Bool {
        switch self {
        case .nameNotResolved, .connectionFailed, .proxyFailed, .invalidURL, .invalidCredential, .serverNotTrusted,
            .certificateRefused:
            true
        case .timedOut, .connectionLost, .tlsFailed, .failed, .tooLarge, .cancelled: false
        }
    }
}

extension HTTPError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .invalidURL(let url): "\"\(url)\" is not a usable URL"
        case .nameNotResolved(let host, let detail): "the name of \(host) cannot be resolved: \(detail)"
        case .connectionFailed(let url, let detail): "cannot connect to \(url): \(detail)"
        case .proxyFailed(let detail): "the proxy failed: \(detail)"
        case .serverNotTrusted(let url, let detail): "the certificate of \(url) is not trusted: \(detail)"
        case .tlsFailed(let url, let detail): "TLS with \(url) failed: \(detail)"
        case .certificateRefused(let url, let detail): "\(url) refused the client certificate: \(detail)"
        case .invalidCredential(let detail): "the client's certificate, key or CA cannot be used: \(detail)"
        case .timedOut(let url, let detail): "no reply from \(url) in time: \(detail)"
        case .connectionLost(let url, let detail): "the connection to \(url) was lost: \(detail)"
        case .tooLarge(let limit): "the reply is larger than \(limit) bytes"
        case .cancelled: "cancelled"
        case .failed(let code, let url, let detail): "the request to \(url) failed: \(detail) (libcurl \(code))"
        }
    }
}
