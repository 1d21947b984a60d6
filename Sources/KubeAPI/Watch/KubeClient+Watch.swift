import Model
import Synchronization

extension KubeClient {
    /// One watch, until the server ends it (after `timeout`, or because it stops): the stream then ends without an error, and the caller
    /// goes on from the last resourceVersion. Errors are `KubeError`. Nothing is read ahead: a consumer that does not ask holds the
    /// server back. For a watch that lists, resumes and survives, see `follow`.
    public func watch(
        _ type: ResourceType, namespace: String?, _ options: WatchOptions
    ) -> AsyncThrowingStream<WatchEvent, any Error> {
        let reader = WatchReader(session, request(type, namespace, options, streamsList: false), retries)
        return AsyncThrowingStream { try await reader.next() }
    }

    func request(_ type: ResourceType, _ namespace: String?, _ options: WatchOptions, streamsList: Bool) -> KubeRequest {
        let seconds = max(1, options.timeout.components.seconds)
        var query: [(String, String)] = [("watch", "true"), ("timeoutSeconds", String(seconds))]
        if options.bookmarks || streamsList { query.append(("allowWatchBookmarks", "true")) }
        if streamsList {
            query.append(("sendInitialEvents", "true"))
            query.append(("resourceVersionMatch", "NotOlderThan"))
        } else if let version = options.resourceVersion {
            query.append(("resourceVersion", version))
        }
        if let selector = options.labelSelector, !selector.isEmpty { query.append(("labelSelector", selector)) }
        if let selector = options.fieldSelector, !selector.isEmpty { query.append(("fieldSelector", selector)) }
        // The server ends the watch; should it be gone without a word, the client does, a little later.
        return KubeRequest(
            .get, path(type, namespace), query: query, timeout: .seconds(seconds + 30), verb: "watch", resource: type.plural)
    }
}

/// Reads one watch, event by event, for one task at a time.
actor WatchReader {
    private let session: KubeSession
    private let request: KubeRequest
    private let retries: RetryPolicy
    private var stream: HTTPStream?
    private var lines = WatchLines()
    private var ready: [WatchEvent] = []
    private var isOver = false

    init(_ session: KubeSession, _ request: KubeRequest, _ retries: RetryPolicy) {
        self.retries = retries
        self.session = session
        self.request = request
    }

    /// Opens the watch, where that has not been done: the server has accepted it once this returns.
    func open() async throws(KubeError) {
        guard stream == nil else { return }
        stream = try await session.open(request, retries)
    }

    /// nil at the server's end.
    func next() async throws(KubeError) -> WatchEvent? {
        try await open()
        while ready.isEmpty {
            if let failure = lines.failure { throw failure }
            guard !isOver, let stream else { return nil }
            let chunk: [UInt8]?
            do throws(HTTPError) { chunk = try await stream.next() } catch { throw .transport(error) }
            guard let chunk else {
                isOver = true
                return nil
            }
            // Reversed, so that taking one is cheap.
            ready = lines.events(in: chunk).reversed()
        }
        return ready.popLast()
    }
}
