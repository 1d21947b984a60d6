import Model

/// What Patroni's REST interface answers, as a function of what is known of the cluster; changes are handed back to be carried out.
struct PatroniREST: Sendable {
    enum Effect: Sendable, Equatable {
        case none
        /// The dynamic configuration is this now; members wait for a restart where a parameter needs one.
        case setConfig(JSON, pendingRestart: Bool)
        case restarted
        case lead(String)
    }

    let entry: PatroniBook.Entry
    let cluster: PatroniBook.Cluster
    let members: [PatroniBook.Entry]
    let now: Moment

    private var isLeader: Bool { cluster.leader == entry.member.pod }
    private var role: String { isLeader ? (entry.member.isStandby ? "standby_leader" : "primary") : "replica" }

    func answer(_ request: NodeRequest) -> (response: NodeResponse, effect: Effect) {
        switch (request.method, request.path) {
        case ("GET", "/cluster"): (.json(200, clusterView), .none)
        case ("GET", "/config"): (.json(200, cluster.config), .none)
        case ("GET", "/history"): (.json(200, []), .none)
        case ("PATCH", "/config"), ("PUT", "/config"): configure(request)
        case ("POST", "/restart"): (.text(200, "restarted successfully"), .restarted)
        case ("POST", "/reload"): (.text(202, "reload scheduled"), .none)
        case ("POST", "/reinitialize"): (.text(200, "reinitialize started"), .none)
        case ("POST", "/switchover"), ("POST", "/failover"): moveLeader(request)
        case ("GET", _), ("HEAD", _), ("OPTIONS", _): (.json(healthStatus(request.path), status), .none)
        default: (.text(501, "Unsupported method"), .none)
        }
    }

    private func healthStatus(_ path: String) -> Int {
        switch path {
        case "/", "/primary", "/master", "/read-write": isLeader && !entry.member.isStandby ? 200 : 503
        case "/leader": isLeader ? 200 : 503
        case "/standby-leader", "/standby_leader": isLeader && entry.member.isStandby ? 200 : 503
        case "/replica": isLeader ? 503 : 200
        case "/sync", "/synchronous", "/async", "/asynchronous": isLeader || path.hasPrefix("/s") ? 503 : 200
        case "/patroni", "/health", "/liveness", "/readiness", "/read-only": 200
        default: 404
        }
    }

    // MARK: Views

    private var status: JSON {
        var json: JSON = [
            "state": "running", "postmaster_start_time": .string(entry.started.microText), "role": .string(role),
            "server_version": JSON(entry.member.serverVersion),
            "xlog": isLeader
                ? ["location": 67_108_864]
                : [
                    "received_location": 67_108_864, "replayed_location": 67_108_864, "replayed_timestamp": .null, "paused": false,
                ],
            "timeline": 1, "cluster_unlocked": .bool(cluster.leader == nil), "dcs_last_seen": JSON(Int(now.seconds)),
            "database_system_identifier": .string(PatroniStore.systemIdentifier(entry.member)),
            "patroni": [
                "version": .string(SimulatedPatroni.version), "scope": .string(entry.member.scope), "name": .string(entry.member.pod),
            ],
        ]
        if entry.pendingRestart { json["pending_restart"] = true }
        if !isLeader { json["replication_state"] = "streaming" }
        return json
    }

    private var clusterView: JSON {
        let views = members.map { member -> JSON in
            let leads = member.member.pod == cluster.leader
            var json: JSON = [
                "name": .string(member.member.pod),
                "role": leads ? (member.member.isStandby ? "standby_leader" : "leader") : "replica",
                "state": leads ? "running" : "streaming", "api_url": .string("http://\(member.address):8008/patroni"),
                "host": .string(member.address), "port": 5432, "timeline": 1,
            ]
            if !leads {
                for key in ["lag", "receive_lag", "replay_lag"] { json[key] = 0 }
                for key in ["lsn", "receive_lsn", "replay_lsn"] { json[key] = "0/4000000" }
            }
            if member.pendingRestart { json["pending_restart"] = true }
            return json
        }
        return ["members": .array(views), "scope": .string(entry.member.scope)]
    }

    // MARK: Changes

    /// Parameters that PostgreSQL reads at its start only.
    static let restarting: Set<String> = [
        "archive_mode", "autovacuum_freeze_max_age", "autovacuum_max_workers", "hot_standby", "huge_pages", "max_connections",
        "max_files_per_process", "max_locks_per_transaction", "max_prepared_transactions", "max_replication_slots", "max_wal_senders",
        "max_worker_processes", "shared_buffers", "shared_preload_libraries", "superuser_reserved_connections", "track_commit_timestamp",
        "wal_buffers", "wal_decode_buffer_size", "wal_level", "wal_log_hints",
    ]

    private func configure(_ request: NodeRequest) -> (NodeResponse, Effect) {
        guard let change = request.json, change.object != nil else { return (.text(400, "the body is no JSON object"), .none) }
        let new = request.method == "PUT" ? change : Self.merged(change, into: cluster.config)
        let before = cluster.config.at("postgresql", "parameters")?.object ?? [:]
        let after = new.at("postgresql", "parameters")?.object ?? [:]
        let restarts = Self.restarting.contains { before[$0].map(Self.text) != after[$0].map(Self.text) }
        return (.json(200, new), .setConfig(new, pendingRestart: restarts))
    }

    /// `100` and `"100"` are the same parameter value.
    private static func text(_ value: JSON) -> String { value.string ?? value.text() }

    private static func merged(_ patch: JSON, into target: JSON) -> JSON {
        guard let changes = patch.object else { return patch }
        var result = target.object == nil ? [:] : target
        for (key, value) in changes { result[key] = value.isNull ? JSON?.none : merged(value, into: result[key] ?? [:]) }
        return result
    }

    private func moveLeader(_ request: NodeRequest) -> (NodeResponse, Effect) {
        let body = request.json ?? [:]
        if request.path == "/switchover", let leader = body["leader"]?.string, leader != cluster.leader {
            return (.text(412, "leader name does not match"), .none)
        }
        let others = members.filter { $0.member.pod != cluster.leader }
        let candidate = body["candidate"]?.string
        guard let next = candidate.map({ name in others.first { $0.member.pod == name } }) ?? others.first else {
            return (
                .text(
                    412,
                    candidate == nil
                        ? "switchover is not possible: cluster does not have members except leader"
                        : "candidate does not exist"), .none
            )
        }
        return (.text(200, "Successfully switched over to \"\(next.member.pod)\""), .lead(next.member.pod))
    }
}
