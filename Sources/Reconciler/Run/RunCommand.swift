import ArgumentParser
import Glibc
import IPC
import KubeAPI
import Logging
import Model
import Synchronization

/// `run` (the default): the worker between watcher and database provisioner.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Reconcile what the watcher tells of.",
        discussion: """
            Configuration comes from the environment: OPERATOR_NAMESPACE, WATCHED_NAMESPACE, CONFIG_MAP_NAME,
            POSTGRES_OPERATOR_CONFIGURATION_OBJECT, CONTROLLER_ID. With --dry-run and event lines on standard input
            (postgres-operator-watcher --stdout) the plans for that state are printed, and nothing is connected to.
            """)

    @OptionGroup var worker: WorkerOptions

    @Option(help: "Kubeconfig file. Default: $KUBECONFIG, else the pod's service account, else ~/.kube/config.")
    var kubeconfig: String?

    @Option(help: "Context of the kubeconfig. Default: its current-context.")
    var context: String?

    @Option(help: "How databases are reached: service, endpoints, or auto (service inside a Kubernetes cluster, else endpoints).")
    var databaseAddress = EngineOptions.DatabaseAddress.auto

    @Flag(help: "Print plans instead of carrying them out.")
    var dryRun = false

    @Option(help: "Clusters worked on at once.")
    var concurrency = 32

    func validate() throws {
        guard (1...1000).contains(concurrency) else {
            throw ValidationError("--concurrency \(concurrency): expected a number from 1 to 1000")
        }
    }

    func run() async {
        if dryRun, Self.hasInput {
            worker.logging.start(program: "reconciler")
            await Program.run { try printPlans() }
        }
        let onHandle = HandlingHook.closure.withLock(\.self)
        await Worker.run("reconciler", options: worker) { context in try await serve(context, onHandle) }
    }

    private func options(namespace: String) -> EngineOptions {
        var environment = IPC.Environment.current
        if (environment["OPERATOR_NAMESPACE"] ?? "").isEmpty { environment["OPERATOR_NAMESPACE"] = namespace }
        var options = EngineOptions(environment: environment)
        options.databaseAddress = databaseAddress
        options.isDryRun = dryRun
        options.concurrency = concurrency
        return options
    }

    private func serve(_ context: WorkerContext, _ onHandle: (@Sendable (ObjectKey, JSON) -> Void)?) async throws {
        let access = try KubeConfiguration.load(kubeconfig: kubeconfig, context: self.context)
        let agent = "postgres-operator-reconciler/\(Build.version)"
        let kube = KubeClient(configuration: access, userAgent: agent, observer: RequestCounter(context.metrics))
        let listener = try context.listener()
        let ledger = context.quarantine()
        let known = KnownClusters(path: dryRun ? nil : "\(context.runtimeDirectory.path)/clusters.json")
        let core = EngineCore(
            options: options(namespace: access.namespace),
            quarantine: { cluster in
                ledger.quarantine(of: cluster).map { "handling this manifest has ended the process \($0.deaths) times: \($0.reason)" }
            }, remembered: known.read())
        let applier = Applier(
            kube: kube, http: kube.plainHTTP(userAgent: agent), clock: { Moment.text(Timestamp.now.seconds) }, unique: EventName.next)
        let engine = Engine(
            core: core,
            tools: EngineTools(
                applier: applier, clock: EngineTools.now, logger: context.logger, status: context.status,
                metrics: EngineMetrics(context.metrics), known: known, inHand: try context.inHand(), onHandle: onHandle))
        context.liveness.add { await engine.ping() }
        context.ready()
        try await Self.connect(engine, context, listener)
    }

    /// All connections at once, until one ends for good or the task is cancelled.
    private static func connect(_ engine: Engine, _ context: WorkerContext, _ listener: Listener) async throws {
        let watcher = context.client(of: "watcher", receiving: WatcherMessage.self, sending: WatcherRequest.self)
        let provisioner = context.client(of: "dbprovisioner", receiving: ProvisionerReport.self, sending: ProvisionerRequest.self)
        let server = context.server(listener, receiving: ReconcilerQuery.self, sending: ReconcilerAnswer.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await engine.run() }
            group.addTask {
                try await watcher.run { connection in
                    await engine.watcherConnected(connection)
                    for try await message in connection.messages { await engine.take(.watcherSaid(message)) }
                    await engine.watcherLost()
                }
            }
            group.addTask {
                try await provisioner.run { connection in
                    await engine.provisionerConnected(OrderConnection(connection: connection))
                    do {
                        for try await report in connection.messages {
                            if case .result(let result) = report { await engine.take(.provisioned(result)) }
                        }
                    } catch {
                        await engine.provisionerLost()
                        throw error
                    }
                    await engine.provisionerLost()
                }
            }
            group.addTask {
                try await server.run { connection in
                    for try await query in connection.messages { connection.post(await engine.answer(query)) }
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    // MARK: From a file

    /// Whether standard input is a file or a pipe, and so has something to read.
    private static var hasInput: Bool {
        var information = stat()
        guard fstat(STDIN_FILENO, &information) == 0 else { return false }
        return information.st_mode & S_IFMT == S_IFREG || information.st_mode & S_IFMT == S_IFIFO
    }

    private func printPlans() throws {
        let text = try TextFile.read("-")
        var core = EngineCore(options: options(namespace: "default"))
        for plan in try PlanRun.plans(of: EventLines.messages(text), core: &core) { StandardStream.out(plan.text + "\n") }
    }
}

extension EngineOptions.DatabaseAddress: ExpressibleByArgument {}

/// Counts the requests to the API server, for `/metrics`.
struct RequestCounter: KubeObserver {
    private let requests: Counter

    init(_ metrics: Metrics) {
        requests = metrics.counter(
            MetricNames.apiRequests, help: "Requests to the Kubernetes API.", labels: ["verb", "resource", "code"])
    }

    func requestFinished(verb: String, resource: String, code: Int, duration: Duration) {
        requests.add(1, verb, resource, String(code))
    }
}
