import IPC
import KubeAPI
import Logging
import Model
import Synchronization
import Testing

@testable import Watcher

/// A server whose collections are empty, but for what a function of the path says.
private struct FakeServer: HTTPTransport {
    let items: @Sendable (String) -> [JSON]
    let asked: Asked

    final class Asked: Sendable {
        private let urls = Mutex<[String]>([])
        var count: Int { urls.withLock { $0.count } }
        func add(_ url: String) { urls.withLock { $0.append(url) } }
    }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse { HTTPResponse(status: 404) }

    /// Of selectors only names count here.
    private func isSelected(_ object: JSON, _ url: String) -> Bool {
        guard url.contains("metadata.name%3D") else { return true }
        return url.contains("metadata.name%3D" + (object.at("metadata", "name")?.string ?? ""))
    }

    func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        asked.add(request.url)
        let path = String(request.url.dropFirst("http://localhost".count).prefix { $0 != "?" })
        var lines = items(path).filter { isSelected($0, request.url) }.map { JSON.object(["type": "ADDED", "object": $0]).text() }
        lines.append(
            #"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9","annotations":{"k8s.io/initial-events-end":"true"}}}}"#)
        let left = Mutex([lines.joined(separator: "\n") + "\n"])
        return HTTPStream(status: 200, headers: [:]) {
            if let text = left.withLock({ $0.popLast() }) { return .success(Array(text.utf8)) }
            let (forever, _) = AsyncStream.makeStream(of: Never.self)
            for await _ in forever {}
            return .failure(.cancelled)
        }
    }
}

private final class Collector: WatchSink {
    private let said = Mutex<[WatcherMessage]>([])
    let completed: AsyncStream<Void>
    private let tell: AsyncStream<Void>.Continuation

    init() { (completed, tell) = AsyncStream.makeStream() }

    var messages: [WatcherMessage] { said.withLock { $0 } }
    func publish(_ message: StoredMessage) { said.withLock { $0.append(message.message) } }
    func complete() { tell.finish() }
}

@Test func watchesListEverythingWithOneRequestEach() async throws {
    let definitionNamed: JSON = [
        "metadata": ["name": "postgresqls.acid.zalan.do", "uid": "1", "resourceVersion": "1"],
        "status": ["conditions": [["type": "Established", "status": "True"]]],
    ]
    let manifest: JSON = ["metadata": ["name": "demo", "namespace": "op", "uid": "2", "resourceVersion": "2"]]
    let asked = FakeServer.Asked()
    let server = FakeServer(
        items: { path in
            switch path {
            case "/apis/apiextensions.k8s.io/v1/customresourcedefinitions": [definitionNamed]
            case "/apis/acid.zalan.do/v1/namespaces/op/postgresqls": [manifest]
            default: []
            }
        }, asked: asked)
    let collector = Collector()
    let status = StatusBoard()
    let hub = WatchHub(
        try environment(["OPERATOR_NAMESPACE": "op"]), sink: collector, status: status, logger: Logger(label: "test"))
    let task = Task { try await Watches(client: KubeClient(transport: server), hub: hub).run() }
    for await _ in collector.completed {}
    #expect(asked.count == 17)
    #expect(status.current.phase == .ready)
    #expect(status.current.streams.count == 17)
    let applied = collector.messages.compactMap { message -> String? in
        if case .applied(let type, let object) = message, type == .postgresqls { object["kind"]?.string } else { nil }
    }
    #expect(applied == ["postgresql"])
    task.cancel()
    try await task.value
}

@Test func givingUpEndsTheWatchesWithTheReason() async throws {
    struct Refusing: HTTPTransport {
        func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse { HTTPResponse(status: 401) }
        func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
            HTTPStream(status: 401, headers: [:]) { .success(nil) }
        }
    }
    let hub = WatchHub(try environment(), sink: Collector(), status: StatusBoard(), logger: Logger(label: "test"))
    do {
        try await Watches(client: KubeClient(transport: Refusing()), hub: hub).run()
        Issue.record("it went on")
    } catch {
        #expect((error as? KubeError)?.exitStatus == .misconfigured)
    }
}
