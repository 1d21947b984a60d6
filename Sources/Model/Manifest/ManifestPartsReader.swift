/// How the objects inside `spec` are read from checked JSON.
extension Manifest.Volume {
    init(_ object: JSON) {
        self.init()
        size = object.text("size") ?? ""
        storageClass = object.text("storageClass")
        subPath = object.text("subPath")
        isSubPathExpr = object.flag("isSubPathExpr") ?? false
        iops = object.whole("iops")
        throughput = object.whole("throughput")
        type = object.text("type")
        selector = object.part("selector")
    }
}

extension Manifest.Resources {
    init(_ object: JSON) {
        self.init(requests: Amounts(object["requests"] ?? .null), limits: Amounts(object["limits"] ?? .null))
    }
}

extension Manifest.Resources.Amounts {
    init(_ object: JSON) {
        self.init(
            cpu: object.text("cpu"), memory: object.text("memory"), hugepages2Mi: object.text("hugepages-2Mi"),
            hugepages1Gi: object.text("hugepages-1Gi"))
    }
}

extension Manifest.Patroni {
    init(_ object: JSON) {
        self.init()
        initdb = object.stringMap("initdb")
        pgHBA = object.strings("pg_hba")
        ttl = object.whole("ttl") ?? 0
        loopWait = object.whole("loop_wait") ?? 0
        retryTimeout = object.whole("retry_timeout") ?? 0
        maximumLagOnFailover = object.whole("maximum_lag_on_failover") ?? 0
        for (name, slot) in object["slots"]?.object ?? [:] where slot.object != nil {
            slots[name] = JSON.object(["slot": slot]).stringMap("slot")
        }
        synchronousMode = object.flag("synchronous_mode") ?? false
        synchronousModeStrict = object.flag("synchronous_mode_strict") ?? false
        synchronousNodeCount = object.whole("synchronous_node_count") ?? 0
        failsafeMode = object.flag("failsafe_mode")
    }
}

extension Manifest.PreparedDatabase {
    init(_ object: JSON) {
        self.init()
        defaultUsers = object.flag("defaultUsers") ?? false
        extensions = object.stringMap("extensions")
        secretNamespace = object.text("secretNamespace")
        schemas = object.map("schemas") { schema in
            Manifest.PreparedSchema(defaultRoles: schema.flag("defaultRoles") ?? true, defaultUsers: schema.flag("defaultUsers") ?? false)
        }
    }
}

extension Manifest.ConnectionPooler {
    init(_ object: JSON) {
        self.init()
        numberOfInstances = object.whole("numberOfInstances")
        schema = object.text("schema")
        user = object.text("user")
        mode = object.text("mode")
        dockerImage = object.text("dockerImage")
        maxDBConnections = object.whole("maxDBConnections")
        resources = object.part("resources").map(Manifest.Resources.init)
    }
}

extension Manifest.Clone {
    init(_ object: JSON) {
        self.init()
        cluster = object.text("cluster") ?? ""
        uid = object.text("uid")
        timestamp = object.text("timestamp")
        s3WalPath = object.text("s3_wal_path")
        s3Endpoint = object.text("s3_endpoint")
        s3AccessKeyId = object.text("s3_access_key_id")
        s3SecretAccessKey = object.text("s3_secret_access_key")
        s3ForcePathStyle = object.flag("s3_force_path_style")
    }
}

extension Manifest.Standby {
    init(_ object: JSON) {
        self.init()
        s3WalPath = object.text("s3_wal_path")
        gsWalPath = object.text("gs_wal_path")
        standbyHost = object.text("standby_host")
        standbyPort = object.text("standby_port")
        standbyPrimarySlotName = object.text("standby_primary_slot_name")
    }
}

extension Manifest.Sidecar {
    init(_ object: JSON) {
        self.init()
        name = object.text("name") ?? ""
        image = object.text("image") ?? ""
        ports = object.items("ports").map { CoreNormal.normal($0) }
        env = object.items("env").map { CoreNormal.normal($0) }
        command = object.strings("command")
        resources = object.part("resources").map(Manifest.Resources.init)
    }
}

extension Manifest.AdditionalVolume {
    init(_ object: JSON) {
        self.init()
        name = object.text("name") ?? ""
        mountPath = object.text("mountPath") ?? ""
        subPath = object.text("subPath")
        isSubPathExpr = object.flag("isSubPathExpr") ?? false
        targetContainers = object.strings("targetContainers")
        volumeSource = CoreNormal.normal(object.part("volumeSource") ?? .object([:]))
    }
}

extension Manifest.TLS {
    init(_ object: JSON) {
        self.init()
        secretName = object.text("secretName") ?? ""
        certificateFile = object.text("certificateFile")
        privateKeyFile = object.text("privateKeyFile")
        caFile = object.text("caFile")
        caSecretName = object.text("caSecretName")
    }
}

extension Manifest.Stream {
    init(_ object: JSON) {
        self.init()
        applicationId = object.text("applicationId") ?? ""
        database = object.text("database") ?? ""
        tables = object.map("tables") { table in
            var read = Manifest.StreamTable()
            read.eventType = table.text("eventType") ?? ""
            read.idColumn = table.text("idColumn")
            read.payloadColumn = table.text("payloadColumn")
            read.recoveryEventType = table.text("recoveryEventType")
            read.ignoreRecovery = table.flag("ignoreRecovery") ?? false
            return read
        }
        filter = object.stringMap("filter")
        batchSize = object.whole("batchSize")
        cpu = object.text("cpu")
        memory = object.text("memory")
        enableRecovery = object.flag("enableRecovery")
    }
}
