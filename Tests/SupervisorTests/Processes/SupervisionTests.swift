import Foundation
import IPC
import Model
import Testing

@testable import Supervisor

/// The real program and real processes. Every wait is for an event: a line on stderr, an answer, the end of a pipe.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: RunningOperator.isPossible, "needs the built program and python3"))
struct SupervisionTests {
    private static let workers = ["watcher", "dbprovisioner", "reconciler"]

    @Test func theOperatorStartsAnswersAndStops() async throws {
        let it = try RunningOperator()
        defer { it.remove() }
        try await it.allUp()
        let up = it.log.filter { $0["message"]?.string == "worker is up" }.compactMap { $0["worker"]?.string }
        #expect(up == Self.workers)
        try await reported(it)
        let status = try it.status()
        #expect(status["ready"] == true && status.at("clusterStates", "Running")?.int == 1)
        let health = try await it.http("/healthz")
        #expect(health.status == 200 && health.body == "ok\n")
        #expect(try await it.http("/readyz").body == "{\"ready\":true,\"missing\":[]}\n")
        #expect(try await it.http("/metrics").body.contains(#"fake_total{process="watcher"} 1"#))
        #expect(try await it.http("/other").status == 404)
        #expect(try await it.ask("watcher", "hello") == "HELLO")
        it.send(SIGTERM)
        #expect(try await it.exitCode() == 0)
        let stopped = it.log.filter { $0["message"]?.string == "stops" }.compactMap { $0["worker"]?.string }
        #expect(stopped == Self.workers.reversed())
        #expect(access(it.runtime + "/control.sock", F_OK) != 0)
    }

    /// The workers' reports come over another socket than their readiness: asks until they are in.
    private func reported(_ it: RunningOperator) async throws { while try await it.http("/readyz").status != 200 {} }

