import CProcess
import Glibc
import IPC
import Logging
import Model

/// What the supervisor is to do.
struct SupervisorSettings {
    var runtimeDirectory: RuntimeDirectory
    var listen: ListenAddress
    /// Name, program and arguments of each worker, in the order of their start.
    var workers: [(name: String, path: String, arguments: [String])]
    var times = ChildMachine.Times()
    var intensity = RestartIntensity()
}

/// The supervisor's poll loop: one thread, which waits for signals, timers, the workers' notices, control connections and HTTP, asks the
/// machine what to do, and does it.
///
/// Everything happens on the main thread, because the kernel tells children of the end of the thread that started them.
final class SupervisorShell {
    private enum TimerKey: Hashable {
        case child(Int, ChildMachine.Timer)
        case patience
        case ourWatchdog
    }

    let settings: SupervisorSettings
    let logger: Logger
    let notifier = Notifier()
    let metrics = SupervisorMetrics()
    let since = Timestamp.now
    private(set) var fleet: FleetMachine
    var records: [WorkerRecord]
    private(set) var programs: [WorkerProgram] = []
    private var timers = Timers<TimerKey>()
    private var endStatus: ExitStatus?

    private let lock: RuntimeLock
    private let signals: Int32
    private let notify: NotifySocket
    let control: ControlService
    private let http: HTTPService

    /// Takes the runtime directory, the address and the sockets; throws one sentence where something of it is not to be had.
    init(_ settings: SupervisorSettings, logger: Logger) throws {
        self.settings = settings
        self.logger = logger
        fleet = FleetMachine(children: settings.workers.count, times: settings.times, intensity: settings.intensity)
        records = Array(repeating: WorkerRecord(), count: settings.workers.count)

        let directory = settings.runtimeDirectory
        try directory.prepare()
        lock = try RuntimeLock(directory)
        http = HTTPService(listener: try settings.listen.listen())
        cprocess_ignore(SIGPIPE)
        let watched: [Int32] = [SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGCHLD]
        signals = cprocess_signalfd(watched, Int32(watched.count))
        guard signals >= 0 else { throw IPCError.system(call: "signalfd", code: -signals, path: "") }
        notify = try NotifySocket(path: directory.socket(of: "notify"))
        unlink(directory.quarantine)
        programs = try settings.workers.map { worker in
            unlink(directory.inHand(of: worker.name))
            return WorkerProgram(
                name: worker.name, path: worker.path, arguments: worker.arguments,
                listener: try Self.bind(directory.socket(of: worker.name)))
        }
        control = ControlService(listener: try Self.bind(directory.socket(of: "control")))
    }

    deinit { close(signals) }

    /// A supervisor that was killed may leave workers that are just dying and still hold their sockets: given a moment.
    private static func bind(_ path: String) throws(IPCError) -> Listener {
        for _ in 0..<100 {
            do throws(IPCError) { return try Listener.bind(path) } catch .inUse { usleep(30_000) }
        }
        return try Listener.bind(path)
    }

    // MARK: The loop

    /// Until all workers have stopped; returns how the process shall end.
    func run() -> ExitStatus {
        logger.info(
            "starting",
            metadata: ["pid": "\(getpid())", "listen": "\(settings.listen.text)", "runtime_dir": "\(settings.runtimeDirectory.path)"])
        armOurWatchdog()
        handle(.begun)
        while endStatus == nil { turn() }
        return endStatus ?? .failed
    }

