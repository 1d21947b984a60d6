import IPC
import Model

/// The life of all workers together: ordered start, reverse stop, when to give up, and which cluster is to blame for a death. Pure, as
/// `ChildMachine` is; the time is an argument.
struct FleetMachine: Equatable, Sendable {
    enum Phase: Equatable, Sendable {
        case idle
        /// This child's turn has come, and those before it.
        case starting(turn: Int)
        case running
        /// This child is asked to stop, those after it have stopped.
        case stopping(turn: Int, ExitStatus)
        case ended(ExitStatus)
    }

    enum Event: Equatable, Sendable {
        case begun
        case child(Int, ChildMachine.Event)
        /// A child has ended with these clusters in hand.
        case childEnded(Int, Ending, inHand: [HandledCluster])
        /// The child whose turn it is takes its time: the next one starts all the same.
        case patienceEnded
        case stopRequested
        case retryRequested
    }

    enum Action: Equatable, Sendable {
        case child(Int, ChildMachine.Action)
        case armPatience(Duration)
        /// All workers are up for the first time.
        case tellReady
        case tellStopping
        /// The ledger has changed: to be written before the next start of a child.
        case writeLedger
        case tellQuarantined(ObjectKey, reason: String)
        case tellGivingUp(child: Int, deaths: Int)
        case exit(ExitStatus)
    }

    /// How long the next worker waits for the one before it.
    static let patience = Duration.seconds(2)

    private(set) var phase = Phase.idle
    private(set) var children: [ChildMachine]
    private(set) var ledger = CrashLedger()
    private(set) var hasBeenReady = false
    private var intensities: [RestartIntensity]

    init(children: Int, times: ChildMachine.Times = .init(), intensity: RestartIntensity = .init()) {
        self.children = Array(repeating: ChildMachine(times: times), count: children)
        intensities = Array(repeating: intensity, count: children)
    }

    var isStopping: Bool {
        switch phase {
        case .stopping, .ended: true
        case .idle, .starting, .running: false
        }
    }

    mutating func handle(_ event: Event, now: Duration, random: Double) -> [Action] {
        switch event {
        case .begun: return phase == .idle ? start(turn: 0, now, random) : []
        case .child(let index, let event): return pass(event, to: index, inHand: [], now, random)
        case .childEnded(let index, let ending, let inHand): return pass(.ended(ending), to: index, inHand: inHand, now, random)
        case .patienceEnded:
            guard case .starting(let turn) = phase else { return [] }
            return start(turn: turn + 1, now, random)
        case .stopRequested: return stop(.done, now, random)
        case .retryRequested:
            guard !isStopping else { return [] }
            return children.indices.flatMap { pass(.retryRequested, to: $0, inHand: [], now, random) }
        }
    }

    // MARK: Start

    private mutating func start(turn: Int, _ now: Duration, _ random: Double) -> [Action] {
        guard turn < children.count else {
            phase = .running
            return readiness()
        }
        phase = .starting(turn: turn)
        return pass(.startRequested, to: turn, inHand: [], now, random) + [.armPatience(Self.patience)]
    }

    private mutating func readiness() -> [Action] {
        guard phase == .running, !hasBeenReady, children.allSatisfy(\.isUp) else { return [] }
        hasBeenReady = true
        return [.tellReady]
    }

    // MARK: Stop

    private mutating func stop(_ status: ExitStatus, _ now: Duration, _ random: Double) -> [Action] {
        guard !isStopping else { return [] }
        return [.tellStopping] + stop(turn: children.count - 1, status, now, random)
    }

    private mutating func stop(turn: Int, _ status: ExitStatus, _ now: Duration, _ random: Double) -> [Action] {
        guard turn >= 0 else {
            phase = .ended(status)
            return [.exit(status)]
        }
        phase = .stopping(turn: turn, status)
        return pass(.stopRequested, to: turn, inHand: [], now, random)
    }

    // MARK: Children

    private mutating func pass(
        _ event: ChildMachine.Event, to index: Int, inHand: [HandledCluster], _ now: Duration, _ random: Double
    ) -> [Action] {
        var actions: [Action] = []
        for action in children[index].handle(event, random: random) {
            switch action {
            case .tellUp:
                actions.append(.child(index, action))
                if phase == .starting(turn: index) { actions += start(turn: index + 1, now, random) } else { actions += readiness() }
            case .tellDied(let death):
                actions.append(.child(index, action))
                actions += died(index, death, inHand, now, random)
            case .tellMisconfigured:
                actions.append(.child(index, action))
                // At the start nothing works yet, and a person waits for the answer. Later the other workers go on.
                if !hasBeenReady { actions += stop(.misconfigured, now, random) }
            case .tellStopped:
                actions.append(.child(index, action))
                if case .stopping(index, let status) = phase { actions += stop(turn: index - 1, status, now, random) }
            case .spawn, .terminate, .kill, .arm, .disarmAll:
                actions.append(.child(index, action))
            }
        }
        return actions
    }

    /// A death that a cluster is to blame for does not count as the worker's: that cluster will be left out. One that goes on killing
    /// after that shields nobody.
    private mutating func died(
        _ index: Int, _ death: Death, _ inHand: [HandledCluster], _ now: Duration, _ random: Double
    ) -> [Action] {
        if death.accusesWhatWasInHand, inHand.contains(where: { ledger.quarantine(of: $0) == nil }) {
            let quarantined = ledger.workerDied(of: death.text, inHand: inHand)
            return [.writeLedger] + quarantined.map { .tellQuarantined($0, reason: death.text) }
        }
        guard death != .killedFromOutside, intensities[index].exceeded(by: now) else { return [] }
        return [.tellGivingUp(child: index, deaths: intensities[index].deaths + 1)] + stop(.failed, now, random)
    }
}
