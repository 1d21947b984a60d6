import KubeAPI
import Model
import Testing

private func client(_ transport: FakeTransport, retries: RetryPolicy = .never) -> KubeClient {
    KubeClient(transport: transport, retries: retries)
}

@Test func verbsBecomeRequests() async throws {
    let transport = FakeTransport { _, _ in .json(["kind": "x"]) }
    let client = client(transport)
    let object: JSON = ["metadata": ["name": "a"]]
    _ = try await client.get(.pods, namespace: "n", name: "a")
    _ = try await client.get(.nodes, namespace: nil, name: "a b")
    _ = try await client.create(
        .statefulSets, namespace: "n", object, WriteOptions(fieldManager: "m", dryRun: true, fieldValidation: .strict))
    _ = try await client.replace(.postgresqls, namespace: "n", name: "a", object, subresource: "status")
    _ = try await client.patch(.pods, namespace: "n", name: "a", .merge(object))
    _ = try await client.patch(.pods, namespace: "n", name: "a", .apply(object, force: true), WriteOptions(fieldManager: "m"))
    _ = try await client.delete(
        .pods, namespace: "n", name: "a", DeleteOptions(propagation: .orphan, uid: "u", resourceVersion: "3", gracePeriodSeconds: 0))
    #expect(
        transport.lines == [
            "GET /api/v1/namespaces/n/pods/a",
            "GET /api/v1/nodes/a%20b",
            "POST /apis/apps/v1/namespaces/n/statefulsets?fieldManager=m&dryRun=All&fieldValidation=Strict",
            "PUT /apis/acid.zalan.do/v1/namespaces/n/postgresqls/a/status",
            "PATCH /api/v1/namespaces/n/pods/a",
            "PATCH /api/v1/namespaces/n/pods/a?fieldManager=m&force=true",
            "DELETE /api/v1/namespaces/n/pods/a",
        ])
    #expect(
        transport.seen.map { $0.headers["Content-Type"] } == [
            nil, nil, "application/json", "application/json", "application/merge-patch+json", "application/apply-patch+yaml",
            "application/json",
        ])
    let body = try JSON(parsing: try #require(transport.seen.last?.body))
    #expect(
        body == [
            "kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Orphan",
            "preconditions": ["uid": "u", "resourceVersion": "3"], "gracePeriodSeconds": 0,
        ])
}

