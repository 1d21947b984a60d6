import IPC
import KubeAPI
import Logging
import Model

/// The engine's hands: feeds the core with what the sockets, the clock and finished jobs say, and carries out what it wants.
///
/// All thinking happens here, one fact after the other; all waiting happens in the tasks of `run`.
actor Engine {
    private var core: EngineCore
    private let jobs: AsyncStream<Job>.Continuation
    private let pending: AsyncStream<Job>
    private let tools: EngineTools
    private var watcher: (any InterestSink)?
    private var provisioner: (any OrderSink)?
    private let wake = Signal()
    private var isStatusDirty = true
    private var isKnownDirty = false

    init(core: EngineCore, tools: EngineTools) {
        self.core = core
        self.tools = tools
        (pending, jobs) = AsyncStream.makeStream(of: Job.self)
    }

    // MARK: Facts

    func take(_ fact: Fact) {
        carryOut(core.handle(fact, at: tools.clock()))
        pump()
    }

    func watcherConnected(_ sink: any InterestSink) {
        watcher = sink
        carryOut(core.watcherConnected())
    }

    func watcherLost() {
        watcher = nil
        take(.watcherLost)
    }

    func provisionerConnected(_ sink: any OrderSink) {
        provisioner = sink
        take(.provisionerConnected)
    }

    func provisionerLost() {
        provisioner = nil
        take(.provisionerLost)
    }

    /// For the watchdog.
    func ping() {}

    /// Decides about all keys whose turn it is.
    private func pump() {
        while true {
            let moment = tools.clock()
            let keys = core.take(at: moment)
            guard !keys.isEmpty else { break }
            for key in keys { decide(key, moment) }
            isStatusDirty = true
        }
        wake.raise()
    }

    private func decide(_ key: ObjectKey, _ moment: Moment) {
        let object = core.observed.object(.postgresqls, key) ?? .null
        let handled = HandledCluster(key: key, version: EngineCore.version(of: object))
        // A cluster that is set aside is not computed, so it is not in hand either.
        let effects = tools.noting(handled) {
            if core.quarantine(handled) == nil { tools.onHandle?(key, object) }
            return core.work(on: key, at: moment)
        }
        carryOut(effects)
    }

    // MARK: Effects

    private func carryOut(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .run(let job): jobs.yield(job)
            case .order(let order): provisioner?.send(.order(order))
            case .forget(let key): provisioner?.send(.forget(cluster: key))
            case .interest(let objects): watcher?.send(.interest(objects: objects))
            case .define(let steps): jobs.yield(Job(cluster: ObjectKey(namespace: "", name: ""), stages: [steps], isForDefinitions: true))
            case .log(let severity, let message, let cluster, let fields): tools.log(severity, message, cluster, fields)
            case .becameReady:
                isStatusDirty = true
                tools.log(.info, "ready", nil, [:])
                showStatus()
            case .printed(let plan): tools.print(plan)
            case .converged(let seconds): tools.metrics.converged.observe(seconds)
            case .resynced: tools.metrics.resyncs.add()
            case .remember:
                isKnownDirty = true
                isStatusDirty = true
            }
        }
    }

    // MARK: Life

    /// Runs jobs and watches the clock until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watchClock() }
            for await job in pending { group.addTask { await self.run(job) } }
            group.cancelAll()
        }
    }

    private nonisolated func run(_ job: Job) async {
        let outcome = await tools.applier.run(job)
        if job.isForDefinitions {
            for (type, object) in outcome.written { await take(.watcherSaid(.applied(type: type, object: object))) }
            return await take(.definitionsDone(failure: outcome.failures.first?.description))
        }
        await take(.jobDone(job.cluster, outcome))
        await tools.applier.say(outcome.events, job)
    }

    private func watchClock() async {
        while !Task.isCancelled {
            let generation = wake.generation
            let now = tools.clock().steady
            let next = min(core.nextWake() ?? .infinity, now + (isStatusDirty ? 0.5 : 30))
            let signal = wake
            await withTaskGroup(of: Void.self) { group in
                group.addTask { _ = try? await Task.sleep(for: .milliseconds(Int(max(0.01, next - now) * 1000))) }
                group.addTask { await signal.wait(after: generation) }
                await group.next()
                group.cancelAll()
            }
            guard tools.clock().steady >= next else { continue }
            carryOut(core.handle(.timePassed, at: tools.clock()))
            pump()
            if isStatusDirty { showStatus() }
        }
    }

    private func showStatus() {
        isStatusDirty = false
        if isKnownDirty {
            tools.known.write(core.known)
            isKnownDirty = false
        }
        let status = core.workerStatus
        tools.status.update { $0 = status }
        tools.metrics.queueAge.set(core.queue.oldestAge(now: tools.clock().steady))
    }

    // MARK: Queries

    func answer(_ query: ReconcilerQuery) -> ReconcilerAnswer {
        switch query {
        case .plan(let key): return core.plans(of: key, at: tools.clock())
        case .explain(let key): return core.explanation(of: key, at: tools.clock())
        case .sync(let key):
            if let key, core.observed.object(.postgresqls, key) == nil { return .refused(reason: "there is no cluster \(key)") }
            take(.syncAsked(key))
            return .result(
                text: "syncing \(key.map { "\($0)" } ?? "all clusters")", value: ["syncing": .string(key.map { "\($0)" } ?? "all")])
        }
    }
}

/// Where interests and orders go: a connection, or nothing.
protocol InterestSink: Sendable { func send(_ request: WatcherRequest) }
protocol OrderSink: Sendable { func send(_ request: ProvisionerRequest) }

extension Connection: InterestSink where Outgoing == WatcherRequest {
    func send(_ request: WatcherRequest) { post(request) }
}

struct OrderConnection: OrderSink {
    let connection: Connection<ProvisionerReport, ProvisionerRequest>
    func send(_ request: ProvisionerRequest) { connection.post(request) }
}
