import IPC

/// The life of one worker: what to do when something happened to it. Pure: it neither starts nor kills anything, and has no clock.
struct ChildMachine: Equatable, Sendable {
    enum State: Equatable, Sendable {
        /// Its turn has not come.
        case waiting
        /// Was asked for, the pid is not yet known.
        case spawning
        /// Runs, has not said READY=1.
        case starting(pid: Int32)
        case up(pid: Int32)
        /// We have sent SIGKILL because of this.
        case condemned(pid: Int32, Death)
        /// Between two starts.
        case pausing
        /// Ended with 78: a person must change something first.
        case misconfigured
        /// SIGTERM was sent.
        case stopping(pid: Int32)
        /// SIGKILL was sent, because SIGTERM did not help in time.
        case killing(pid: Int32)
        case stopped
    }

    enum Timer: Hashable, Sendable, CaseIterable {
        case startDeadline
        case watchdog
        case healthy
        case pause
        case stopDeadline
    }

    enum Event: Equatable, Sendable {
        case startRequested
        case spawned(pid: Int32)
        case spawnFailed(String)
        case becameReady
        case gaveSign
        case elapsed(Timer)
        case ended(Ending)
        case stopRequested
        /// A person has changed something: what waits or was given up is started now.
        case retryRequested
    }

    enum Action: Equatable, Sendable {
        case spawn
        case terminate(pid: Int32)
        case kill(pid: Int32)
        case arm(Timer, Duration)
        case disarmAll
        case tellUp
        case tellDied(Death)
        case tellMisconfigured
        case tellStopped
    }

    /// Times of the life of a child.
    struct Times: Equatable, Sendable {
        /// From the start to READY=1.
        var start: Duration = .seconds(60)
        /// Between two signs of life.
        var watchdog: Duration = .seconds(10)
        /// Up for so long, and earlier failures are forgotten.
        var healthy: Duration = .seconds(5)
        /// From SIGTERM to SIGKILL.
        var stop: Duration = .seconds(10)
    }

    private(set) var state = State.waiting
    private(set) var starts = 0
    private(set) var lastDeath: Death?
    private var backoff = Backoff(first: .milliseconds(100), most: .seconds(30))
    private let times: Times

    init(times: Times = Times()) { self.times = times }

    /// Starts after the first.
    var restarts: Int { max(0, starts - 1) }

    var pid: Int32? {
        switch state {
        case .starting(let pid), .up(let pid), .condemned(let pid, _), .stopping(let pid), .killing(let pid): pid
        case .waiting, .spawning, .pausing, .misconfigured, .stopped: nil
        }
    }

    var isUp: Bool { if case .up = state { true } else { false } }
    var isStopped: Bool { state == .stopped }

    /// `random` in 0..<1 spreads the pauses.
    mutating func handle(_ event: Event, random: Double) -> [Action] {
        switch (state, event) {
        case (.waiting, .startRequested), (.pausing, .elapsed(.pause)), (.pausing, .retryRequested), (.misconfigured, .retryRequested):
            return spawn()
        case (.spawning, .spawned(let pid)):
            state = .starting(pid: pid)
            return [.arm(.startDeadline, times.start)]
        case (.spawning, .spawnFailed(let reason)):
            return died(.notStarted(reason), wasUp: false, random)

        case (.starting(let pid), .becameReady):
            state = .up(pid: pid)
            return [.disarmAll, .arm(.watchdog, times.watchdog), .arm(.healthy, times.healthy), .tellUp]
        case (.starting, .gaveSign), (.up, .gaveSign):
            return [.arm(.watchdog, times.watchdog)]
        case (.up, .elapsed(.healthy)):
            backoff.reset()
            return []
        case (.starting(let pid), .elapsed(.startDeadline)):
            return condemn(pid, .neverReady)
        case (.starting(let pid), .elapsed(.watchdog)), (.up(let pid), .elapsed(.watchdog)):
            return condemn(pid, .hung)

        case (.starting, .ended(let ending)):
            return ended(ending, wasUp: false, random)
        case (.up, .ended(let ending)):
            return ended(ending, wasUp: true, random)
        case (.condemned(_, let death), .ended):
            return died(death, wasUp: false, random)

        case (.starting(let pid), .stopRequested), (.up(let pid), .stopRequested):
            state = .stopping(pid: pid)
            return [.disarmAll, .terminate(pid: pid), .arm(.stopDeadline, times.stop)]
        case (.condemned(let pid, _), .stopRequested):
            state = .killing(pid: pid)
            return [.disarmAll]
        case (.waiting, .stopRequested), (.pausing, .stopRequested), (.misconfigured, .stopRequested), (.spawning, .stopRequested):
            state = .stopped
            return [.disarmAll, .tellStopped]
        case (.stopping(let pid), .elapsed(.stopDeadline)):
            state = .killing(pid: pid)
            return [.kill(pid: pid)]
        case (.stopping, .ended), (.killing, .ended):
            state = .stopped
            return [.disarmAll, .tellStopped]

        // Too late, or of no meaning in this state.
        case (.waiting, _), (.spawning, _), (.starting, _), (.up, _), (.condemned, _), (.pausing, _), (.misconfigured, _), (.stopping, _),
            (.killing, _), (.stopped, _):
            return []
        }
    }

    private mutating func spawn() -> [Action] {
        state = .spawning
        starts += 1
        return [.disarmAll, .spawn]
    }

    private mutating func condemn(_ pid: Int32, _ death: Death) -> [Action] {
        state = .condemned(pid: pid, death)
        return [.disarmAll, .kill(pid: pid)]
    }

    private mutating func ended(_ ending: Ending, wasUp: Bool, _ random: Double) -> [Action] {
        guard ending != .exited(ExitStatus.misconfigured.rawValue) else {
            state = .misconfigured
            lastDeath = .crashed(ending)
            return [.disarmAll, .tellMisconfigured]
        }
        return died(Death(ending), wasUp: wasUp, random)
    }

    /// What was up and had not failed lately is started at once; everything else after a pause.
    private mutating func died(_ death: Death, wasUp: Bool, _ random: Double) -> [Action] {
        state = .pausing
        lastDeath = death
        let isFirst = wasUp && backoff.attempts == 0
        let pause = backoff.next(random: random)
        return [.disarmAll, .tellDied(death), .arm(.pause, isFirst ? .zero : pause)]
    }
}
