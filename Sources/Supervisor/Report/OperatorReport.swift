import IPC
import Model

/// All that the supervisor knows, at one moment: the source of `/readyz`, `status` and `status -o json`. Pure.
struct OperatorReport: Equatable, Sendable {
    struct Process: Equatable, Sendable {
        var name: String
        var state: String
        var pid: Int32?
        var restarts: Int
        /// When it came into its present state.
        var since: Timestamp?
        /// How and why it ended the last time.
        var lastExit: String?
        /// Its last STATUS= line.
        var notice: String?
        /// What it reported over its control line; nil until it has.
        var status: WorkerStatus?
    }

    var version = Build.version
    var pid: Int32
    var since: Timestamp
    var runtimeDirectory: String
    var processes: [Process]
    var quarantined: [ObjectKey]
    var isStopping: Bool
}

// MARK: - Readiness

extension OperatorReport {
    /// What is missing until the operator does its work, a sentence each; empty when it is ready: every worker runs, the watcher's first
    /// snapshot is complete, and the reconciler has reconciled it.
    var missing: [String] {
        if isStopping { return ["the operator is stopping"] }
        return processes.flatMap { process -> [String] in
            guard process.state == "up" else {
                return ["\(process.name) is \(process.state)" + (process.lastExit.map { ": \($0)" } ?? "")]
            }
            guard let status = process.status else { return ["\(process.name) has not reported yet"] }
            switch status.phase {
            case .ready: return []
            case .starting: return ["\(process.name) is starting" + (status.reason.map { ": \($0)" } ?? "")]
            case .failing: return ["\(process.name) is failing" + (status.reason.map { ": \($0)" } ?? "")]
            }
        }
    }

    var readyJSON: JSON {
        let missing = missing
        let streams = streams.filter { $0.state != "watching" }.map { "\($0.resource): \($0.state)" + ($0.reason.map { ", \($0)" } ?? "") }
        var form: JSONObject = ["ready": .bool(missing.isEmpty), "missing": JSON(missing)]
        if !streams.isEmpty { form["trouble"] = JSON(streams) }
        return .object(form)
    }
}

// MARK: - JSON

extension OperatorReport {
    private var streams: [WorkerStatus.Stream] { processes.flatMap { $0.status?.streams ?? [] } }

    /// Of the reconciler, which knows best; the others' clusters only count where it has none.
    private var clusters: [WorkerStatus.Cluster] {
        let all = processes.first { $0.name == "reconciler" }?.status?.clusters ?? []
        return all.sorted { $0.key < $1.key }
    }

    /// Clusters by their state.
    private var clusterStates: [(state: String, count: Int)] {
        var counts: [String: Int] = [:]
        for cluster in clusters { counts[cluster.state, default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    var json: JSON {
        [
            "version": .string(version),
            "pid": JSON(Int(pid)),
            "since": .string(since.text),
            "runtimeDirectory": .string(runtimeDirectory),
            "ready": .bool(missing.isEmpty),
            "missing": JSON(missing),
            "processes": .array(processes.map(\.json)),
            "streams": .array(
                streams.map { stream in
                    var form: JSONObject = [
                        "resource": .string(stream.resource), "state": .string(stream.state), "objects": JSON(stream.objects),
                    ]
                    form["reason"] = stream.reason.map(JSON.string)
                    return .object(form)
                }),
            "clusters": .array(
                clusters.map { cluster in
                    var form: JSONObject = [
                        "namespace": .string(cluster.key.namespace), "name": .string(cluster.key.name), "state": .string(cluster.state),
                    ]
                    form["reason"] = cluster.reason.map(JSON.string)
                    return .object(form)
                }),
            "clusterStates": .object(JSONObject(clusterStates.map { ($0.state, JSON($0.count)) })),
            "quarantined": JSON(quarantined.map(\.description)),
        ]
    }
}

extension OperatorReport.Process {
    var json: JSON {
        var form: JSONObject = ["name": .string(name), "state": .string(state), "restarts": JSON(restarts)]
        form["pid"] = pid.map { JSON(Int($0)) }
        form["since"] = since.map { .string($0.text) }
        form["lastExit"] = lastExit.map(JSON.string)
        form["notice"] = notice.map(JSON.string)
        form["phase"] = status.map { .string($0.phase.rawValue) }
        form["reason"] = (status?.reason).map(JSON.string)
        if let details = status?.details, !details.isEmpty { form["details"] = .object(details) }
        return .object(form)
    }
}
