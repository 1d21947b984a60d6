import KubeAPI
import Model
import Synchronization
import Testing

@testable import Reconciler

/// Answers requests from a table and remembers them.
private final class ScriptedTransport: HTTPTransport {
    private let replies: [String: HTTPResponse]
    private let seen = Mutex<[String]>([])

    init(_ replies: [String: (Int, JSON)]) {
        self.replies = replies.mapValues { HTTPResponse(status: $0.0, body: $0.1.bytes()) }
    }

    var requests: [String] { seen.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let address = request.url.split(separator: "?").first.map(String.init) ?? request.url
        let line = "\(request.method.rawValue) \(address.replacing("http://localhost", with: ""))"
        seen.withLock { $0.append(line) }
        return replies[line] ?? HTTPResponse(status: 404, body: Array(#"{"kind":"Status","code":404,"reason":"NotFound"}"#.utf8))
    }

    func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream { throw .cancelled }
}

@Suite struct ApplierTests {
    private let secret = ObjectReference(.secrets, namespace: "default", name: "s")
    private let pod = ObjectReference(.pods, namespace: "default", name: "demo-0")

    private func run(_ transport: ScriptedTransport, _ steps: Step...) async -> JobOutcome {
        let applier = Applier(
            kube: KubeClient(transport: transport), http: transport, clock: { "2026-11-25T00:00:00Z" }, unique: { "1" })
        var job = Job(cluster: ObjectKey(namespace: "default", name: "demo"), stages: [steps])
        job.addresses = ["demo-0": "10.0.0.1", "demo-1": "10.0.0.2"]
        job.primary = "demo-0"
        job.lagLimit = 100
        return await applier.run(job)
    }

    @Test func aSecretThatSomebodyElseMadeIsTaken() async {
        let transport = ScriptedTransport([
            "POST /api/v1/namespaces/default/secrets": (409, ["kind": "Status", "code": 409, "reason": "AlreadyExists"])
        ])
        let outcome = await run(transport, Step(secret, .create([:]), isCreation: true))
        #expect(outcome.failures.isEmpty)
        #expect(outcome.written.isEmpty)
        #expect(outcome.done.count == 1)
    }

    @Test func whatIsGoneAlreadyCountsAsDeleted() async {
        let outcome = await run(ScriptedTransport([:]), Step(secret, .delete(uid: "1")))
        #expect(outcome.failures.isEmpty)
        #expect(outcome.removed.map(\.uid) == ["1"])
    }

    @Test func aNamesakeIsNotDeletedInItsPlace() async {
        let transport = ScriptedTransport([
            "DELETE /api/v1/namespaces/default/secrets/s": (409, ["kind": "Status", "code": 409, "reason": "Conflict"])
        ])
        let outcome = await run(transport, Step(secret, .delete(uid: "old")))
        #expect(outcome.failures.isEmpty)
    }

    @Test func ownershipMovesBeforeTheFirstApply() async {
        let live: JSON = [
            "metadata": [
                "name": "s", "resourceVersion": "3",
                "managedFields": [["manager": "postgres-operator", "operation": "Update", "fieldsV1": ["f:metadata": [:]]]],
            ]
        ]
        let transport = ScriptedTransport([
            "GET /api/v1/namespaces/default/secrets/s": (200, live), "PATCH /api/v1/namespaces/default/secrets/s": (200, live),
        ])
        _ = await run(transport, Step(secret, .apply([:], movesOwnership: true)))
        #expect(transport.requests.map { $0.prefix(5) } == ["GET /", "PATCH", "PATCH"])
    }

    @Test func aFailureNamesTheObjectAndTheServersReason() async {
        let transport = ScriptedTransport([
            "PATCH /api/v1/namespaces/default/secrets/s": (403, ["kind": "Status", "code": 403, "reason": "Forbidden", "message": "no"])
        ])
        let outcome = await run(transport, Step(secret, .apply([:], movesOwnership: false)))
        #expect(outcome.failures.map(\.reason) == ["Forbidden"])
        #expect(outcome.failures.first?.object == secret)
    }

    private func members(_ lag: JSON) -> JSON {
        [
            "members": [
                ["name": "demo-0", "role": "leader", "state": "running"],
                ["name": "demo-1", "role": "replica", "state": "streaming", "lag": lag],
            ]
        ]
    }

    @Test func aPodIsOnlyRestartedWhileTheOthersReplicate() async {
        let lagging = ScriptedTransport(["GET http://10.0.0.1:8008/cluster": (200, members(1000))])
        let waits = await run(lagging, Step(pod, .restartPod(uid: "1", checksOthers: true), disruption: .restart))
        #expect(waits.waits.count == 1)
        #expect(waits.done.isEmpty)
        let well = ScriptedTransport([
            "GET http://10.0.0.1:8008/cluster": (200, members(0)), "DELETE /api/v1/namespaces/default/pods/demo-0": (200, ["kind": "Pod"]),
        ])
        let goes = await run(well, Step(pod, .restartPod(uid: "1", checksOthers: true), disruption: .restart))
        #expect(goes.removed.count == 1)
    }

    @Test func theLeaderIsAskedToSwitchOverToTheBestReplica() async {
        let transport = ScriptedTransport([
            "GET http://10.0.0.1:8008/cluster": (200, members(0)),
            "POST http://10.0.0.1:8008/switchover": (200, "Successfully switched over"),
        ])
        let outcome = await run(transport, Step(pod, .switchover(avoiding: []), disruption: .switchover))
        #expect(outcome.done.count == 1)
        #expect(transport.requests.last == "POST http://10.0.0.1:8008/switchover")
    }

    @Test func anUnreachablePatroniIsAFailureWithItsName() async {
        let outcome = await run(ScriptedTransport([:]), Step(pod, .configurePatroni(["ttl": 30]), disruption: .reload))
        #expect(outcome.failures.map(\.reason) == ["PatroniFailed"])
        #expect(outcome.failures.first?.message.contains("demo-0") == true)
    }
}
