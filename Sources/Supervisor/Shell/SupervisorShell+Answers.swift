import Glibc
import IPC
import Model

/// What the workers report and what others ask.
extension SupervisorShell {
    /// A worker has reported; a report of a process that is no longer the worker is nothing.
    func received(_ report: WorkerReport, pid: Int32) {
        guard let index = fleet.children.firstIndex(where: { $0.pid == pid }) else { return }
        switch report {
        case .status(let status): records[index].status = status
        case .metrics(let samples): records[index].metrics = samples
        case .log(let lines): control.add(lines)
        }
    }

    var report: OperatorReport {
        OperatorReport(
            pid: getpid(), since: since, runtimeDirectory: settings.runtimeDirectory.path,
            processes: programs.indices.map { index in
                let child = fleet.children[index]
                let record = records[index]
                return OperatorReport.Process(
                    name: programs[index].name, state: child.word, pid: child.pid, restarts: child.restarts, since: record.since,
                    lastExit: child.lastDeath?.text, notice: record.notice, status: record.status)
            }, quarantined: fleet.ledger.quarantined, isStopping: fleet.isStopping)
    }

    func answer(_ path: String) -> HTTPAnswer {
        switch path {
        case "/healthz", "/healthz/", "/livez": return HTTPAnswer(200, "ok\n")
        case "/readyz", "/readyz/":
            let report = report
            return HTTPAnswer(report.missing.isEmpty ? 200 : 503, report.readyJSON.text() + "\n", type: "application/json")
        case "/metrics":
            var text = PrometheusText()
            text.add(metrics.samples(report))
            for (program, record) in zip(programs, records) { text.add(record.metrics, process: program.name) }
            return HTTPAnswer(200, text.text, type: PrometheusText.contentType)
        default: return HTTPAnswer(404, "there is /healthz, /readyz and /metrics\n")
        }
    }
}
