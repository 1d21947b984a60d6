import Model

/// `postgres-operator status` for people, made of the same JSON that programs get.
struct StatusText {
    let status: JSON

    var text: String {
        var parts = [headline, processes]
        if let trouble { parts.append(trouble) }
        parts.append(streams)
        parts.append(clusters)
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private func word(_ value: JSON?, _ name: String) -> String { value?[name]?.string ?? value?[name]?.int.map(String.init) ?? "-" }

    private var headline: String {
        let state = status["ready"]?.bool == true ? "ready" : "not ready"
        return "postgres-operator \(word(status, "version")): \(state), pid \(word(status, "pid")), since \(word(status, "since"))"
    }

    private var trouble: String? {
        let missing = (status["missing"]?.array ?? []).compactMap(\.string)
        return missing.isEmpty ? nil : "WAITING FOR\n" + missing.map { "  \($0)" }.joined(separator: "\n")
    }

    private var processes: String {
        Table(
            ["PROCESS", "STATE", "PHASE", "PID", "RESTARTS", "SINCE", "LAST EXIT"],
            (status["processes"]?.array ?? []).map { process in
                ["name", "state", "phase", "pid", "restarts", "since", "lastExit"].map { word(process, $0) }
            }
        ).text
    }

    private var streams: String {
        Table(
            ["WATCH", "STATE", "OBJECTS", "REASON"],
            (status["streams"]?.array ?? []).map { stream in ["resource", "state", "objects", "reason"].map { word(stream, $0) } }
        ).text
    }

    private var clusters: String {
        let all = status["clusters"]?.array ?? []
        guard !all.isEmpty else { return "No clusters." }
        let counts = (status["clusterStates"]?.object ?? [:]).map { "\($0.value.int ?? 0) \($0.key)" }.joined(separator: ", ")
        let table = Table(
            ["CLUSTER", "STATE", "REASON"],
            all.map { cluster in
                ["\(word(cluster, "namespace"))/\(word(cluster, "name"))", word(cluster, "state"), word(cluster, "reason")]
            })
        return "Clusters: \(counts)\n\(table.text)"
    }
}

/// Columns as wide as their longest cell.
struct Table {
    let header: [String]
    let rows: [[String]]

    init(_ header: [String], _ rows: [[String]]) {
        self.header = header
        self.rows = rows
    }

    /// Empty where there are no rows.
    var text: String {
        guard !rows.isEmpty else { return "" }
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let line = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }.joined(
                separator: "   ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}