    private func turn() {
        var polled: [pollfd] = [
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0), pollfd(fd: notify.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let fixed = polled.count
        polled += control.polled + http.polled
        poll(&polled, nfds_t(polled.count), timeout)
        // Notices first: what a worker said before its end still counts.
        if polled[1].revents != 0 { receiveNotices() }
        if polled[0].revents != 0 { receiveSignals() }
        let ready = polled[fixed...].filter { $0.revents != 0 }.map(\.fd)
        control.advance(ready, self)
        http.advance(ready, now: MonotonicClock.now, answer)
        for key in timers.due(at: MonotonicClock.now) { elapsed(key) }
        control.add(LogTail.shared.take())
    }

    private var timeout: Int32 {
        let now = MonotonicClock.now
        let waits = [timers.wait(from: now), http.wait(from: now)].compactMap { $0 }
        guard let shortest = waits.min() else { return -1 }
        return Int32(clamping: shortest.milliseconds + 1)
    }

    private func elapsed(_ key: TimerKey) {
        switch key {
        case .child(let index, let timer): handle(.child(index, .elapsed(timer)))
        case .patience: handle(.patienceEnded)
        case .ourWatchdog:
            notifier.alive()
            armOurWatchdog()
        }
    }

    private func armOurWatchdog() {
        guard let interval = notifier.watchdogInterval else { return }
        timers.arm(.ourWatchdog, at: MonotonicClock.now + interval / 2)
    }

    // MARK: Events

    private func receiveSignals() {
        while true {
            switch cprocess_next_signal(signals) {
            case 0: return
            case SIGCHLD: reap()
            case SIGHUP: handle(.retryRequested)
            case let number:
                if !fleet.isStopping { logger.info("stopping", metadata: ["reason": "signal \(number)"]) }
                handle(.stopRequested)
            }
        }
    }

    /// Takes every child that has ended: our workers, and, as process 1, whatever others left behind.
    private func reap() {
        var end = cprocess_end()
        while cprocess_reap(-1, &end) == 1 {
            guard let index = fleet.children.firstIndex(where: { $0.pid == end.pid }) else { continue }
            let name = programs[index].name
            let ending: Ending = end.exited != 0 ? .exited(end.code) : .signalled(end.code)
            records[index].status = nil
            records[index].notice = nil
            records[index].downSince = MonotonicClock.now
            handle(.childEnded(index, ending, inHand: InHand.read(settings.runtimeDirectory.inHand(of: name))))
        }
    }

    private func receiveNotices() {
        for notice in notify.receive() {
            guard let index = fleet.children.firstIndex(where: { $0.pid == notice.pid }) else { continue }
            for line in notice.lines {
                switch line {
                case "READY=1": handle(.child(index, .becameReady))
                case "WATCHDOG=1": handle(.child(index, .gaveSign))
                default: if line.hasPrefix("STATUS=") { records[index].notice = String(line.dropFirst(7)) }
                }
            }
        }
    }

    private func handle(_ event: FleetMachine.Event) {
        let actions = fleet.handle(event, now: MonotonicClock.now, random: .random(in: 0..<1))
        for action in actions { perform(action) }
    }

    // MARK: Actions

    private func perform(_ action: FleetMachine.Action) {
        switch action {
        case .child(let index, let action): perform(action, index)
        case .armPatience(let patience): timers.arm(.patience, at: MonotonicClock.now + patience)
        case .tellReady:
            notifier.ready()
            notifier.status("all workers run")
            logger.info("all workers run")
        case .tellStopping: notifier.stopping()
        case .writeLedger: writeLedger()
        case .tellQuarantined(let cluster, let reason):
            logger.error(
                "cluster is quarantined: it was in hand at \(CrashLedger.deathsUntilQuarantine) deaths of a worker",
                metadata: ["cluster": "\(cluster)", "reason": "\(reason)"])
        case .tellGivingUp(let child, let deaths):
            logger.critical(
                "giving up: a worker dies too often",
                metadata: [
                    "worker": "\(programs[child].name)", "deaths": "\(deaths)", "period": "\(Int(settings.intensity.period.inSeconds)) s",
                    "reason": "\(fleet.children[child].lastDeath?.text ?? "unknown")",
                ])
        case .exit(let status): endStatus = status
        }
    }

    private func perform(_ action: ChildMachine.Action, _ index: Int) {
        let name = programs[index].name
        switch action {
        case .spawn: spawn(index)
        case .terminate(let pid): kill(pid, SIGTERM)
        case .kill(let pid): kill(pid, SIGKILL)
        case .arm(let timer, let duration): timers.arm(.child(index, timer), at: MonotonicClock.now + duration)
        case .disarmAll: for timer in ChildMachine.Timer.allCases { timers.disarm(.child(index, timer)) }
        case .tellUp: tellUp(index)
        case .tellDied(let death):
            records[index].since = .now
            metrics.died(name, death)
            logger.warning("worker ended", metadata: ["worker": "\(name)", "reason": "\(death.text)"])
        case .tellMisconfigured:
            records[index].since = .now
            logger.error(
                "worker is misconfigured and is not started again: see its own message above",
                metadata: ["worker": "\(name)", "exit": "78"])
        case .tellStopped: records[index].since = .now
        }
    }

    private func spawn(_ index: Int) {
        let program = programs[index]
        records[index].since = .now
        let environment = WorkerProgram.environment(
            from: Environment.current, name: program.name, notifySocket: notify.path, watchdog: settings.times.watchdog)
        do throws(SpawnError) {
            let pid = try program.spawn(environment: environment)
            metrics.started(program.name, isRestart: fleet.children[index].restarts > 0)
            logger.debug("worker started", metadata: ["worker": "\(program.name)", "worker_pid": "\(pid)"])
            handle(.child(index, .spawned(pid: pid)))
        } catch {
            logger.error("worker cannot be started", metadata: ["worker": "\(program.name)", "reason": "\(error)"])
            handle(.child(index, .spawnFailed(error.description)))
        }
    }

    private func tellUp(_ index: Int) {
        records[index].since = .now
        var fields: Logger.Metadata = ["worker": "\(programs[index].name)"]
        if let down = records[index].downSince {
            let duration = MonotonicClock.now - down
            metrics.recovered(programs[index].name, after: duration)
            fields["down_ms"] = "\(duration.milliseconds)"
            records[index].downSince = nil
        }
        logger.info("worker is up", metadata: fields)
    }

    private func writeLedger() {
        do throws(IPCError) {
            try fleet.ledger.write(settings.runtimeDirectory.quarantine)
        } catch {
            logger.error("the crash ledger cannot be written", metadata: ["reason": "\(error)"])
        }
    }
}

extension ChildMachine {
    /// The state for people.
    var word: String {
        switch state {
        case .waiting: "waiting"
        case .spawning, .starting: "starting"
        case .up: "up"
        case .condemned: "killed"
        case .pausing: "pausing"
        case .misconfigured: "misconfigured"
        case .stopping, .killing: "stopping"
        case .stopped: "stopped"
        }
    }
}
