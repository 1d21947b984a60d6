import IPC
import KubeAPI
import Logging
import Model

/// To whom the watcher tells: the publisher of its socket, or standard output.
protocol WatchSink: Sendable {
    func publish(_ message: StoredMessage)
    func complete()
}

extension SnapshotPublisher: WatchSink where M == StoredMessage {}

/// The shell around `WatcherCore`: hands it what the watches report, one event at a time, and carries out what it wants.
actor WatchHub {
    private var core: WatcherCore
    private let sink: any WatchSink
    private let status: StatusBoard
    private let logger: Logger
    private let commands: AsyncStream<Set<WatchTarget>>.Continuation
    /// The sets of targets to follow, in order; it ends with the hub's failure.
    nonisolated let wanted: AsyncStream<Set<WatchTarget>>
    private(set) var failure: KubeError?

    init(_ environment: WatcherEnvironment, sink: any WatchSink, status: StatusBoard, logger: Logger) {
        core = WatcherCore(environment)
        self.sink = sink
        self.status = status
        self.logger = logger
        (wanted, commands) = AsyncStream.makeStream()
    }

    func handle(_ event: WatcherCore.Event) {
        // Whoever gives up says why, once.
        guard failure == nil else { return }
        let known = core.troubles.values
        let effects = core.handle(event)
        for effect in effects { carryOut(effect) }
        if failure == nil { log(event, known: Array(known)) }
    }

    func heard(_ event: HeardEvent, from target: WatchTarget) {
        switch event {
        case .listBegan: handle(.listBegan(target))
        case .applied(let object): handle(.applied(target, object))
        case .deleted(let object): handle(.deleted(target, object))
        case .listEnded: handle(.listEnded(target))
        case .trouble(let error): handle(.trouble(target, error))
        case .recovered: handle(.recovered(target))
        }
    }

    private func carryOut(_ effect: WatcherCore.Effect) {
        switch effect {
        case .follow(let targets): commands.yield(targets)
        case .tell(let message): sink.publish(message)
        case .complete: sink.complete()
        case .showStatus: showStatus()
        case .giveUp(let error):
            failure = failure ?? error
            commands.finish()
        }
    }

    /// When the server is away all watches fail for one reason: one line is enough, and one when the last of them works again.
    private func log(_ event: WatcherCore.Event, known: [KubeError]) {
        switch event {
        case .trouble(let target, let error):
            let level: Logger.Level = known.contains(error) ? .debug : .warning
            logger.log(level: level, "watch fails", metadata: ["watch": "\(target)", "reason": "\(error)"])
        case .recovered(let target):
            let isLast = core.troubles.isEmpty && !known.isEmpty
            logger.log(level: isLast ? .info : .debug, "watch works again", metadata: ["watch": "\(target)"])
        case .listEnded(let target): logger.debug("listed", metadata: ["watch": "\(target)"])
        default: break
        }
    }

    private func showStatus() {
        let core = core
        status.update { status in
            status.streams = core.streams
            status.phase = !core.isComplete ? .starting : core.requiredTrouble == nil ? .ready : .failing
            status.reason = core.requiredTrouble.map { "\($0.target): \($0.error)" }
        }
    }
}

/// `FollowEvent` with the object already projected, which is done outside of the actor.
enum HeardEvent: Sendable {
    case listBegan
    case applied(ObservedObject)
    case deleted(ObservedObject)
    case listEnded
    case trouble(KubeError)
    case recovered

    /// nil for an object without a name.
    init?(_ event: FollowEvent, _ type: ResourceType) {
        switch event {
        case .listBegan: self = .listBegan
        case .applied(let object):
            guard let object = ObservedObject(object, type) else { return nil }
            self = .applied(object)
        case .deleted(let object):
            guard let object = ObservedObject(object, type) else { return nil }
            self = .deleted(object)
        case .listEnded: self = .listEnded
        case .trouble(let error): self = .trouble(error)
        case .recovered: self = .recovered
        }
    }
}

extension WatcherCore {
    /// One line a watch, for `postgres-operator status`.
    var streams: [WorkerStatus.Stream] {
        plan.map { target in
            let trouble = troubles[target]
            let state = trouble != nil ? "failing" : store.isSettled(target) ? "watching" : "listing"
            return WorkerStatus.Stream(
                resource: target.type.name, state: state, objects: store.count(target), reason: trouble.map { "\($0)" })
        }
    }

    /// The first trouble of a watch that the operator cannot do without.
    var requiredTrouble: (target: WatchTarget, error: KubeError)? {
        plan.lazy.filter { !$0.isOptional }.compactMap { target in self.troubles[target].map { (target, $0) } }.first
    }
}
