import Glibc
import IPC
import Logging
import Model

/// What the engine works with, as far as it is not the core: clock, log, files, the API.
struct EngineTools: Sendable {
    var applier: Applier
    var clock: @Sendable () -> Moment
    var logger: Logger
    var status: StatusBoard
    var metrics: EngineMetrics
    var known: KnownClusters
    var inHand: InHand?
    /// Called with each manifest before it is handled: only ever set by a test's program.
    var onHandle: (@Sendable (ObjectKey, JSON) -> Void)?
    var print: @Sendable (Plan) -> Void = { StandardStream.out($0.text + "\n") }

    /// Writes down what is handled while it is handled, so that whoever finds the process dead knows what it died of.
    func noting(_ cluster: HandledCluster, _ body: () -> [Effect]) -> [Effect] {
        guard let inHand else { return body() }
        return inHand.noting(cluster, body)
    }

    func log(_ severity: LogSeverity, _ message: String, _ cluster: ObjectKey?, _ fields: [String: String]) {
        var metadata: Logger.Metadata = [:]
        if let cluster { metadata["cluster"] = "\(cluster)" }
        for (name, value) in fields { metadata[name] = "\(value)" }
        let level: Logger.Level =
            switch severity {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        logger.log(level: level, "\(message)", metadata: metadata)
    }

    /// The system's clocks.
    @Sendable static func now() -> Moment {
        var steady = timespec()
        clock_gettime(CLOCK_MONOTONIC, &steady)
        return Moment(steady: Double(steady.tv_sec) + Double(steady.tv_nsec) / 1e9, wall: Timestamp.now.seconds)
    }
}

struct EngineMetrics: Sendable {
    let converged: Histogram
    let resyncs: Counter
    let queueAge: Gauge

    init(_ metrics: Metrics) {
        converged = metrics.histogram(
            MetricNames.editToConverged, help: "Time from the first sight of an edit until everything is as it asks for.",
            bounds: MetricNames.secondBounds)
        resyncs = metrics.counter(MetricNames.resyncs, help: "Rounds of the periodic comparison of all clusters.")
        queueAge = metrics.gauge(MetricNames.queueAge, help: "How long the cluster that waits longest has been waiting.")
    }
}
