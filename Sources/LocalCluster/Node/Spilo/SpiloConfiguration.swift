import Model

/// What Spilo presets: the part of its defaults that means something without its image. Parameters for extensions that only the image has,
/// and for files that only it writes, are left out.
enum SpiloDefaults {
    /// `bootstrap.dcs`.
    static let dcs: JSON = [
        "ttl": 30, "loop_wait": 10, "retry_timeout": 10, "maximum_lag_on_failover": 33_554_432,
        // Fail over rather than restart a primary that crashed: its container is started again at once, before anybody would notice.
        "primary_start_timeout": 0,
        "postgresql": [
            "use_pg_rewind": true, "use_slots": true,
            "parameters": [
                "archive_mode": "on", "archive_timeout": "1800s", "autovacuum_analyze_scale_factor": 0.02, "autovacuum_max_workers": 5,
                "autovacuum_vacuum_scale_factor": 0.05, "checkpoint_completion_target": 0.9, "hot_standby": "on",
                "log_autovacuum_min_duration": 0,
                "log_checkpoints": "on", "log_connections": "on", "log_disconnections": "on",
                "log_line_prefix": "%t [%p]: [%l-1] %c %x %d %u %a %h ",
                "log_lock_waits": "on", "log_min_duration_statement": 500, "log_statement": "ddl", "log_temp_files": 0,
                "max_connections": 100, "max_replication_slots": 10, "max_wal_senders": 10, "tcp_keepalives_idle": 900,
                "tcp_keepalives_interval": 100, "track_functions": "all", "wal_compression": "on", "wal_level": "hot_standby",
                "wal_log_hints": "on",
            ],
        ],
    ]

    /// `postgresql.parameters` of the member itself. Archiving succeeds without doing anything, as Spilo has it where there is no bucket.
    static let local: JSON = [
        "archive_command": "/bin/true", "shared_buffers": "32MB", "shared_preload_libraries": "pg_stat_statements",
        "pg_stat_statements.track_utility": "off",
    ]

    /// What this machine decides, over everything else: durability is traded for speed, since nobody keeps anything here, and what is logged
    /// goes where the container's output goes.
    static let enforced: JSON = ["fsync": "off", "logging_collector": "off", "log_destination": "stderr"]

    static func accessRules(standby: String) -> [String] {
        [
            "local all all trust", "host all all 127.0.0.1/32 md5", "host all all ::1/128 md5", "local replication \(standby) trust",
            "hostssl replication \(standby) all md5", "hostnossl all all all reject", "hostssl all all all md5",
        ]
    }
}

/// Merging as Spilo merges: objects member by member, everything else by who comes first.
enum SpiloConfiguration {
    static func merge(_ wish: JSON, over base: JSON) -> JSON {
        guard let wished = wish.object, base.object != nil else { return wish }
        var merged = base
        for (key, value) in wished { merged[key] = base[key].map { merge(value, over: $0) } ?? value }
        return merged
    }
}
