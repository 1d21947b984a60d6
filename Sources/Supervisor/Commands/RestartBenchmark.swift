import ArgumentParser
import CProcess
import Glibc
import IPC
import Model

/// `postgres-operator bench restart`: from `kill -9` of a worker until the next one has said READY=1, without the supervisor's pause.
struct RestartBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart", abstract: "From kill -9 of a worker until the next one is ready.")

    @Option(help: "The worker; one without a connection to make shows the mechanism alone.") var worker = "dbprovisioner"
    @Option(help: "Kills.") var rounds = 20
    @Option(help: "Directory of the workers' programs. Default: that of this program.") var workerDir: String?

    func validate() throws {
        guard rounds > 0 else { throw ValidationError("--rounds \(rounds): expected a positive number") }
    }

    func run() { Program.runBlocking { print(try measure().text(.pretty)) } }

    private func measure() throws -> JSON {
        let directory = RuntimeDirectory("/tmp/postgres-operator-bench-\(getpid())")
        try directory.prepare()
        defer { rmdir(directory.path) }
        let signal = SIGCHLD
        let children = cprocess_signalfd([signal], 1)
        defer { close(children) }
        let notify = try NotifySocket(path: directory.socket(of: "notify"))
        let program = WorkerProgram(
            name: worker, path: try WorkerPath.of(worker, directory: workerDir),
            arguments: ["--runtime-dir", directory.path, "--log-level", "error"], listener: try Listener.bind(directory.socket(of: worker)))
        var pid = try start(program, notify)
        defer { kill(pid, SIGKILL) }
        var waits: [Double] = []
        for _ in 0..<rounds {
            let killed = MonotonicClock.now
            kill(pid, SIGKILL)
            try reap(pid, children)
            pid = try start(program, notify)
            waits.append((MonotonicClock.now - killed).inSeconds * 1000)
        }
        waits.sort()
        func rounded(_ value: Double) -> JSON { .double((value * 100).rounded() / 100) }
        return [
            "worker": .string(worker), "rounds": JSON(rounds), "minMilliseconds": rounded(waits[0]),
            "medianMilliseconds": rounded(waits[rounds / 2]), "maxMilliseconds": rounded(waits[rounds - 1]),
        ]
    }

    /// Starts the worker and returns its pid once it is ready.
    private func start(_ program: WorkerProgram, _ notify: NotifySocket) throws -> Int32 {
        let environment = WorkerProgram.environment(
            from: Environment.current, name: program.name, notifySocket: notify.path, watchdog: .seconds(60))
        let pid = try program.spawn(environment: environment)
        while true {
            try Self.wait(for: notify.descriptor, "the worker does not become ready")
            if notify.receive().contains(where: { $0.pid == pid && $0.lines.contains("READY=1") }) { return pid }
        }
    }

    private func reap(_ pid: Int32, _ children: Int32) throws {
        var end = cprocess_end()
        while cprocess_reap(pid, &end) == 0 {
            try Self.wait(for: children, "the worker does not end")
            while cprocess_next_signal(children) != 0 {}
        }
    }

    private static func wait(for descriptor: Int32, _ failure: String) throws {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, 30_000) > 0 else { throw Failure(failure) }
    }
}
