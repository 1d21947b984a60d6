import IPC

/// The supervisor's own metrics.
struct SupervisorMetrics {
    private let registry = Metrics()
    private let restarts: Counter
    private let deaths: Counter
    private let recovery: Histogram

    init() {
        restarts = registry.counter(
            "postgres_operator_worker_restarts_total", help: "Starts of a worker after its first.", labels: ["worker"])
        deaths = registry.counter(
            "postgres_operator_worker_deaths_total", help: "Ends of a worker that should run, by kind.", labels: ["worker", "kind"])
        recovery = registry.histogram(
            "postgres_operator_worker_recovery_seconds", help: "From the end of a worker until the next one is up.", labels: ["worker"],
            bounds: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 60])
    }

    func started(_ worker: String, isRestart: Bool) { restarts.add(isRestart ? 1 : 0, worker) }
    func recovered(_ worker: String, after duration: Duration) { recovery.observe(duration.inSeconds, worker) }

    func died(_ worker: String, _ death: Death) {
        let kind =
            switch death {
            case .crashed: "crashed"
            case .hung: "hung"
            case .killedFromOutside: "killed"
            case .neverReady: "never_ready"
            case .notStarted: "not_started"
            }
        deaths.add(1, worker, kind)
    }

    func samples(_ report: OperatorReport) -> [MetricSample] {
        func gauge(_ name: String, _ help: String, _ labels: [MetricLabel], _ value: Bool) -> MetricSample {
            MetricSample(name: name, kind: .gauge, help: help, labels: labels, value: value ? 1 : 0)
        }
        return registry.samples()
            + [gauge("postgres_operator_ready", "Whether the operator does its work.", [], report.missing.isEmpty)]
            + report.processes.map {
                gauge("postgres_operator_worker_up", "Whether the worker runs.", [MetricLabel("worker", $0.name)], $0.state == "up")
            } + [
                MetricSample(
                    name: "postgres_operator_quarantined_clusters", kind: .gauge,
                    help: "Clusters that are left out because they killed a worker.",
                    value: Double(report.quarantined.count))
            ]
    }
}
