import IPC

/// What the shell remembers of a worker beside its machine: for reports only.
struct WorkerRecord {
    var since: Timestamp?
    var notice: String?
    var status: WorkerStatus?
    var metrics: [MetricSample] = []
    /// When it died, until it is up again: kill-to-ready is measured from here.
    var downSince: Duration?
}
