import ArgumentParser
import IPC
import KubeAPI
import Logging
import Model

/// `postgres-operator-watcher`: lists and watches all that the operator must know, and tells it to whoever connects to its socket.
public struct WatcherCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "postgres-operator-watcher",
        abstract: "Lists and watches what the operator must know, and tells it line by line.",
        discussion: """
            Configuration comes from the environment: OPERATOR_NAMESPACE, WATCHED_NAMESPACE, CONFIG_MAP_NAME,
            POSTGRES_OPERATOR_CONFIGURATION_OBJECT.
            """,
        version: Build.version)

    @OptionGroup var worker: WorkerOptions

    @Option(help: "Kubeconfig file. Default: $KUBECONFIG, else the pod's service account, else ~/.kube/config.")
    var kubeconfig: String?

    @Option(help: "Context of the kubeconfig. Default: its current-context.")
    var context: String?

    @Flag(help: "Print the lines to standard output, Secrets redacted, instead of serving a socket.")
    var stdout = false

    public init() {}

    /// All that the program does.
    public static func start() async { await main() }

    public func run() async {
        let access = Access(kubeconfig: kubeconfig, context: context)
        guard stdout else {
            await Worker.run("watcher", options: worker) { context in try await Self.serve(context, access) }
        }
        worker.logging.start(program: "watcher")
        await Program.run {
            let (client, environment) = try access.connect(observer: nil)
            let hub = WatchHub(environment, sink: StdoutSink(), status: StatusBoard(), logger: Logger(label: "watcher"))
            try await Watches(client: client, hub: hub).run()
        }
    }

    private static func serve(_ context: WorkerContext, _ access: Access) async throws {
        let (client, environment) = try access.connect(observer: RequestMetrics(context.metrics))
        let publisher = SnapshotPublisher<StoredMessage>()
        let hub = WatchHub(environment, sink: publisher, status: context.status, logger: context.logger)
        let server = context.server(try context.listener(), receiving: WatcherRequest.self, sending: StoredMessage.self)
        context.ready()
        context.liveness.add { _ = await hub.failure }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await server.run(publishing: publisher) { request in
                    switch request {
                    case .interest(let objects): await hub.handle(.interest(objects))
                    }
                }
            }
            group.addTask { try await Watches(client: client, hub: hub).run() }
            // Whichever ends, ends the other.
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

/// How the API server is found: the flags, and the environment.
struct Access: Sendable {
    let kubeconfig: String?
    let context: String?

    func connect(observer: (any KubeObserver)?) throws -> (KubeClient, WatcherEnvironment) {
        let configuration = try KubeConfiguration.load(kubeconfig: kubeconfig, context: context)
        let environment = try WatcherEnvironment(environment: Environment.current, contextNamespace: configuration.namespace)
        let agent = "postgres-operator-watcher/\(Build.version)"
        return (KubeClient(configuration: configuration, userAgent: agent, observer: observer), environment)
    }
}

extension KubeConfigurationError: ExitStatusError {
    public var exitStatus: ExitStatus { .misconfigured }
}

extension KubeError: ExitStatusError {
    public var exitStatus: ExitStatus { isMisconfiguration ? .misconfigured : .failed }
}

extension WatcherError: ExitStatusError {
    var exitStatus: ExitStatus { .misconfigured }
}