    @Test(arguments: workers)
    func aKilledWorkerIsReplacedAndTheOthersStay(_ worker: String) async throws {
        let it = try RunningOperator()
        defer { it.remove() }
        try await it.allUp()
        let before = try Self.workers.map { try it.workerPid($0) }
        kill(try it.workerPid(worker), SIGKILL)
        let ended = try await it.line("worker ended", worker: worker)
        #expect(ended["reason"] == "killed from outside (SIGKILL)")
        try await it.line("worker is up", worker: worker)
        let after = try Self.workers.map { try it.workerPid($0) }
        for (name, (old, new)) in zip(Self.workers, zip(before, after)) { #expect((old == new) == (name != worker)) }
        #expect(try await it.http("/metrics").body.contains("postgres_operator_worker_restarts_total{worker=\"\(worker)\"} 1\n"))
        it.send(SIGTERM)
        #expect(try await it.exitCode() == 0)
    }

    @Test func aStoppedWorkerIsFoundByItsWatchdog() async throws {
        let it = try RunningOperator(arguments: ["--watchdog", "1"])
        defer { it.remove() }
        try await it.allUp()
        kill(try it.workerPid("watcher"), SIGSTOP)
        let ended = try await it.line("worker ended", worker: "watcher")
        #expect(ended["reason"] == "killed: missed its watchdog")
        try await it.line("worker is up", worker: "watcher")
        it.send(SIGTERM)
        #expect(try await it.exitCode() == 0)
    }

    @Test func aConnectionWaitsWhileItsWorkerIsReplaced() async throws {
        let it = try RunningOperator()
        defer { it.remove() }
        try await it.allUp()
        let old = try it.workerPid("watcher")
        kill(old, SIGSTOP)
        // Before it is really stopped it could still take the connection, and into its grave.
        while try !isStopped(old) { sched_yield() }
        let socket = try Socket.connect(to: it.runtime + "/watcher.sock")
        try await socket.write(Array("still there?".utf8))
        kill(old, SIGKILL)
        #expect(String(decoding: try await socket.readAll(), as: UTF8.self) == "STILL THERE?")
        it.send(SIGTERM)
        #expect(try await it.exitCode() == 0)
    }

    private func isStopped(_ pid: Int32) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task").allSatisfy { thread in
            try String(contentsOfFile: "/proc/\(pid)/task/\(thread)/stat", encoding: .utf8).contains(") T ")
        }
    }

    @Test func nobodySurvivesTheSupervisorAndTheNextOneStarts() async throws {
        let first = try RunningOperator()
        try await first.allUp()
        first.send(SIGKILL)
        try await first.allGone()
        let second = try RunningOperator(in: first.directory)
        defer { second.remove() }
        try await second.allUp()
        second.send(SIGTERM)
        #expect(try await second.exitCode() == 0)
    }

    @Test func theLogIsKeptForWhoeverAsks() async throws {
        let it = try RunningOperator()
        defer { it.remove() }
        try await it.allUp()
        try await reported(it)
        let connection = try BlockingConnection<ControlReply, ControlRequest>(
            path: it.runtime + "/control.sock", hello: Hello(sender: "cli", instance: "test"))
        try connection.send(.logs(newest: 500, follow: true))
        guard case .logs(let records) = try connection.receive() else {
            Issue.record("no log")
            return
        }
        #expect(records.contains { $0["message"]?.string == "all workers run" && $0["process"]?.string == "supervisor" })
        #expect(Self.workers.allSatisfy { worker in records.contains { $0["process"]?.string == worker } })
        kill(try it.workerPid("watcher"), SIGKILL)
        guard case .logs(let more) = try connection.receive() else {
            Issue.record("no more of the log")
            return
        }
        #expect(more.first?["message"]?.string == "worker ended")
        it.send(SIGTERM)
        #expect(try await it.exitCode() == 0)
    }

    @Test func aSecondSupervisorIsRefused() async throws {
        let first = try RunningOperator()
        defer { first.remove() }
        try await first.allUp()
        let second = try RunningOperator(in: first.directory)
        #expect(try await second.exitCode() == 78)
        #expect(second.log.last?["message"]?.string?.contains("another postgres-operator (pid \(first.pid)) runs there") == true)
        #expect(try first.status()["pid"]?.int == Int(first.pid))
        first.send(SIGTERM)
        #expect(try await first.exitCode() == 0)
    }

    @Test func misconfiguredAtTheStartEndsWithSeventyEight() async throws {
        let it = try RunningOperator(modes: ["watcher": "misconfigured"])
        defer { it.remove() }
        #expect(try await it.exitCode() == 78)
        #expect(it.log.filter { $0["message"]?.string?.contains("misconfigured") == true }.count == 1)
    }

    @Test func misconfiguredLaterIsReportedAndTriedAgainOnHangup() async throws {
        let it = try RunningOperator()
        defer { it.remove() }
        try await it.allUp()
        try it.setMode("misconfigured", of: "reconciler")
        kill(try it.workerPid("reconciler"), SIGKILL)
        try await it.line { $0["worker"]?.string == "reconciler" && $0["exit"]?.string == "78" }
        let ready = try await it.http("/readyz")
        #expect(ready.status == 503 && ready.body.contains("reconciler is misconfigured: exit 78"))
        try it.setMode("", of: "reconciler")
        it.send(SIGHUP)
        try await it.line("worker is up", worker: "reconciler")
        it.send(SIGTERM)
        #expect(try await it.exitCode() == 0)
    }

    @Test func tooManyDeathsEndTheOperator() async throws {
        let it = try RunningOperator(modes: ["dbprovisioner": "crash"], arguments: ["--restart-intensity", "3"])
        defer { it.remove() }
        #expect(try await it.exitCode() == 1)
        let giving = it.log.first { $0["message"]?.string == "giving up: a worker dies too often" }
        #expect(giving?["worker"] == "dbprovisioner" && giving?["deaths"] == "4" && giving?["reason"] == "exit 3")
    }

    @Test func whoIgnoresTermIsKilled() async throws {
        let it = try RunningOperator(modes: ["watcher": "stubborn"], arguments: ["--stop-timeout", "1"])
        defer { it.remove() }
        try await it.allUp()
        it.send(SIGTERM)
        #expect(try await it.exitCode() == 0)
    }

    @Test func aPoisonousClusterIsLeftOutAlone() async throws {
        let it = try RunningOperator(modes: ["reconciler": "poison"])
        defer { it.remove() }
        let quarantined = try await it.line { $0["message"]?.string?.hasPrefix("cluster is quarantined") == true }
        #expect(quarantined["cluster"] == "default/bad" && quarantined["reason"] == "signal 6 (SIGABRT)")
        try await it.line("left out")
        try await it.allUp()
        #expect(try it.status()["quarantined"] == ["default/bad"])
        it.send(SIGTERM)
        #expect(try await it.exitCode() == 0)
    }

    @Test func badLinesOnTheControlSocketEndOneConnection() async throws {
        let it = try RunningOperator()
        defer { it.remove() }
        try await it.allUp()
        for (text, sentence) in [
            ("not JSON\n", "a line is not JSON"), (#"{"hello":{"protocol":999,"sender":"x"}}"# + "\n", "x speaks protocol 999"),
            (#"{"v":1}"# + "\n", "the first line of the connection is no hello"),
        ] {
            _ = try await it.ask("control", text)
            try await it.line { $0["reason"]?.string?.contains(sentence) == true }
        }
        #expect(try it.status()["pid"]?.int == Int(it.pid))
        it.send(SIGTERM)
        #expect(try await it.exitCode() == 0)
    }

    // MARK: Process 1

    private static var isRoot: Bool { geteuid() == 0 && access("/usr/bin/unshare", X_OK) == 0 }

    @Test(.enabled(if: isRoot, "needs root, for a process namespace"))
    func asProcessOneItReapsOrphansAndObeysTerm() async throws {
        let it = try RunningOperator(
            modes: ["watcher": "orphan"], wrapper: ["/usr/bin/unshare", "--pid", "--fork", "--mount-proc", "--kill-child"])
        defer { it.remove() }
        try await it.line("orphan made")
        try await it.allUp()
        let children = try String(contentsOfFile: "/proc/\(it.pid)/task/\(it.pid)/children", encoding: .utf8)
        let one = try #require(Int32(children.split(separator: " ").first ?? ""))
        // Who had no parent any more was handed to process 1, and is gone.
        let mine = try String(contentsOfFile: "/proc/\(one)/task/\(one)/children", encoding: .utf8).split(separator: " ")
        #expect(mine.count == 3)
        kill(one, SIGTERM)
        #expect(try await it.exitCode() == 0)
    }
}

/// What is wrong before anything is started: one sentence, exit 78.
@Suite(.timeLimit(.minutes(1)), .enabled(if: RunningOperator.isPossible, "needs the built program and python3"))
struct MisconfigurationTests {
    @Test func aPortInUse() async throws {
        let taken = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(taken) }
        let port = try TestPort.bindAny(taken)
        listen(taken, 1)
        let it = try RunningOperator(arguments: ["--listen", "127.0.0.1:\(port)"])
        defer { it.remove() }
        #expect(try await it.exitCode() == 78)
        #expect(it.log.count == 1 && it.log.first?["message"]?.string?.contains("127.0.0.1:\(port)") == true)
    }

    @Test func aRuntimeDirectoryTooDeepForASocket() async throws {
        let it = try RunningOperator(arguments: ["--runtime-dir", "/tmp/" + String(repeating: "d", count: 110)])
        defer { it.remove() }
        #expect(try await it.exitCode() == 78)
        #expect(it.log.count == 1 && it.log.first?["message"]?.string?.contains("107") == true)
    }

    @Test func noWorkersThere() async throws {
        let it = try RunningOperator(arguments: ["--worker-dir", "/nonexistent"])
        defer { it.remove() }
        #expect(try await it.exitCode() == 78)
        #expect(it.log.count == 1 && it.log.first?["message"]?.string?.contains("/nonexistent/postgres-operator-watcher") == true)
    }

    @Test(arguments: [["--watchdog", "0"], ["--no-such-flag"], ["--log-level", "loud"]])
    func wrongFlagsAreUsage(_ arguments: [String]) async throws {
        let it = try RunningOperator(arguments: arguments)
        defer { it.remove() }
        #expect(try await it.exitCode() == 64)
        #expect(it.log.contains { $0["message"]?.string?.contains(arguments[0]) == true })
    }
}
