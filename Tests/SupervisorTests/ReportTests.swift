import IPC
import Model
import Testing

@testable import Supervisor

struct ReportTests {
    private func process(_ name: String, _ state: String = "up", _ status: WorkerStatus? = WorkerStatus(phase: .ready))
        -> OperatorReport.Process
    {
        OperatorReport.Process(name: name, state: state, pid: 7, restarts: 0, since: Timestamp(seconds: 0), status: status)
    }

    private func report(_ processes: [OperatorReport.Process], stopping: Bool = false) -> OperatorReport {
        OperatorReport(
            pid: 1, since: Timestamp(seconds: 0), runtimeDirectory: "/run/x", processes: processes, quarantined: [], isStopping: stopping)
    }

    @Test func readyWhenEveryWorkerIs() {
        #expect(report([process("watcher"), process("reconciler")]).readyJSON.text() == #"{"ready":true,"missing":[]}"#)
    }

    @Test func whatIsMissingIsNamed() {
        let report = report([
            process("watcher", "pausing"), process("reconciler", "up", nil),
            process("dbprovisioner", "up", WorkerStatus(phase: .failing, reason: "no socket")),
            process("other", "up", WorkerStatus(phase: .starting, reason: "lists are being read")),
        ])
        #expect(
            report.missing == [
                "watcher is pausing", "reconciler has not reported yet", "dbprovisioner is failing: no socket",
                "other is starting: lists are being read",
            ])
    }

    @Test func aWatchInTroubleIsShownAndDoesNotEndReadiness() {
        var status = WorkerStatus(phase: .ready)
        status.streams = [.init(resource: "v1/pods", state: "failing", objects: 1, reason: "connection refused")]
        #expect(
            report([process("watcher", "up", status)]).readyJSON.text()
                == #"{"ready":true,"missing":[],"trouble":["v1/pods: failing, connection refused"]}"#)
    }

    @Test func statusForPeople() {
        var status = WorkerStatus(phase: .ready)
        status.clusters = [
            .init(key: ObjectKey(namespace: "default", name: "b"), state: "Running"),
            .init(key: ObjectKey(namespace: "default", name: "a"), state: "Creating", reason: "waits for pods"),
        ]
        let text = StatusText(status: report([process("reconciler", "up", status)]).json).text
        #expect(
            text == """
                postgres-operator 0.1.0: ready, pid 1, since 1970-01-01T00:00:00.000Z

                PROCESS      STATE   PHASE   PID   RESTARTS   SINCE                      LAST EXIT
                reconciler   up      ready   7     0          1970-01-01T00:00:00.000Z   -

                Clusters: 1 Creating, 1 Running
                CLUSTER     STATE      REASON
                default/a   Creating   waits for pods
                default/b   Running    -

                """)
    }

    @Test func aLogRecordForPeople() {
        let record: JSON = [
            "time": "2026-11-25T03:04:05.678Z", "level": "info", "process": "reconciler", "message": "cluster has been synced",
            "cluster": "default/demo",
        ]
        #expect(LogText(record: record).text == "03:04:05.678 info reconciler: cluster has been synced (cluster default/demo)")
    }

    @Test func prometheusText() {
        var text = PrometheusText()
        text.add(
            [MetricSample(name: "b_total", kind: .counter, help: "B.", labels: [MetricLabel("q", "a\"\\\n")], value: 2)], process: "watcher"
        )
        text.add([
            MetricSample(
                name: "a_seconds", kind: .histogram, value: 2.5, count: 2, buckets: [.init(upTo: 0.5, count: 1), .init(upTo: 1, count: 1)])
        ])
        #expect(
            text.text == #"""
                # TYPE a_seconds histogram
                a_seconds_bucket{le="0.5"} 1
                a_seconds_bucket{le="1"} 1
                a_seconds_bucket{le="+Inf"} 2
                a_seconds_sum 2.5
                a_seconds_count 2
                # HELP b_total B.
                # TYPE b_total counter
                b_total{q="a\"\\\n",process="watcher"} 2

                """#)
    }
}

struct HTTPTests {
    @Test(arguments: [
        ("GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n", HTTPExchange.Step.request(path: "/readyz", wantsBody: true)),
        ("HEAD /metrics?x=1 HTTP/1.0\r\n\r\n", .request(path: "/metrics", wantsBody: false)),
        ("GET /readyz HTTP/1.1\r\nHost: x\r\n", .needsMore),
        ("GET /x HTTP/1.1\n\n", .request(path: "/x", wantsBody: true)),
    ])
    func requests(_ text: String, _ step: HTTPExchange.Step) {
        var exchange = HTTPExchange()
        #expect(exchange.received(text.utf8) == step)
    }

    @Test(arguments: [
        ("POST / HTTP/1.1\r\n\r\n", 405), ("nonsense\r\n\r\n", 400), ("GET / SPDY\r\n\r\n", 400),
        (String(repeating: "x", count: 9000), 431),
    ])
    func refusals(_ text: String, _ status: Int) {
        var exchange = HTTPExchange()
        guard case .refused(let answer) = exchange.received(text.utf8) else {
            Issue.record("not refused")
            return
        }
        #expect(answer.status == status)
    }

    @Test func aRequestMayComeInPieces() {
        var exchange = HTTPExchange()
        let bytes = Array("GET /healthz HTTP/1.1\r\n\r\n".utf8)
        for byte in bytes.dropLast() { #expect(exchange.received([byte]) == .needsMore) }
        #expect(exchange.received(bytes.suffix(1)) == .request(path: "/healthz", wantsBody: true))
    }

    @Test func anAnswerAsBytes() {
        #expect(
            String(decoding: HTTPAnswer(503, "no\n").bytes(), as: UTF8.self)
                == "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\nConnection: close\r\n\r\nno\n"
        )
    }

    @Test(arguments: [("127.0.0.1:8080", "127.0.0.1", "8080"), ("[::1]:1", "::1", "1"), (":9090", "", "9090")])
    func addresses(_ text: String, _ host: String, _ port: String) throws {
        let address = try ListenAddress(parsing: text)
        #expect(address.host == host && address.port == port && address.text == text)
    }

    @Test(arguments: ["8080", "host:", "host:http", "host:70000"])
    func wrongAddressesAreMisconfigured(_ text: String) {
        let error = #expect(throws: Misconfigured.self) { try ListenAddress(parsing: text) }
        #expect(error?.description.contains(text) == true)
    }
}

struct TimersTests {
    @Test func whatIsDueComesInOrderAndOnce() {
        var timers = Timers<String>()
        timers.arm("b", at: .seconds(2))
        timers.arm("a", at: .seconds(1))
        timers.arm("c", at: .seconds(9))
        timers.arm("d", at: .seconds(1))
        timers.disarm("d")
        #expect(timers.wait(from: .zero) == .seconds(1))
        #expect(timers.due(at: .seconds(3)) == ["a", "b"])
        #expect(timers.due(at: .seconds(3)) == [] && timers.wait(from: .seconds(10)) == .zero)
    }

    @Test func intensityForgetsWhatIsLongAgo() {
        var intensity = RestartIntensity(deaths: 2, period: .seconds(10))
        #expect(!intensity.exceeded(by: .seconds(0)) && !intensity.exceeded(by: .seconds(5)))
        #expect(!intensity.exceeded(by: .seconds(11)) && intensity.exceeded(by: .seconds(12)))
    }

    @Test func aWorkersEnvironmentHasItsOwnNotifySocketAndNotOurs() {
        let own = ["NOTIFY_SOCKET": "/run/systemd/notify", "WATCHDOG_PID": "1", "LISTEN_FDS": "3", "OPERATOR_NAMESPACE": "pg"]
        let environment = WorkerProgram.environment(from: own, name: "watcher", notifySocket: "/run/x/notify.sock", watchdog: .seconds(10))
        #expect(environment.contains("NOTIFY_SOCKET=/run/x/notify.sock") && environment.contains("WATCHDOG_USEC=10000000"))
        #expect(environment.contains("OPERATOR_NAMESPACE=pg") && environment.contains("LISTEN_FDS=1"))
        #expect(!environment.contains { $0.hasPrefix("WATCHDOG_PID") } && environment.last?.hasPrefix("LISTEN_PID=") == true)
    }
}
