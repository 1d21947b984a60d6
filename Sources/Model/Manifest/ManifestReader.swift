extension Manifest {
    /// Reads a `postgresql` object. All problems come at once; there is no manifest where one of them is an error.
    public static func read(_ object: JSON) -> (Manifest?, [Problem]) {
        var check = SchemaCheck()
        if object.object == nil {
            return (nil, [.error("", value: object, "a postgresql object is needed")])
        }
        let spec = object["spec"] ?? .null
        if spec.isNull {
            check.report(.error("spec", "this field is required: what the cluster shall be"))
        } else {
            check.check(spec, .object(ManifestFields.spec), path: "spec")
        }
        let manifest = Manifest(
            metadata: Metadata(object["metadata"] ?? .null), spec: Spec(spec.pruned(.object(ManifestFields.spec))), object: object)
        let problems = check.problems + ManifestRules(manifest, spec).problems(besides: check.problems)
        return (problems.hasErrors ? nil : manifest, problems)
    }
}

extension Manifest.Metadata {
    init(_ object: JSON) {
        self.init(
            name: object.text("name") ?? "", namespace: object.text("namespace") ?? "", uid: object.text("uid") ?? "",
            generation: object.whole("generation") ?? 0, labels: object.stringMap("labels"), annotations: object.stringMap("annotations"),
            ownerReferences: object.items("ownerReferences"), finalizers: object.strings("finalizers"),
            deletionTimestamp: object.text("deletionTimestamp"))
    }
}

extension Manifest.Spec {
    init(_ spec: JSON) {
        self.init()
        readIdentity(spec)
        readDatabase(spec)
        readUsers(spec)
        readServices(spec)
        readPooler(spec)
        readSources(spec)
        readContainers(spec)
        readBackup(spec)
        streams = spec.items("streams").map(Manifest.Stream.init)
    }

    private mutating func readIdentity(_ spec: JSON) {
        teamId = spec.text("teamId") ?? ""
        numberOfInstances = spec.whole("numberOfInstances") ?? 0
        dockerImage = spec.text("dockerImage")
        schedulerName = spec.text("schedulerName")
        podPriorityClassName = spec.text("podPriorityClassName").flatMap { $0.isEmpty ? nil : $0 } ?? spec.text("pod_priority_class_name")
        spiloRunAsUser = spec.whole("spiloRunAsUser")
        spiloRunAsGroup = spec.whole("spiloRunAsGroup")
        spiloFSGroup = spec.whole("spiloFSGroup")
        enableShmVolume = spec.flag("enableShmVolume")
        livenessProbe = spec.part("livenessProbe").map { CoreNormal.normal($0) }
        podAnnotations = spec.stringMap("podAnnotations")
        env = spec.items("env").map { CoreNormal.normal($0) }
        envFrom = spec.items("envFrom")
    }

    private mutating func readDatabase(_ spec: JSON) {
        let server = spec["postgresql"] ?? .null
        postgresql = Manifest.PostgreSQL(version: server.text("version") ?? "", parameters: server.stringMap("parameters"))
        volume = Manifest.Volume(spec["volume"] ?? .null)
        resources = spec.part("resources").map(Manifest.Resources.init)
        patroni = Manifest.Patroni(spec["patroni"] ?? .null)
    }

    private mutating func readUsers(_ spec: JSON) {
        for (name, flags) in spec["users"]?.object ?? [:] {
            users[name] = (flags.array ?? []).compactMap(\.string)
        }
        databases = spec.stringMap("databases")
        usersWithSecretRotation = spec.strings("usersWithSecretRotation")
        usersWithInPlaceSecretRotation = spec.strings("usersWithInPlaceSecretRotation")
        usersIgnoringSecretRotation = spec.strings("usersIgnoringSecretRotation")
        guard spec.part("preparedDatabases") != nil else { return }
        preparedDatabases = spec.map("preparedDatabases") { Manifest.PreparedDatabase($0) }
    }

    /// The two old names count only where both new ones are absent.
    private mutating func readServices(_ spec: JSON) {
        enableMasterLoadBalancer = spec.flag("enableMasterLoadBalancer")
        enableReplicaLoadBalancer = spec.flag("enableReplicaLoadBalancer")
        if enableMasterLoadBalancer == nil, enableReplicaLoadBalancer == nil {
            enableMasterLoadBalancer = spec.flag("useLoadBalancer")
            enableReplicaLoadBalancer = spec.flag("replicaLoadBalancer")
        }
        enableMasterPoolerLoadBalancer = spec.flag("enableMasterPoolerLoadBalancer")
        enableReplicaPoolerLoadBalancer = spec.flag("enableReplicaPoolerLoadBalancer")
        enableMasterNodePort = spec.flag("enableMasterNodePort")
        enableReplicaNodePort = spec.flag("enableReplicaNodePort")
        enableMasterPoolerNodePort = spec.flag("enableMasterPoolerNodePort")
        enableReplicaPoolerNodePort = spec.flag("enableReplicaPoolerNodePort")
        masterNodePort = spec.whole("masterNodePort")
        replicaNodePort = spec.whole("replicaNodePort")
        masterPoolerNodePort = spec.whole("masterPoolerNodePort")
        replicaPoolerNodePort = spec.whole("replicaPoolerNodePort")
        allowedSourceRanges = spec.strings("allowedSourceRanges")
        serviceAnnotations = spec.stringMap("serviceAnnotations")
        masterServiceAnnotations = spec.stringMap("masterServiceAnnotations")
        replicaServiceAnnotations = spec.stringMap("replicaServiceAnnotations")
    }

    private mutating func readPooler(_ spec: JSON) {
        enableConnectionPooler = spec.flag("enableConnectionPooler")
        enableReplicaConnectionPooler = spec.flag("enableReplicaConnectionPooler")
        connectionPooler = spec.part("connectionPooler").map(Manifest.ConnectionPooler.init)
    }

    private mutating func readSources(_ spec: JSON) {
        clone = spec.part("clone").map(Manifest.Clone.init)
        standby = spec.part("standby").map(Manifest.Standby.init)
        tolerations = spec.items("tolerations")
        nodeAffinity = spec.part("nodeAffinity")
        topologySpreadConstraints = spec.items("topologySpreadConstraints")
    }

    private mutating func readContainers(_ spec: JSON) {
        sidecars = spec.items("sidecars").map(Manifest.Sidecar.init)
        initContainers = (spec["initContainers"]?.array == nil ? spec.items("init_containers") : spec.items("initContainers")).map {
            CoreNormal.normal($0)
        }
        additionalVolumes = spec.items("additionalVolumes").map(Manifest.AdditionalVolume.init)
        tls = spec.part("tls").map(Manifest.TLS.init)
    }

    private mutating func readBackup(_ spec: JSON) {
        enableLogicalBackup = spec.flag("enableLogicalBackup") ?? false
        logicalBackupSchedule = spec.text("logicalBackupSchedule")
        logicalBackupRetention = spec.text("logicalBackupRetention")
        maintenanceWindows = spec.strings("maintenanceWindows").compactMap { MaintenanceWindow($0) }
    }
}
