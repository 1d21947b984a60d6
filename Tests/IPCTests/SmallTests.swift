import Logging
import Model
import Testing

@testable import IPC

struct BackoffTests {
    @Test func waitsDoubleUpToTheMost() {
        var backoff = Backoff(first: .milliseconds(100), most: .seconds(30))
        let waits = (0..<11).map { _ in backoff.next(random: 0.5) }
        #expect(waits[..<3] == [.milliseconds(100), .milliseconds(200), .milliseconds(400)])
        #expect(waits[8] == .milliseconds(25_600) && waits[9] == .seconds(30) && waits[10] == .seconds(30))
        backoff.reset()
        #expect(backoff.next(random: 0.5) == .milliseconds(100))
    }

    @Test func waitsAreSpreadByAQuarter() {
        var low = Backoff(first: .seconds(1), most: .seconds(30))
        var high = low
        #expect(low.next(random: 0) == .milliseconds(750))
        #expect(high.next(random: 1) == .milliseconds(1250))
    }
}

struct RedactorTests {
    @Test func secretsLoseTheirDataAndKeepTheirNames() {
        let secret: JSON = ["kind": "Secret", "data": ["password": "eA==", "other": "eQ=="], "metadata": ["name": "s"]]
        #expect(
            Redactor.redacted(secret) == [
                "kind": "Secret", "data": ["password": "redacted", "other": "redacted"], "metadata": ["name": "s"],
            ])
    }

    @Test func configMapsKeepTheirData() {
        let map: JSON = ["kind": "ConfigMap", "data": ["cluster_name_label": "cluster-name"]]
        #expect(Redactor.redacted(map) == map)
    }

    @Test func theAppliedCopyInAnAnnotationIsRedactedToo() {
        let inner = #"{"kind":"Secret","data":{"a":"eA=="}}"#
        let name = "kubectl.kubernetes.io/last-applied-configuration"
        let object: JSON = ["metadata": ["annotations": .object([name: .string(inner)])]]
        #expect(
            Redactor.redacted(object).at("metadata", "annotations", name)?.string == #"{"kind":"Secret","data":{"a":"redacted"}}"#)
    }

    @Test(arguments: [
        ("password", true), ("superuserPassword", true), ("PGPASSWORD", true), ("bearer_token", true), ("roles", false),
        ("secretName", false),
        ("automountServiceAccountToken", false), ("credentials", true),
    ])
    func namesTellSecrets(_ name: String, _ isSecret: Bool) { #expect(Redactor.isSensitive(name) == isSecret) }

    @Test func environmentValuesGoByTheirNames() {
        let env: JSON = [["name": "PGPASSWORD_STANDBY", "value": "x"], ["name": "SCOPE", "value": "demo"]]
        #expect(Redactor.redacted(env) == [["name": "PGPASSWORD_STANDBY", "value": "redacted"], ["name": "SCOPE", "value": "demo"]])
    }

    @Test func anOrderOfTheProvisionerLosesItsPasswords() {
        let body: JSON = ["connection": ["host": "h", "password": "p"], "roles": [["name": "r", "password": "q"]]]
        #expect(
            Redactor.redacted(body) == [
                "connection": ["host": "h", "password": "redacted"], "roles": [["name": "r", "password": "redacted"]],
            ])
    }
}

struct LogTests {
    @Test(arguments: [
        ("connection failed: host=h password=secret user=u", "connection failed: host=h password=redacted user=u"),
        ("ALTER ROLE x PASSWORD 'secret words' LOGIN", "ALTER ROLE x PASSWORD 'redacted' LOGIN"),
        ("password: \"a b\", next", "password: \"redacted\", next"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer redacted"),
        ("postgres://user:secret@host:5432/db", "postgres://user:redacted@host:5432/db"),
        ("https://host:6443/api", "https://host:6443/api"), ("nothing here", "nothing here"), ("password=", "password="),
    ])
    func textIsScrubbed(_ text: String, _ expected: String) { #expect(Scrubber.scrubbed(text) == expected) }

    private let record = LogRecord(
        time: Timestamp(seconds: 1_795_575_845, nanoseconds: 678_000_000), level: .warning, program: "reconciler", message: "it\nfailed",
        metadata: ["cluster": "default/demo", "new_password": "x"])

    @Test func aRecordAsJSON() {
        #expect(
            record.json.text()
                == #"{"time":"2026-11-25T03:04:05.678Z","level":"warning","process":"reconciler","message":"it\nfailed","cluster":"default/demo","new_password":"redacted"}"#
        )
    }

    @Test func aRecordForPeople() {
        #expect(record.text == "03:04:05.678 warning reconciler: it failed (cluster default/demo, new_password redacted)")
    }

    @Test func aRecordForTheJournal() {
        #expect(
            record.journal == [
                "MESSAGE=it\nfailed", "PRIORITY=4", "SYSLOG_IDENTIFIER=postgres-operator", "PROCESS=reconciler", "CLUSTER=default/demo",
                "NEW_PASSWORD=redacted",
            ])
    }

