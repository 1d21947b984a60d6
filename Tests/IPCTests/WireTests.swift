import Model
import Testing

@testable import IPC

/// The wire forms, to the byte: both ends may be of different builds for a moment, so a change here is a change of the protocol.
struct WireTests {
    static let pod: JSON = ["kind": "Pod", "metadata": ["namespace": "default", "name": "demo-0"]]
    static let demo = ObjectKey(namespace: "default", name: "demo")

    private func pinned<M: Message>(_ message: M, _ line: String) throws {
        var bytes: [UInt8] = []
        var writer = LineWriter<M>()
        writer.write(message, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == line + "\n")
        #expect(try Envelope(json: JSON(parsing: line)).message(M.self) == message)
    }

    @Test func watcherMessages() throws {
        try pinned(WatcherMessage.snapshotBegin(id: "a-1"), #"{"v":1,"seq":1,"type":"snapshotBegin","body":{"id":"a-1"}}"#)
        try pinned(
            WatcherMessage.applied(type: .pods, object: Self.pod),
            #"{"v":1,"seq":1,"type":"applied","body":{"resource":"v1/pods","object":{"kind":"Pod","metadata":{"namespace":"default","name":"demo-0"}}}}"#
        )
        try pinned(
            WatcherMessage.deleted(type: .statefulSets, key: Self.demo, uid: "5f0c"),
            #"{"v":1,"seq":1,"type":"deleted","body":{"resource":"apps/v1/statefulsets","key":{"namespace":"default","name":"demo"},"uid":"5f0c"}}"#
        )
        try pinned(WatcherMessage.snapshotEnd(id: "a-1"), #"{"v":1,"seq":1,"type":"snapshotEnd","body":{"id":"a-1"}}"#)
        try pinned(
            WatcherMessage.trouble(type: .postgresqls, reason: "forbidden"),
            #"{"v":1,"seq":1,"type":"trouble","body":{"resource":"acid.zalan.do/v1/postgresqls","reason":"forbidden"}}"#)
        try pinned(WatcherMessage.recovered(type: .nodes), #"{"v":1,"seq":1,"type":"recovered","body":{"resource":"v1/nodes"}}"#)
    }

    @Test func watcherRequests() throws {
        try pinned(
            WatcherRequest.interest(objects: [ObjectReference(.secrets, namespace: "default", name: "pod-env")]),
            #"{"v":1,"seq":1,"type":"interest","body":{"objects":[{"resource":"v1/secrets","key":{"namespace":"default","name":"pod-env"}}]}}"#
        )
    }

    @Test func workerReports() throws {
        var status = WorkerStatus(phase: .failing, reason: "no route")
        status.streams = [.init(resource: "v1/pods", state: "watching", objects: 3)]
        status.clusters = [.init(key: Self.demo, state: "Running")]
        try pinned(
            WorkerReport.status(status),
            #"{"v":1,"seq":1,"type":"status","body":{"phase":"failing","reason":"no route","streams":[{"resource":"v1/pods","state":"watching","objects":3}],"clusters":[{"key":{"namespace":"default","name":"demo"},"state":"Running"}]}}"#
        )
        let samples = [
            MetricSample(name: "a_total", kind: .counter, help: "A.", labels: [MetricLabel("verb", "get")], value: 2),
            MetricSample(
                name: "b_seconds", kind: .histogram, value: 1.5, count: 2, buckets: [.init(upTo: 0.5, count: 1), .init(upTo: 1, count: 2)]),
        ]
        try pinned(
            WorkerReport.metrics(samples),
            #"{"v":1,"seq":1,"type":"metrics","body":{"samples":[{"name":"a_total","kind":"counter","value":2,"help":"A.","labels":{"verb":"get"}},{"name":"b_seconds","kind":"histogram","value":1.5,"count":2,"buckets":[[0.5,1],[1,2]]}]}}"#
        )
    }

    @Test func controlMessages() throws {
        try pinned(ControlRequest.status, #"{"v":1,"seq":1,"type":"getStatus","body":{}}"#)
        try pinned(ControlReply.status(["ready": true]), #"{"v":1,"seq":1,"type":"status","body":{"ready":true}}"#)
        try pinned(
            ControlRequest.logs(newest: 7, follow: true), #"{"v":1,"seq":1,"type":"getLogs","body":{"newest":7,"follow":true}}"#)
        try pinned(ControlReply.logs([["message": "m"]]), #"{"v":1,"seq":1,"type":"logs","body":{"records":[{"message":"m"}]}}"#)
        try pinned(WorkerReport.log([["message": "m"]]), #"{"v":1,"seq":1,"type":"log","body":{"records":[{"message":"m"}]}}"#)
        try pinned(ControlReply.refused(reason: "no"), #"{"v":1,"seq":1,"type":"refused","body":{"reason":"no"}}"#)
    }

    @Test func reconcilerQueries() throws {
        try pinned(ReconcilerQuery.plan(cluster: nil), #"{"v":1,"seq":1,"type":"plan","body":{}}"#)
        let body = #""body":{"cluster":{"namespace":"default","name":"demo"}}}"#
        try pinned(ReconcilerQuery.explain(cluster: Self.demo), #"{"v":1,"seq":1,"type":"explain","# + body)
        try pinned(ReconcilerQuery.sync(cluster: Self.demo), #"{"v":1,"seq":1,"type":"sync","# + body)
        try pinned(ReconcilerAnswer.result(text: "t", value: [1]), #"{"v":1,"seq":1,"type":"result","body":{"text":"t","value":[1]}}"#)
    }

    @Test func helloIsPinnedToo() throws {
        let hello = Hello(sender: "watcher", build: "0.1.0", instance: "5f0c")
        #expect(hello.json.text() == #"{"hello":{"protocol":1,"sender":"watcher","build":"0.1.0","instance":"5f0c"}}"#)
        #expect(try Hello(json: hello.json) == hello)
    }

    @Test(arguments: [
        (
            "a hello of another version", #"{"hello":{"protocol":2,"sender":"watcher"}}"#,
            "watcher speaks protocol 2, this build speaks protocol 1"
        ),
        ("another version is said before anything else", #"{"hello":{"protocol":999}}"#, "unknown speaks protocol 999"),
        ("an envelope instead", #"{"v":1,"seq":1,"type":"x"}"#, "is no hello"),
    ])
    func wrongHello(_ name: String, _ line: String, _ sentence: String) throws {
        let error = #expect(throws: IPCError.self) { try Hello(json: JSON(parsing: line)) }
        #expect(error?.description.contains(sentence) == true)
    }

    @Test(arguments: [
        (#"{"v":2,"seq":1,"type":"x"}"#, "v: expected 1, found 2"), (#"{"v":1,"type":"x"}"#, "seq: expected a whole number"),
        (#"{"v":1,"seq":1}"#, "type: expected a string"), (#"[]"#, "expected an object, found array"),
    ])
    func wrongEnvelope(_ line: String, _ sentence: String) throws {
        let error = #expect(throws: IPCError.self) { try Envelope(json: JSON(parsing: line)) }
        #expect(error?.description.contains(sentence) == true)
    }

    @Test func aWrongBodyNamesItsFieldAndNotItsValue() throws {
        let line = #"{"v":1,"seq":1,"type":"deleted","body":{"resource":"v1/pods","key":{"namespace":"default","name":7},"uid":"secret"}}"#
        let error = #expect(throws: IPCError.self) { try Envelope(json: JSON(parsing: line)).message(WatcherMessage.self) }
        #expect(error?.description == "a message of type deleted cannot be read: key.name: expected a string, found integer")
    }
}