@Test func listFollowsItsPages() async throws {
    let transport = FakeTransport { place, _ in
        place == 0
            ? .stream([#"{"metadata":{"resourceVersion":"5","continue":"a/b"},"items":[{"metadata":{"name":"1"}}]}"#], then: .end)
            : .stream([#"{"items":[{"metadata":{"name":"2"}}],"metadata":{"resourceVersion":"5"}}"#], then: .end)
    }
    let list = try await client(transport).list(.pods, namespace: "", ListOptions(labelSelector: "a=b,c in (d)", limit: 1))
    #expect(list.items.compactMap { $0.at("metadata", "name")?.string } == ["1", "2"])
    #expect(list.resourceVersion == "5")
    #expect(
        transport.lines == [
            "GET /api/v1/pods?limit=1&labelSelector=a%3Db%2Cc%20in%20%28d%29",
            "GET /api/v1/pods?limit=1&labelSelector=a%3Db%2Cc%20in%20%28d%29&continue=a%2Fb",
        ])
}

@Test func listThatHasLeftTheHistoryBeginsAnew() async throws {
    let transport = FakeTransport { place, _ in
        switch place {
        case 0: .stream([#"{"metadata":{"resourceVersion":"5","continue":"x"},"items":[{"metadata":{"name":"old"}}]}"#], then: .end)
        case 1: .status(410, "Expired")
        default: .stream([#"{"metadata":{"resourceVersion":"8"},"items":[{"metadata":{"name":"new"}}]}"#], then: .end)
        }
    }
    let list = try await client(transport).list(.pods, namespace: "n")
    #expect(list.items.compactMap { $0.at("metadata", "name")?.string } == ["new"])
    #expect(list.resourceVersion == "8")
}

@Test func statusBodyBecomesTheError() async throws {
    let body: JSON = [
        "kind": "Status", "code": 422, "reason": "Invalid", "message": "bad",
        "details": ["causes": [["field": "spec.x", "reason": "FieldValueInvalid", "message": "no"]]],
    ]
    let transport = FakeTransport { _, _ in .json(body, status: 422) }
    do {
        _ = try await client(transport).get(.pods, namespace: "n", name: "a")
        Issue.record("no error")
    } catch {
        #expect(error.isInvalid)
        #expect(error.disposition == .terminal)
        #expect(error.status?.causes.first?.field == "spec.x")
        #expect("\(error)" == "the API server answered 422 Invalid: bad")
    }
}

@Test func pageOfAProxyIsNotTakenForAStatus() {
    let status = APIStatus(HTTPResponse(status: 503, headers: ["retry-after": "7"], body: Array("<html>\nmore".utf8)))
    #expect(status == APIStatus(code: 503, message: "<html>", retryAfter: .seconds(7)))
}

@Test(arguments: [
    (400, Disposition.terminal), (401, .terminal), (403, .terminal), (404, .notFound), (409, .conflict), (410, .gone), (422, .terminal),
    (429, .retry), (500, .retry), (503, .retry), (504, .retry), (599, .retry),
])
func dispositionOfAStatus(_ code: Int, _ disposition: Disposition) {
    #expect(KubeError.status(APIStatus(code: code)).disposition == disposition)
}

@Test func dispositionOfTheTransport() {
    #expect(KubeError.transport(.connectionLost(url: "", detail: "")).disposition == .retry)
    #expect(KubeError.transport(.cancelled).disposition == .cancelled)
    #expect(KubeError.transport(.serverNotTrusted(url: "", detail: "")).disposition == .terminal)
    #expect(KubeError.transport(.serverNotTrusted(url: "", detail: "")).isMisconfiguration)
    #expect(!KubeError.transport(.connectionFailed(url: "", detail: "")).isMisconfiguration)
}

@Test func retriesDoNoHarm() {
    let policy = RetryPolicy(attempts: 3, firstDelay: .seconds(1), longestDelay: .seconds(3), longestRetryAfter: .seconds(10))
    let lost = KubeError.transport(.connectionLost(url: "", detail: ""))
    let refused = KubeError.transport(.connectionFailed(url: "", detail: ""))
    let busy = KubeError.status(APIStatus(code: 429, retryAfter: .seconds(2)))
    let broken = KubeError.status(APIStatus(code: 500))
    func delay(_ error: KubeError, _ attempt: Int, _ method: HTTPMethod) -> Duration? {
        policy.delay(after: error, attempt: attempt, method: method, random: 0)
    }
    #expect(delay(lost, 1, .get) == .milliseconds(500))
    #expect(delay(lost, 2, .get) == .seconds(1))
    #expect(delay(lost, 3, .get) == nil)
    // What may have been carried out is not sent twice, unless that changes nothing.
    #expect(delay(lost, 1, .post) == nil)
    #expect(delay(lost, 1, .patch) == nil)
    #expect(delay(broken, 1, .post) == nil)
    #expect(delay(broken, 1, .put) == .milliseconds(500))
    #expect(delay(refused, 1, .post) == .milliseconds(500))
    #expect(delay(busy, 1, .post) == .seconds(2))
    #expect(delay(.status(APIStatus(code: 429, retryAfter: .seconds(60))), 1, .get) == nil)
    #expect(delay(.status(APIStatus(code: 404)), 1, .get) == nil)
    #expect(policy.backoff(attempt: 100, random: 0) == .milliseconds(1500))
}

@Test func requestIsRepeatedAndCounted() async throws {
    let transport = FakeTransport { place, _ in place < 2 ? .status(503, "Unavailable") : .json([:]) }
    let observer = Counting()
    let patience = RetryPolicy(attempts: 3, firstDelay: .nanoseconds(1), longestDelay: .nanoseconds(1))
    let client = KubeClient(transport: transport, retries: patience, observer: observer)
    _ = try await client.get(.pods, namespace: "n", name: "a")
    #expect(observer.lines == ["get pods 503", "get pods 503", "get pods 200"])
}
