import Model

/// Columns of pods; the status is worked out of phase, reasons and the containers' states.
enum PodPrinter {
    static let pods = TablePrinter([
        .name, TableColumn(name: "Ready"), TableColumn(name: "Status"), TableColumn(name: "Restarts"), .age, .wide("IP"), .wide("Node"),
        .wide("Nominated Node"), .wide("Readiness Gates"),
    ]) { pod, now in
        let statuses = pod.at("status", "containerStatuses")?.array ?? []
        let initial = pod.at("status", "initContainerStatuses")?.array ?? []
        let ready = statuses.count { $0["ready"]?.bool == true && $0.at("state", "running") != nil }
        return [
            .string(pod.name), .string("\(ready)/\(pod.at("spec", "containers")?.array?.count ?? 0)"),
            .string(status(pod, initial, statuses)),
            .string(restarts(pod, statuses, now)), pod.age(now), pod.at("status", "podIP") ?? "<none>",
            pod.at("spec", "nodeName") ?? "<none>",
            pod.at("status", "nominatedNodeName") ?? "<none>", .string(gates(pod)),
        ]
    }

    static func status(_ pod: JSON, _ initial: [JSON], _ statuses: [JSON]) -> String {
        var reason = pod.at("status", "reason")?.string ?? pod.at("status", "phase")?.string ?? "Unknown"
        var isInitializing = false
        for (place, container) in initial.enumerated() {
            if container.at("state", "terminated", "exitCode")?.int == 0 { continue }
            if container["started"]?.bool == true { continue }
            reason = "Init:" + (initialReason(container) ?? "\(place)/\(pod.at("spec", "initContainers")?.array?.count ?? initial.count)")
            isInitializing = true
            break
        }
        if !isInitializing {
            var isRunning = false
            for container in statuses.reversed() {
                if let waiting = container.at("state", "waiting", "reason")?.string, !waiting.isEmpty {
                    reason = waiting
                } else if let terminated = container.at("state", "terminated") {
                    reason = self.reason(of: terminated)
                } else if container["ready"]?.bool == true, container.at("state", "running") != nil {
                    isRunning = true
                }
            }
            if reason == "Completed", isRunning {
                let isReady = (pod.at("status", "conditions")?.array ?? []).contains { $0["type"] == "Ready" && $0["status"] == "True" }
                reason = isReady ? "Running" : "NotReady"
            }
        }
        guard pod.at("metadata", "deletionTimestamp") != nil else { return reason }
        if pod.at("status", "reason") == "NodeLost" { return "Unknown" }
        return ["Succeeded", "Failed"].contains(pod.at("status", "phase")?.string ?? "") ? reason : "Terminating"
    }

    private static func initialReason(_ container: JSON) -> String? {
        if let terminated = container.at("state", "terminated") { return reason(of: terminated) }
        guard let waiting = container.at("state", "waiting", "reason")?.string, !waiting.isEmpty, waiting != "PodInitializing" else {
            return nil
        }
        return waiting
    }

    private static func reason(of terminated: JSON) -> String {
        if let reason = terminated["reason"]?.string, !reason.isEmpty { return reason }
        if let signal = terminated["signal"]?.int, signal != 0 { return "Signal:\(signal)" }
        return "ExitCode:\(terminated["exitCode"]?.int ?? 0)"
    }

    private static func restarts(_ pod: JSON, _ statuses: [JSON], _ now: Int64) -> String {
        let count = statuses.reduce(0) { $0 + ($1["restartCount"]?.int ?? 0) }
        let last = statuses.compactMap { $0.at("lastState", "terminated", "finishedAt")?.string.flatMap(Timestamp.seconds) }.max()
        guard count > 0, let last else { return String(count) }
        return "\(count) (\(HumanDuration.text(now - last)) ago)"
    }

    private static func gates(_ pod: JSON) -> String {
        let gates = (pod.at("spec", "readinessGates")?.array ?? []).compactMap { $0["conditionType"]?.string }
        guard !gates.isEmpty else { return "<none>" }
        let met = gates.count { gate in
            (pod.at("status", "conditions")?.array ?? []).contains { $0["type"]?.string == gate && $0["status"] == "True" }
        }
        return "\(met)/\(gates.count)"
    }
}
