import Model

/// In which order PostgreSQL is restarted in the members that wait for it after their configuration changed.
enum RestartOrder {
    /// A standby refuses to start while one of these is lower than on its primary; so the primary goes first when they shrink
    /// (PostgreSQL's documentation, "Administrator's Overview" of hot standby).
    static let standbyLimits: Set = [
        "max_connections", "max_prepared_transactions", "max_locks_per_transaction", "max_worker_processes", "max_wal_senders",
    ]

    /// Whether the primary is restarted first: nothing but decreases of such limits is changed.
    static func primaryFirst(old: [String: String], new: [String: String]) -> Bool {
        !new.isEmpty
            && new.allSatisfy { name, text in
                guard standbyLimits.contains(name), let before = old[name].flatMap({ Int($0) }), let after = Int(text) else { return false }
                return after < before
            }
    }
}
