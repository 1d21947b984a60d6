import IPC
import Model

extension EngineCore {
    /// For `postgres-operator status` and `/readyz`.
    var workerStatus: WorkerStatus {
        var status = WorkerStatus(phase: obstacle == nil ? .ready : isReady ? .failing : .starting, reason: obstacle)
        let known = Set(clusters.keys).union(deletions.keys).sorted()
        status.clusters = known.map { key in
            if deletions[key] != nil { return WorkerStatus.Cluster(key: key, state: "Deleting") }
            let memory = clusters[key] ?? ClusterMemory()
            return WorkerStatus.Cluster(key: key, state: memory.word, reason: memory.wordReason)
        }
        if !configuration.problems.isEmpty { status.details["configuration"] = JSON(configuration.problems) }
        if case .failed(let reason) = definitions { status.details["definitions"] = .string(reason) }
        if !troubles.isEmpty {
            status.details["watches"] = JSON(Dictionary(troubles.map { ($0.key.name, $0.value) }) { first, _ in first })
        }
        return status
    }

    /// What would be done now, computed anew and not done.
    func plans(of key: ObjectKey?, at moment: Moment) -> ReconcilerAnswer {
        if let obstacle, !isReady { return .refused(reason: "no plan yet: \(obstacle)") }
        if let key, observed.object(.postgresqls, key) == nil { return .refused(reason: "there is no cluster \(key)") }
        let keys = key.map { [$0] } ?? observed.keys(.postgresqls).sorted()
        let plans = keys.compactMap { plan(of: $0, at: moment) }
        if plans.isEmpty { return .result(text: "there are no clusters", value: []) }
        return .result(text: plans.map(\.text).joined(separator: "\n"), value: .array(plans.map(\.json)))
    }

    private func plan(of key: ObjectKey, at moment: Moment) -> Plan? {
        guard let object = observed.object(.postgresqls, key), let configuration = configuration.current,
            let manifest = Manifest.read(object).0
        else { return nil }
        var memory = clusters[key] ?? ClusterMemory()
        return decide(key, manifest, configuration, &memory, moment).plan
    }

    /// Why a cluster is as it is.
    func explanation(of key: ObjectKey, at moment: Moment) -> ReconcilerAnswer {
        guard let object = observed.object(.postgresqls, key) else {
            guard let state = deletions[key] else { return .refused(reason: "there is no cluster \(key)") }
            let text = (["\(key) is being deleted"] + state.failures.map { "  failed: \($0)" }).joined(separator: "\n")
            return .result(text: text, value: ["cluster": .string("\(key)"), "deleting": true])
        }
        let memory = clusters[key] ?? ClusterMemory()
        var lines = ["\(key): \(memory.word)"]
        var value: JSON = ["cluster": .string("\(key)"), "status": .string(memory.word)]
        if let reason = memory.wordReason { lines.append("  because: \(reason)") }
        for condition in object.at("status", "conditions")?.array ?? [] {
            let words = ["type", "status", "reason", "message"].compactMap { condition[$0]?.string }.filter { !$0.isEmpty }
            lines.append("  \(words.joined(separator: "  "))  since \(condition["lastTransitionTime"]?.string ?? "?")")
        }
        value["conditions"] = object.at("status", "conditions")
        if let plan = memory.lastChange {
            lines.append("  the last change, at \(memory.lastChangeTime):")
            lines += plan.text.split(separator: "\n").map { "    \($0)" }
            value["lastChange"] = plan.json
            value["lastChangeTime"] = .string(memory.lastChangeTime)
        }
        if let plan = plan(of: key, at: moment) {
            lines.append("  now:")
            lines += plan.text.split(separator: "\n").map { "    \($0)" }
            value["plan"] = plan.json
        }
        return .result(text: lines.joined(separator: "\n"), value: value)
    }
}
