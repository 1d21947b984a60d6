import IPC
import Logging
import Model

/// Tells of results: in the log, in the worker's status and in metrics.
struct ResultBoard: Sendable {
    private let context: WorkerContext
    private let statements: Counter
    private let attempts: Counter
    private let duration: Histogram

    init(_ context: WorkerContext) {
        self.context = context
        statements = context.metrics.counter(MetricNames.statements, help: "SQL statements sent.", labels: ["kind"])
        attempts = context.metrics.counter(
            "postgres_operator_provision_attempts_total", help: "Attempts to bring a database in order, by outcome.", labels: ["outcome"])
        duration = context.metrics.histogram(
            "postgres_operator_provision_seconds", help: "Time that an attempt took.", bounds: MetricNames.secondBounds)
    }

    /// Every attempt counts, also one that brings no news.
    func attempted(_ result: ProvisionResult, took time: Duration) {
        statements.add(Double(result.reads), "read")
        statements.add(Double(result.statements), "write")
        attempts.add(1, result.outcome.rawValue)
        duration.observe(time / .seconds(1))
    }

    /// A result that is news.
    func reported(_ result: ProvisionResult) {
        context.status.update { status in
            status.clusters.removeAll { $0.key == result.cluster }
            guard result.outcome != .done else { return }
            status.clusters.append(
                WorkerStatus.Cluster(key: result.cluster, state: result.outcome.rawValue, reason: result.message ?? result.reason?.rawValue)
            )
            status.clusters.sort { $0.key < $1.key }
        }
        var metadata: Logger.Metadata = ["cluster": "\(result.cluster)", "statements": "\(result.statements)"]
        switch result.outcome {
        case .done:
            guard !result.items.isEmpty else { return context.logger.debug("database is as wanted", metadata: metadata) }
            metadata["created"] = "\(result.items.count { $0.outcome == .created })"
            metadata["changed"] = "\(result.items.count { $0.outcome == .changed })"
            context.logger.info("database was brought in order", metadata: metadata)
        case .waiting, .failed:
            metadata["reason"] = "\(result.reason?.rawValue ?? "")"
            context.logger.warning("database is not in order: \(result.message ?? result.outcome.rawValue)", metadata: metadata)
        }
    }

    func forget(_ cluster: ObjectKey) { context.status.update { $0.clusters.removeAll { $0.key == cluster } } }

    func clear() { context.status.update { $0.clusters = [] } }
}
