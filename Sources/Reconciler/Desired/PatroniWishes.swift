import Model

/// What Patroni's `/config` shall hold while the cluster runs. False and 0 are said outright, so that taking a line out of the manifest
/// takes the setting back.
struct PatroniWishes {
    let context: ClusterContext
    let spilo: SpiloConfiguration

    var json: JSON {
        let patroni = context.spec.patroni
        var wishes = JSON.object([:])
        for (key, value) in [
            ("ttl", patroni.ttl), ("loop_wait", patroni.loopWait), ("retry_timeout", patroni.retryTimeout),
            ("maximum_lag_on_failover", patroni.maximumLagOnFailover),
        ] where value > 0 {
            wishes[key] = JSON(value)
        }
        wishes["synchronous_mode"] = .bool(patroni.synchronousMode)
        wishes["synchronous_mode_strict"] = .bool(patroni.synchronousModeStrict)
        // Patroni's own 1 holds where the manifest does not say; 0 would be refused.
        if patroni.synchronousNodeCount > 0 { wishes["synchronous_node_count"] = JSON(patroni.synchronousNodeCount) }
        wishes["failsafe_mode"] = .bool(patroni.failsafeMode ?? context.configuration.enablePatroniFailsafeMode)
        if !patroni.slots.isEmpty { wishes["slots"] = JSON(patroni.slots.mapValues { JSON($0) }) }
        var postgresql = JSON.object([:])
        var parameters = spilo.clusterParameters
        // Streams read the log by logical decoding.
        if !context.spec.streams.isEmpty { parameters["wal_level"] = "logical" }
        if !parameters.isEmpty { postgresql["parameters"] = JSON(parameters) }
        if !patroni.pgHBA.isEmpty { postgresql["pg_hba"] = JSON(patroni.pgHBA) }
        if postgresql.object?.isEmpty == false { wishes["postgresql"] = postgresql }
        return wishes
    }
}
