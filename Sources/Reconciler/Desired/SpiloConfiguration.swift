import Model

/// The text of `SPILO_CONFIGURATION`: what Spilo hands to Patroni when it makes the cluster, and what each pod keeps for itself.
///
/// The text is the predecessor's, byte for byte, as Go's encoder writes it: a pod's environment must not differ for a comma.
struct SpiloConfiguration {
    let spec: Manifest.Spec
    let configuration: Configuration
    /// The major version in force.
    let version: String

    /// Parameters that stand in each pod's own configuration; all others are Patroni's, for the whole cluster.
    static let localParameters: Set<String> = [
        "archive_command", "shared_buffers", "logging_collector", "log_destination", "log_directory", "log_filename", "log_file_mode",
        "log_rotation_age", "log_truncate_on_rotation", "ssl", "ssl_ca_file", "ssl_crl_file", "ssl_cert_file", "ssl_key_file",
        "shared_preload_libraries", "bg_mon.listen_address", "bg_mon.history_buckets", "pg_stat_statements.track_utility",
        "extwlist.extensions", "extwlist.custom_path",
    ]

    /// Options of initdb that stand alone.
    private static let bareOptions: Set<String> = ["data-checksums", "debug", "no-locale", "noclean", "nosync", "sync-only"]

    var text: String { json.text(JSONStyle(escapesHTML: true)) }

    private var json: JSON {
        .build([("postgresql", local), ("bootstrap", JSON.build([("initdb", JSON.array(initdb)), ("dcs", bootstrap)]))])
    }

    private var local: JSON {
        let binaries = configuration.enablePgversionEnvVar ? "" : "/usr/lib/postgresql/\(version)/bin"
        let parameters = spec.postgresql.parameters.filter { Self.localParameters.contains($0.key) }
        return .build([
            ("bin_dir", binaries), ("parameters", sorted(parameters)),
            ("pg_hba", spec.patroni.pgHBA.isEmpty ? nil : JSON(spec.patroni.pgHBA)),
        ])
    }

    /// The parameters that are Patroni's.
    var clusterParameters: [String: String] { spec.postgresql.parameters.filter { !Self.localParameters.contains($0.key) } }

    private var initdb: [JSON] {
        var options: [(String, String)] = [("auth-host", "scram-sha-256"), ("auth-local", "trust")]
        var more: [JSON] = []
        for (name, value) in spec.patroni.initdb.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            if let place = options.firstIndex(where: { $0.0 == name }) {
                options[place].1 = value
            } else if value == "true", Self.bareOptions.contains(name) {
                more.append(.string(name))
            } else {
                more.append([name: .string(value)])
            }
        }
        return options.map { .object(JSONObject([($0.0, .string($0.1))])) } + more
    }

    private var bootstrap: JSON {
        let patroni = spec.patroni
        return .build([
            ("ttl", positive(patroni.ttl)), ("loop_wait", positive(patroni.loopWait)), ("retry_timeout", positive(patroni.retryTimeout)),
            ("maximum_lag_on_failover", positive(Self.singlePrecision(patroni.maximumLagOnFailover))),
            ("synchronous_mode", patroni.synchronousMode ? true : nil),
            ("synchronous_mode_strict", patroni.synchronousModeStrict ? true : nil),
            ("synchronous_node_count", positive(patroni.synchronousNodeCount)),
            ("postgresql", clusterParameters.isEmpty ? nil : JSON.build([("parameters", sorted(clusterParameters))])),
            ("slots", slots), ("failsafe_mode", patroni.failsafeMode ?? configuration.enablePatroniFailsafeMode),
        ])
    }

    private var slots: JSON? {
        guard !spec.patroni.slots.isEmpty else { return nil }
        return .object(
            JSONObject(spec.patroni.slots.map { ($0.key, sorted($0.value) ?? .object([:])) }).sorted())
    }

    private func positive(_ value: Int) -> Int? { value > 0 ? value : nil }

    private func sorted(_ map: [String: String]) -> JSON? {
        guard !map.isEmpty else { return nil }
        return .object(JSONObject(map.map { ($0.key, .string($0.value)) }).sorted())
    }

    /// The predecessor passes this number through 32 bits, of which text has the fewest digits that tell it apart. Patroni is told the
    /// exact number later.
    static func singlePrecision(_ value: Int) -> Int {
        guard value > 1 << 24 else { return value }
        return Double(Float(value).description).flatMap { Int(exactly: $0) } ?? value
    }
}
