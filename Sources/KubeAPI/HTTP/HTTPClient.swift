/// Bytes that TLS needs: in a file, which is read anew for every connection, or at hand.
public enum PEMSource: Sendable, Hashable {
    case file(String)
    case data([UInt8])
}

public struct TLSSettings: Sendable, Hashable {
    /// nil: the system's certificate authorities.
    public var authorities: PEMSource?
    public var certificate: PEMSource?
    public var key: PEMSource?
    /// The name that the server's certificate must carry, where it is not the URL's host.
    public var serverName: String?
    /// Take any certificate. Only where somebody asked for it in so many words.
    public var acceptsAnyServer: Bool

    public init(
        authorities: PEMSource? = nil, certificate: PEMSource? = nil, key: PEMSource? = nil, serverName: String? = nil,
        acceptsAnyServer: Bool = false
    ) {
        self.authorities = authorities
        self.certificate = certificate
        self.key = key
        self.serverName = serverName
        self.acceptsAnyServer = acceptsAnyServer
    }
}

/// What all requests of one client have in common.
public struct HTTPSettings: Sendable {
    public var userAgent: String
    public var tls: TLSSettings
    /// Which proxy, if any, a URL's requests go through.
    public var proxies: ProxySettings
    public var connectTimeout: Duration

    public init(
        userAgent: String, tls: TLSSettings = TLSSettings(), proxies: ProxySettings = .none, connectTimeout: Duration = .seconds(10)
    ) {
        self.userAgent = userAgent
        self.tls = tls
        self.proxies = proxies
        self.connectTimeout = connectTimeout
    }
}

/// What sends requests: the seam for tests.
public protocol HTTPTransport: Sendable {
    /// The whole reply. Cancelling the task ends the request at once with `.cancelled`.
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse
    /// The reply's head; its body is then read as it arrives.
    func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream
}

/// An HTTP client over libcurl: HTTP/2 where TLS negotiates it, connections kept and shared by all requests, one thread whatever the
/// number of requests. Several clients may share that thread (`sharing:`), say one for Kubernetes and one for Patroni.
public struct HTTPClient: HTTPTransport {
    let loop: CurlLoop
    public let settings: HTTPSettings

    public init(settings: HTTPSettings, sharing other: HTTPClient? = nil) {
        self.loop = other?.loop ?? CurlLoop()
        self.settings = settings
    }

    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let transfer = Transfer(request, settings, delivery: .whole)
        return try await loop.whole(transfer)
    }

    public func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        let transfer = Transfer(request, settings, delivery: .stream)
        return try await loop.open(transfer)
    }
}
