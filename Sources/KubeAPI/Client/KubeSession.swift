import Model
import Synchronization

/// What all copies of one client share. It adds credentials to requests, counts them, and repeats those that may be repeated.
final class KubeSession: Sendable {
    /// The server's URL without a trailing slash.
    let server: String
    let observer: (any KubeObserver)?
    /// nil over a test's transport.
    let http: HTTPClient?
    let reachability = Reachability()
    private let credentials: CredentialCache?
    private let transport: any HTTPTransport
    /// Whether the server sends lists as the first events of a watch; nobody knows before it was tried.
    private let streaming = Mutex(true)

    init(configuration: KubeConfiguration, userAgent: String, observer: (any KubeObserver)?) {
        let settings = HTTPSettings(userAgent: userAgent, tls: configuration.tls, proxies: configuration.proxies)
        let http = HTTPClient(settings: settings)
        self.server = configuration.server
        self.observer = observer
        self.http = http
        self.transport = http
        self.credentials = CredentialCache(configuration.credential)
    }

    init(transport: any HTTPTransport, server: String, observer: (any KubeObserver)?) {
        self.server = server
        self.observer = observer
        self.http = nil
        self.transport = transport
        self.credentials = nil
    }

    var streamsLists: Bool { streaming.withLock { $0 } }
    func noteStreamingRefused() { streaming.withLock { $0 = false } }

    func send(_ request: KubeRequest, _ retries: RetryPolicy) async throws(KubeError) -> KubeResponse {
        try await repeating(request, retries) { (http, transport) throws(KubeError) in
            let response: HTTPResponse
            do throws(HTTPError) { response = try await transport.send(http) } catch { throw .transport(error) }
            guard response.isSuccess else { throw .status(APIStatus(response)) }
            return (KubeResponse(status: response.status, headers: response.headers, body: response.body), response.status)
        }
    }

    /// As `send`, but the body is read as it comes; the body of an error is read to its end here.
    func open(_ request: KubeRequest, _ retries: RetryPolicy) async throws(KubeError) -> HTTPStream {
        try await repeating(request, retries) { (http, transport) throws(KubeError) in
            let refusal: HTTPResponse
            do throws(HTTPError) {
                let stream = try await transport.open(http)
                if stream.isSuccess { return (stream, stream.status) }
                let body = try await stream.rest(limit: 64 << 10)
                refusal = HTTPResponse(status: stream.status, headers: stream.headers, body: body)
            } catch {
                throw .transport(error)
            }
            throw .status(APIStatus(refusal))
        }
    }

    private func repeating<Reply: Sendable>(
        _ request: KubeRequest, _ retries: RetryPolicy,
        _ attempt: (HTTPRequest, any HTTPTransport) async throws(KubeError) -> (Reply, Int)
    ) async throws(KubeError) -> Reply {
        var count = 1
        var renewed = false
        while true {
            let started = ContinuousClock.now
            do throws(KubeError) {
                let (http, transport) = try await prepared(request)
                let (reply, code) = try await attempt(http, transport)
                report(request, code, started)
                return reply
            } catch {
                report(request, error.status?.code ?? 0, started)
                if error.status?.code == 401, !renewed, let credentials, credentials.canRenew {
                    // The token may have rotated since it was read.
                    renewed = true
                    await credentials.forget()
                    continue
                }
                guard let delay = retries.delay(after: error, attempt: count, method: request.method, random: .random(in: 0..<1))
                else { throw error }
                do { try await Task.sleep(for: delay) } catch { throw .transport(.cancelled) }
                count += 1
            }
        }
    }

    private func report(_ request: KubeRequest, _ code: Int, _ started: ContinuousClock.Instant) {
        if code != 0 { reachability.answered() }
        observer?.requestFinished(verb: request.verb, resource: request.resource, code: code, duration: ContinuousClock.now - started)
    }

    private func prepared(_ request: KubeRequest) async throws(KubeError) -> (HTTPRequest, any HTTPTransport) {
        var headers = request.headers
        if headers["Accept"] == nil { headers.append("Accept", "application/json") }
        if request.body != nil, headers["Content-Type"] == nil { headers.append("Content-Type", "application/json") }
        var transport = transport
        if let credentials, let http {
            let authorization: Authorization
            do throws(KubeConfigurationError) { authorization = try await credentials.authorization() } catch {
                throw .configuration(error)
            }
            if let value = authorization.header { headers.append("Authorization", value) }
            if let certificate = authorization.certificate, let key = authorization.key {
                var settings = http.settings
                settings.tls.certificate = certificate
                settings.tls.key = key
                transport = HTTPClient(settings: settings, sharing: http)
            }
        }
        let url = server + request.target
        return (
            HTTPRequest(request.method, url, headers: headers, body: request.body?.bytes(), timeout: request.timeout), transport
        )
    }
}