    @Test func theFormatSuitsWhatStderrIs() {
        let file = FileIdentity(device: 8, inode: 42)
        #expect(LogFormat.suited(to: ["JOURNAL_STREAM": "8:42"], isTerminal: false, stderr: file) == .journal)
        #expect(LogFormat.suited(to: ["JOURNAL_STREAM": "8:43"], isTerminal: false, stderr: file) == .json)
        #expect(LogFormat.suited(to: [:], isTerminal: true, stderr: file) == .text)
    }
}

struct MetricsTests {
    @Test func whatWasRecordedIsInTheSamples() {
        let metrics = Metrics()
        metrics.counter("b_total", help: "B.", labels: ["verb", "code"]).add(2, "get", "200")
        metrics.gauge("c", help: "C.").set(7)
        let histogram = metrics.histogram("a_seconds", help: "A.", bounds: [1, 2])
        for value in [0.5, 1, 1.5, 9] { histogram.observe(value) }
        #expect(
            metrics.samples() == [
                MetricSample(
                    name: "a_seconds", kind: .histogram, help: "A.", value: 12, count: 4,
                    buckets: [.init(upTo: 1, count: 2), .init(upTo: 2, count: 3)]),
                MetricSample(
                    name: "b_total", kind: .counter, help: "B.", labels: [MetricLabel("code", "200"), MetricLabel("verb", "get")], value: 2),
                MetricSample(name: "c", kind: .gauge, help: "C.", value: 7),
            ])
    }

    @Test func aMetricWithoutLabelsIsThereFromTheStart() {
        let metrics = Metrics()
        _ = metrics.counter("a_total", help: "A.")
        #expect(metrics.samples().map(\.value) == [0])
    }
}

struct CrashTests {
    private let demo = HandledCluster(key: ObjectKey(namespace: "default", name: "demo"), version: "u/1")
    private let other = HandledCluster(key: ObjectKey(namespace: "default", name: "other"), version: "u/1")

    @Test func whatIsInHandStandsInTheFile() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/reconciler.inhand"
        let inHand = try InHand(path: path)
        #expect(InHand.read(path) == [])
        inHand.noting(demo) {
            #expect(InHand.read(path) == [demo])
            inHand.noting(other) { #expect(Set(InHand.read(path)) == [demo, other]) }
        }
        #expect(InHand.read(path) == [])
        #expect(InHand.read(directory.path + "/none") == [])
    }

    @Test func moreThanThereIsRoomForIsNotNotedAndStillDone() throws {
        let directory = try TemporaryDirectory()
        let inHand = try InHand(path: directory.path + "/a")
        for _ in 0..<InHand.slots { _ = inHand.enter(demo) }
        #expect(inHand.noting(other) { 7 } == 7)
    }

    @Test func twoDeathsWithTheSameVersionAreAQuarantine() {
        var ledger = CrashLedger()
        #expect(ledger.workerDied(of: "signal 4", inHand: [demo]) == [])
        #expect(ledger.quarantine(of: demo) == nil)
        #expect(ledger.workerDied(of: "signal 4", inHand: [demo, other]) == [demo.key])
        #expect(ledger.quarantine(of: demo)?.deaths == 2)
        #expect(ledger.quarantine(of: other) == nil)
        #expect(ledger.quarantined == [demo.key])
    }

    @Test func anEditLiftsTheQuarantine() {
        var ledger = CrashLedger()
        _ = ledger.workerDied(of: "signal 4", inHand: [demo])
        let edited = HandledCluster(key: demo.key, version: "u/2")
        #expect(ledger.workerDied(of: "signal 4", inHand: [edited]) == [])
        #expect(ledger.workerDied(of: "signal 4", inHand: [edited]) == [demo.key])
        #expect(ledger.quarantine(of: HandledCluster(key: demo.key, version: "u/3")) == nil)
    }

    @Test func theLedgerSurvivesItsFile() throws {
        let directory = try TemporaryDirectory()
        var ledger = CrashLedger()
        _ = ledger.workerDied(of: "signal 4 (SIGILL)", inHand: [demo, other])
        try ledger.write(directory.path + "/quarantine.json")
        #expect(CrashLedger.read(directory.path + "/quarantine.json") == ledger)
        try File.replace(directory.path + "/quarantine.json", with: Array("{".utf8))
        #expect(CrashLedger.read(directory.path + "/quarantine.json") == CrashLedger())
    }
}
