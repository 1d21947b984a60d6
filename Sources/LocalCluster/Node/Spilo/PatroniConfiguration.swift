import Model

/// Patroni's configuration for one pod, translated from the container's environment as Spilo translates it.
///
/// It is written as JSON, which every YAML reader reads.
struct PatroniConfiguration: Sendable {
    /// What the node decides about the pod.
    struct Place: Sendable, Equatable {
        var namespace: String
        var pod: String
        var address: String
        var dataDirectory: String
        var binaryDirectory: String
        /// Short, since a Unix socket's path may have 107 bytes only.
        var socketDirectory: String
        var certificate: String
        var key: String
        var authority: String?
        /// Of the kubeconfig's only context.
        var context: String
        var postInit: String
        var passwordFile: String
        /// Makes a replica.
        var replicaScript: String
        /// Restores a clone's data; nil where the cluster is no clone.
        var cloneScript: String?
        /// Libraries that this server has, of those that may be preloaded.
        var libraries: Set<String>
        /// The address behind the standby source's name.
        var standbyHost: String?
    }

    let environment: SpiloEnvironment
    let place: Place

    var json: JSON {
        var json: JSON = [
            "scope": .string(environment.scope), "name": .string(place.pod),
            "restapi": ["listen": .string("\(place.address):8008"), "connect_address": .string("\(place.address):8008")],
            "kubernetes": kubernetes, "bootstrap": bootstrap, "postgresql": postgresql,
            "watchdog": ["mode": "off"],
            "log": ["level": "INFO", "format": "%(asctime)s %(levelname)s: %(message)s"],
        ]
        if let tags = environment.configuration["tags"] { json["tags"] = tags }
        return json
    }

    private var kubernetes: JSON {
        var json: JSON = [
            "context": .string(place.context), "namespace": .string(place.namespace),
            "labels": JSON(environment.labels("KUBERNETES_LABELS")),
            "scope_label": .string(environment["KUBERNETES_SCOPE_LABEL"] ?? "version"),
            "role_label": .string(environment["KUBERNETES_ROLE_LABEL"] ?? "role"),
            "leader_label_value": .string(environment["KUBERNETES_LEADER_LABEL_VALUE"] ?? "master"),
            "standby_leader_label_value": .string(environment["KUBERNETES_STANDBY_LEADER_LABEL_VALUE"] ?? "master"),
            "pod_ip": .string(place.address), "use_endpoints": .bool(!environment.usesConfigMaps), "bypass_api_service": false,
        ]
        if !environment.usesConfigMaps { json["ports"] = [["port": 5432, "name": "postgresql"]] }
        let bootstrap = environment.labels("KUBERNETES_BOOTSTRAP_LABELS")
        if !bootstrap.isEmpty { json["bootstrap_labels"] = JSON(bootstrap) }
        return json
    }

    // MARK: Bootstrap

    private var bootstrap: JSON {
        let wish = environment.configuration["bootstrap"] ?? [:]
        var dcs = SpiloConfiguration.merge(wish["dcs"] ?? [:], over: SpiloDefaults.dcs)
        if let source = environment.standbySource {
            var standby: JSON = ["host": .string(place.standbyHost ?? source.host), "create_replica_methods": ["basebackup"]]
            if let port = source.port { standby["port"] = .string(port) }
            if let slot = source.slot { standby["primary_slot_name"] = .string(slot) }
            dcs["standby_cluster"] = standby
        }
        var json = wish
        json["dcs"] = dcs
        json["initdb"] = .array(initdb(wish["initdb"]?.array ?? []))
        json["post_init"] = .string(place.postInit)
        if let script = place.cloneScript {
            json["method"] = "clone"
            json["clone"] = [
                "command": .string(script), "no_params": true, "keep_existing_recovery_conf": false,
                "recovery_conf": ["recovery_target_timeline": "latest"],
            ]
        }
        return json
    }

    /// Spilo's options, but for those that the wish names itself. The locale is one that every machine has.
    private func initdb(_ wish: [JSON]) -> [JSON] {
        func key(_ option: JSON) -> String { option.string ?? option.object?.keys.first ?? "" }
        let named = Set(wish.map(key))
        let defaults: [JSON] = [["encoding": "UTF8"], ["locale": "C.UTF-8"], "data-checksums", "no-sync"]
        return defaults.filter { !named.contains(key($0)) } + wish
    }

    // MARK: PostgreSQL

    private var postgresql: JSON {
        let wish = environment.configuration["postgresql"] ?? [:]
        var json = wish
        json["listen"] = .string("\(place.address):5432")
        json["connect_address"] = .string("\(place.address):5432")
        json["data_dir"] = .string(place.dataDirectory)
        json["bin_dir"] = .string(place.binaryDirectory)
        json["pgpass"] = .string(place.passwordFile)
        json["use_unix_socket"] = true
        json["use_unix_socket_repl"] = true
        json["parameters"] = parameters(wish["parameters"] ?? [:])
        let rules = (wish["pg_hba"]?.array ?? []).compactMap(\.string)
        json["pg_hba"] = JSON(accessRules(rules.isEmpty ? SpiloDefaults.accessRules(standby: environment.standby) : rules))
        json["authentication"] = [
            "superuser": ["username": .string(environment.superuser), "password": .string(environment.superuserPassword)],
            "replication": ["username": .string(environment.standby), "password": .string(environment.standbyPassword)],
        ]
        json["create_replica_methods"] = ["basebackup_fast_xlog", "basebackup"]
        json["basebackup_fast_xlog"] = ["command": .string(place.replicaScript)]
        json["basebackup"] = [["checkpoint": "fast"], "no-sync"]
        return json
    }

    /// A server that was built without TLS refuses the rules that are about it.
    private func accessRules(_ rules: [String]) -> [String] {
        guard !hasTLS else { return rules }
        return rules.filter { !$0.hasPrefix("hostnossl") }.map { $0.hasPrefix("hostssl") ? "host" + $0.dropFirst(7) : $0 }
    }

    /// The module `sslinfo` is built only where TLS is.
    private var hasTLS: Bool { place.libraries.contains("sslinfo") }

    private func parameters(_ wish: JSON) -> JSON {
        var merged = SpiloConfiguration.merge(wish, over: SpiloDefaults.local)
        merged = SpiloConfiguration.merge(SpiloDefaults.enforced, over: merged)
        let libraries = (merged["shared_preload_libraries"]?.string ?? "").split(separator: ",")
            .map { String($0.filter { !" '\"".contains($0) }) }
        merged["shared_preload_libraries"] = .string(libraries.filter(place.libraries.contains).joined(separator: ","))
        merged["unix_socket_directories"] = .string(place.socketDirectory)
        guard hasTLS else {
            merged["ssl"] = "off"
            return merged
        }
        merged["ssl"] = merged["ssl"] ?? "on"
        merged["ssl_cert_file"] = .string(place.certificate)
        merged["ssl_key_file"] = .string(place.key)
        if let authority = place.authority { merged["ssl_ca_file"] = .string(authority) }
        return merged
    }
}
