import ArgumentParser
import Glibc
import IPC
import Logging

/// `postgres-operator run`: the operator itself.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the operator: start the workers and keep them running.",
        discussion: """
            Environment: OPERATOR_NAMESPACE, WATCHED_NAMESPACE, CONFIG_MAP_NAME, POSTGRES_OPERATOR_CONFIGURATION_OBJECT and CONTROLLER_ID mean \
            what they have always meant. SIGTERM stops in order, SIGHUP starts at once what waits or was misconfigured. Exit codes: 0 stopped, \
            64 usage, 78 misconfigured, 1 anything else.
            """)

    @Option(help: "Kubernetes credentials. Default: the pod's service account, else $KUBECONFIG and ~/.kube/config.")
    var kubeconfig: String?

    @Option(help: "HOST:PORT for /healthz, /readyz and /metrics.")
    var listen = "127.0.0.1:8080"

    @Option(
        help: "Directory of the sockets. Default: $RUNTIME_DIRECTORY, else $XDG_RUNTIME_DIR/postgres-operator, else /run/postgres-operator."
    )
    var runtimeDir: String?

    @Option(help: "Directory of the workers' programs. Default: that of this program.")
    var workerDir: String?

    @Option(help: "Directory for recordings of all connections, secrets redacted, one file a worker.")
    var record: String?

    @Option(help: "Seconds after which a worker that gives no sign of life is replaced.")
    var watchdog = 10

    @Option(help: "Seconds between SIGTERM and SIGKILL when stopping.")
    var stopTimeout = 10

    @Option(help: "More deaths of one worker than this within --restart-period end the operator.")
    var restartIntensity = 8

    @Option(help: "Seconds in which deaths are counted.")
    var restartPeriod = 60

    @OptionGroup var logging: LogOptions

    func validate() throws {
        for (name, value) in [
            ("watchdog", watchdog), ("stop-timeout", stopTimeout), ("restart-intensity", restartIntensity),
            ("restart-period", restartPeriod),
        ] where !(1...86_400).contains(value) {
            throw ValidationError("--\(name) \(value): expected a number from 1 to 86400")
        }
    }

    func run() {
        LogTail.shared.keep()
        logging.start(program: "supervisor")
        let logger = Logger(label: "supervisor")
        do {
            let status = try supervise(logger)
            logger.info("stopped", metadata: ["exit": "\(status.rawValue)"])
            Program.exit(status)
        } catch {
            logger.error("\(error)", metadata: ["exit": "\(Program.status(for: error).rawValue)"])
            Program.exit(Program.status(for: error))
        }
    }

    /// Ends with the sockets closed and their paths removed.
    private func supervise(_ logger: Logger) throws -> ExitStatus { try SupervisorShell(try settings(), logger: logger).run() }

    private func settings() throws -> SupervisorSettings {
        let directory = RuntimeDirectory(option: runtimeDir, environment: Environment.current)
        var settings = SupervisorSettings(
            runtimeDirectory: directory, listen: try ListenAddress(parsing: listen),
            workers: try ["watcher", "dbprovisioner", "reconciler"].map { name in
                (name, try WorkerPath.of(name, directory: workerDir), arguments(of: name, directory))
            })
        settings.times.watchdog = .seconds(watchdog)
        settings.times.stop = .seconds(stopTimeout)
        settings.intensity = RestartIntensity(deaths: restartIntensity, period: .seconds(restartPeriod))
        return settings
    }

    private func arguments(of worker: String, _ directory: RuntimeDirectory) -> [String] {
        var arguments = ["--runtime-dir", directory.path] + logging.arguments
        // The database provisioner never speaks to Kubernetes.
        if let kubeconfig, worker != "dbprovisioner" { arguments += ["--kubeconfig", kubeconfig] }
        if let record { arguments += ["--record", "\(record)/\(worker).jsonl"] }
        return arguments
    }
}
