/// The fields of `spec`, in the order of the reference: the source of the CRD, of the checks and of `explain field`.
public enum ManifestFields {
    public static let spec: [Field] =
        identity + database + users + services + pooler + cloneAndStandby + scheduling + containers + backup + streams + deprecated

    /// Fields of v1 that v2 dropped: read with a warning.
    private static let deprecated: [Field] = [
        Field(
            "init_containers", .list(CoreFields.container), replacedBy: "initContainers", "Deprecated: used where initContainers is absent."
        ),
        Field(
            "pod_priority_class_name", .string, replacedBy: "podPriorityClassName",
            "Deprecated: used where podPriorityClassName is absent."),
        Field(
            "useLoadBalancer", .boolean, replacedBy: "enableMasterLoadBalancer",
            "Deprecated: used where neither enableMasterLoadBalancer nor enableReplicaLoadBalancer is given."),
        Field(
            "replicaLoadBalancer", .boolean, replacedBy: "enableReplicaLoadBalancer",
            "Deprecated: used where neither enableMasterLoadBalancer nor enableReplicaLoadBalancer is given."),
    ]

    private static let identity: [Field] = [
        Field("teamId", .string, required: true, reaches: ["label team"], "The team that owns the cluster; its members get roles."),
        Field(
            "numberOfInstances", .int32(least: 0), required: true, setting: "min_instances, max_instances",
            reaches: ["StatefulSet spec.replicas", "PodDisruptionBudget spec.minAvailable"],
            "How many pods run. 0 stops the cluster and keeps its volumes."),
        Field(
            "dockerImage", .string, setting: "docker_image", reaches: ["StatefulSet container postgres image"],
            "The Spilo image of the database."),
        Field("schedulerName", .string, reaches: ["StatefulSet pod schedulerName"], "The scheduler that places the database pods."),
        Field(
            "podPriorityClassName", .string, setting: "pod_priority_class_name", reaches: ["StatefulSet pod priorityClassName"],
            "Priority class of the database pods."),
        Field(
            "spiloRunAsUser", .int64(), setting: "spilo_runasuser", reaches: ["StatefulSet pod securityContext.runAsUser"],
            "User id of the database pods."),
        Field(
            "spiloRunAsGroup", .int64(), setting: "spilo_runasgroup", reaches: ["StatefulSet pod securityContext.runAsGroup"],
            "Group id of the database pods."),
        Field(
            "spiloFSGroup", .int64(), setting: "spilo_fsgroup", reaches: ["StatefulSet and pooler pod securityContext.fsGroup"],
            "Group that owns the volumes; TLS needs it."),
        Field(
            "enableShmVolume", .boolean, setting: "enable_shm_volume", reaches: ["StatefulSet volume dshm"],
            "Memory-backed /dev/shm; true switches it on."),
        Field(
            "livenessProbe", CoreFields.probe, setting: "liveness_probe", reaches: ["StatefulSet container postgres livenessProbe"],
            "Liveness probe of the database container; replaces the configured one whole."),
        Field(
            "podAnnotations", .stringMap, setting: "custom_pod_annotations",
            reaches: ["annotations of database, pooler and backup pods"],
            "Annotations of the pods; each key wins over the configured one."),
        Field(
            "env", .list(CoreFields.envVar), reaches: ["StatefulSet container postgres env"],
            "More environment for the database container; the operator's own variables cannot be overridden."),
        Field(
            "envFrom", .list(CoreFields.envFromSource), reaches: ["StatefulSet container postgres envFrom"],
            "Sources of more environment for the database container."),
    ]

    static let resources: Shape = .object([
        Field("requests", amounts, "What a container is given at least."), Field("limits", amounts, "What a container gets at most."),
    ])

    private static let amounts: Shape = .object([
        Field("cpu", .format(.cpu), "Processors."), Field("memory", .format(.memory), "Memory."),
        Field("hugepages-2Mi", .format(.memory), "Huge pages of 2 MiB."), Field("hugepages-1Gi", .format(.memory), "Huge pages of 1 GiB."),
    ])

    private static let database: [Field] = [
        Field(
            "postgresql",
            .object([
                Field(
                    "version", .oneOf(["14", "15", "16", "17", "18"]), required: true,
                    reaches: ["StatefulSet container postgres env PGVERSION", "CronJob env PG_VERSION"],
                    "Major version. Raising it upgrades the cluster; lowering it is refused."),
                Field(
                    "parameters", .stringMap, reaches: ["StatefulSet container postgres env SPILO_CONFIGURATION", "Patroni configuration"],
                    "Server parameters; all values are strings."),
            ]), required: true, "The database server."),
        Field(
            "volume",
            .object([
                Field(
                    "size", .format(.memory), required: true,
                    reaches: ["StatefulSet volumeClaimTemplates pgdata storage request", "PVC size"],
                    "Size of each pod's volume. It can grow, not shrink."),
                Field("storageClass", .string, reaches: ["StatefulSet volumeClaimTemplates pgdata storageClassName"], "Storage class."),
                Field("subPath", .string, reaches: ["mount of pgdata"], "Path inside the volume that is mounted."),
                Field("isSubPathExpr", .boolean, reaches: ["mount of pgdata"], "Whether subPath holds $(VARIABLES)."),
                Field("iops", .int32(most: 80000), "Operations per second of an AWS volume."),
                Field("throughput", .int32(most: 2000), "Throughput of an AWS volume, MiB/s."),
                Field("type", .string, "Type of an AWS volume."),
                Field(
                    "selector", CoreFields.labelSelector, reaches: ["StatefulSet volumeClaimTemplates pgdata selector"],
                    "Which volumes may be bound."),
            ]), required: true, "The data volume of each pod."),
        Field(
            "resources", resources, setting: "default_cpu_request, default_memory_request, default_cpu_limit, default_memory_limit",
            reaches: ["StatefulSet container postgres resources"], "Requests and limits of the database container."),
        Field("patroni", .object(patroni), reaches: ["SPILO_CONFIGURATION", "Patroni configuration"], "Settings for Patroni."),
    ]

    private static let patroni: [Field] = [
        Field("initdb", .stringMap, "Options of initdb; they count when the cluster is made."),
        Field("pg_hba", .strings, "Replaces the whole list of pg_hba rules."),
        Field("ttl", .int32, "Seconds until the leader's lock expires."), Field("loop_wait", .int32, "Seconds between Patroni's looks."),
        Field("retry_timeout", .int32, "Seconds that Patroni goes on trying."),
        Field("maximum_lag_on_failover", .int64(), "Bytes that a replica may lag and still be promoted."),
        Field("slots", .map(.stringMap), "Permanent replication slots: name to type, database and plugin."),
        Field("synchronous_mode", .boolean, "Synchronous replication."),
        Field("synchronous_mode_strict", .boolean, "No writes without a synchronous replica."),
        Field("synchronous_node_count", .int32, "How many synchronous replicas."),
        Field(
            "failsafe_mode", .boolean, setting: "enable_patroni_failsafe_mode", "The primary stays while the store of its lock is away."),
    ]

    static let roleFlags = ["bypassrls", "createdb", "createrole", "inherit", "login", "replication", "superuser"]

    private static let users: [Field] = [
        Field(
            "users", .map(.strings), reaches: ["a Secret for each role", "roles in the database"],
            "Roles to make and their flags. A role that leaves the list is not dropped."),
        Field("databases", .stringMap, reaches: ["databases"], "Databases to make and their owners. None is ever dropped."),
        Field("usersWithSecretRotation", .strings, "Roles whose passwords rotate through dated roles."),
        Field("usersWithInPlaceSecretRotation", .strings, "Roles whose passwords rotate, the name staying."),
        Field("usersIgnoringSecretRotation", .strings, "Roles whose passwords never rotate."),
        Field(
            "preparedDatabases",
            .map(
                .object([
                    Field("defaultUsers", .boolean, "Make login roles for owner, writer and reader."),
                    Field("extensions", .stringMap, "Extensions to create, and their schemas."),
                    Field("secretNamespace", .string, setting: "enable_cross_namespace_secret", "Where the Secrets of these roles go."),
                    Field(
                        "schemas",
                        .map(
                            .object([
                                Field("defaultRoles", .boolean, "Make owner, writer and reader roles. True where it is absent."),
                                Field("defaultUsers", .boolean, "Make login roles for them too."),
                            ])), "Schemas to make; one named data where none is given."),
                ])), reaches: ["databases, schemas, roles, Secrets"],
            "Databases made whole, with schemas, roles and extensions. Empty: one named after the cluster."),
    ]

    private static func nodePort(_ name: String, _ service: String) -> Field {
        Field(name, .int32, reaches: ["Service \(service) nodePort"], "Fixed node port; 0 lets Kubernetes choose.")
    }

    private static let services: [Field] = [
        Field(
            "enableMasterLoadBalancer", .boolean, setting: "enable_master_load_balancer", reaches: ["Service type"],
            "Load balancer for the primary."),
        Field(
            "enableReplicaLoadBalancer", .boolean, setting: "enable_replica_load_balancer", reaches: ["Service type"],
            "Load balancer for the replicas."),
        Field(
            "enableMasterPoolerLoadBalancer", .boolean, setting: "enable_master_pooler_load_balancer", reaches: ["Service type"],
            "Load balancer for the primary's pooler."),
        Field(
            "enableReplicaPoolerLoadBalancer", .boolean, setting: "enable_replica_pooler_load_balancer", reaches: ["Service type"],
            "Load balancer for the replicas' pooler."),
        Field(
            "enableMasterNodePort", .boolean, setting: "enable_master_node_port", reaches: ["Service type"],
            "Node port for the primary; wins over a load balancer."),
        nodePort("masterNodePort", "of the primary"),
        Field(
            "enableReplicaNodePort", .boolean, setting: "enable_replica_node_port", reaches: ["Service type"], "Node port for the replicas."
        ),
        nodePort("replicaNodePort", "of the replicas"),
        Field(
            "enableMasterPoolerNodePort", .boolean, setting: "enable_master_pooler_node_port", reaches: ["Service type"],
            "Node port for the primary's pooler."),
        nodePort("masterPoolerNodePort", "of the primary's pooler"),
        Field(
            "enableReplicaPoolerNodePort", .boolean, setting: "enable_replica_pooler_node_port", reaches: ["Service type"],
            "Node port for the replicas' pooler."),
        nodePort("replicaPoolerNodePort", "of the replicas' pooler"),
        Field(
            "allowedSourceRanges", .list(.format(.cidr)), reaches: ["Service loadBalancerSourceRanges"],
            "Who may use the load balancers. Empty: only 127.0.0.1/32."),
        Field(
            "serviceAnnotations", .stringMap, setting: "custom_service_annotations", reaches: ["Service annotations"],
            "Annotations of all Services."),
        Field("masterServiceAnnotations", .stringMap, reaches: ["Service annotations"], "Annotations of the primary's Services."),
        Field("replicaServiceAnnotations", .stringMap, reaches: ["Service annotations"], "Annotations of the replicas' Services."),
    ]

    private static let pooler: [Field] = [
        Field(
            "enableConnectionPooler", .boolean, reaches: ["Deployment, Service and Secret of the pooler"],
            "A pooler for the primary. Absent, with connectionPooler there, it is on."),
        Field(
            "enableReplicaConnectionPooler", .boolean, reaches: ["Deployment, Service and Secret of the pooler"],
            "A pooler for the replicas."),
        Field(
            "connectionPooler",
            .object([
                Field(
                    "numberOfInstances", .int32(least: 1), setting: "connection_pooler_number_of_instances",
                    reaches: ["Deployment spec.replicas"], "Pods of each pooler."),
                Field(
                    "schema", .string, setting: "connection_pooler_schema", reaches: ["Deployment env PGSCHEMA"],
                    "Schema of the lookup function."),
                Field("user", .string, setting: "connection_pooler_user", reaches: ["Deployment env PGUSER"], "Role of the pooler."),
                Field(
                    "mode", .oneOf(["session", "transaction"]), setting: "connection_pooler_mode",
                    reaches: ["Deployment env CONNECTION_POOLER_MODE"], "Pool mode."),
                Field("dockerImage", .string, setting: "connection_pooler_image", reaches: ["Deployment image"], "Image of the pooler."),
                Field(
                    "maxDBConnections", .int32, setting: "connection_pooler_max_db_connections",
                    reaches: ["Deployment env CONNECTION_POOLER_MAX_DB_CONN"], "Connections to the database, shared by the pods."),
                Field(
                    "resources", resources, setting: "connection_pooler_default_cpu_request and its like",
                    reaches: ["Deployment resources"],
                    "Requests and limits of the pooler."),
            ]), "Settings of the poolers."),
    ]

    private static let cloneAndStandby: [Field] = [
        Field(
            "clone",
            .object([
                Field("cluster", .string, required: true, reaches: ["env CLONE_SCOPE"], "The cluster to copy. Empty: no clone."),
                Field(
                    "uid", .format(.uuid), reaches: ["env CLONE_WAL_BUCKET_SCOPE_SUFFIX"],
                    "The uid of that cluster, part of its archive's path."),
                Field(
                    "timestamp", .format(.cloneTimestamp), reaches: ["env CLONE_TARGET_TIME"],
                    "Point in time to recover to, from the archive. Absent: a copy of the running cluster."),
                Field("s3_wal_path", .string, reaches: ["env CLONE_WALE_S3_PREFIX"], "The archive's whole prefix."),
                Field("s3_endpoint", .string, reaches: ["env CLONE_AWS_ENDPOINT"], "The archive's endpoint."),
                Field("s3_access_key_id", .string, reaches: ["env CLONE_AWS_ACCESS_KEY_ID"], "Credentials for the archive."),
                Field("s3_secret_access_key", .string, reaches: ["env CLONE_AWS_SECRET_ACCESS_KEY"], "Credentials for the archive."),
                Field(
                    "s3_force_path_style", .boolean, reaches: ["env CLONE_AWS_S3_FORCE_PATH_STYLE"],
                    "Bucket in the path instead of the host name."),
            ]), "Make this cluster as a copy of another one."),
        Field(
            "standby",
            .object([
                Field("s3_wal_path", .string, reaches: ["env STANDBY_WALE_S3_PREFIX"], "Follow an archive in S3."),
                Field("gs_wal_path", .string, reaches: ["env STANDBY_WALE_GS_PREFIX"], "Follow an archive in Google's storage."),
                Field("standby_host", .string, reaches: ["env STANDBY_HOST"], "Follow a running primary."),
                Field("standby_port", .string, reaches: ["env STANDBY_PORT"], "Its port, 5432 where absent."),
                Field("standby_primary_slot_name", .string, reaches: ["env STANDBY_PRIMARY_SLOT_NAME"], "The slot to use there."),
            ]), "Follow another cluster. Removing this promotes the cluster."),
    ]

    private static let scheduling: [Field] = [
        Field(
            "tolerations", .list(CoreFields.toleration), setting: "toleration", reaches: ["tolerations of all pods"],
            "Taints that the pods bear; replace the configured one."),
        Field(
            "nodeAffinity", CoreFields.nodeAffinity, setting: "node_readiness_label", reaches: ["affinity of database and pooler pods"],
            "Nodes that database and pooler pods want."),
        Field(
            "topologySpreadConstraints", .list(CoreFields.topologySpreadConstraint), reaches: ["database and backup pods"],
            "How the pods spread over the cluster."),
    ]

    private static let containers: [Field] = [
        Field(
            "sidecars",
            .list(
                .object([
                    Field("name", .string, "Name; sidecar-<index> where absent."), Field("image", .string, "Image; needed."),
                    Field("ports", .list(CoreFields.containerPort), "Ports."), Field("env", .list(CoreFields.envVar), "Environment."),
                    Field("command", .strings, "Entry point."), Field("resources", resources, "Requests and limits."),
                ])), setting: "sidecars", reaches: ["StatefulSet containers"], "More containers in the database pods."),
        Field("initContainers", .list(CoreFields.container), reaches: ["StatefulSet initContainers"], "Containers that run first."),
        Field(
            "additionalVolumes",
            .list(
                .object([
                    Field("name", .string, required: true, "Name of the volume."),
                    Field("mountPath", .string, required: true, "Where it is mounted."),
                    Field("volumeSource", .anyObject, required: true, "A Kubernetes volume source."),
                    Field("subPath", .string, "Path inside the volume."),
                    Field("isSubPathExpr", .boolean, "Whether subPath holds $(VARIABLES)."),
                    Field("targetContainers", .strings, "Containers that mount it; all for all; postgres where absent."),
                ])), reaches: ["StatefulSet volumes and mounts"], "More volumes in the database pods."),
        Field(
            "tls",
            .object([
                Field("secretName", .string, required: true, reaches: ["volume at /tls"], "Secret with certificate and key. Empty: none."),
                Field("certificateFile", .string, reaches: ["env SSL_CERTIFICATE_FILE"], "Certificate; tls.crt where absent."),
                Field("privateKeyFile", .string, reaches: ["env SSL_PRIVATE_KEY_FILE"], "Key; tls.key where absent."),
                Field("caFile", .string, reaches: ["env SSL_CA_FILE"], "Certificate authority."),
                Field("caSecretName", .string, reaches: ["volume at /tlsca"], "Secret that holds caFile, where it is another one."),
            ]), "Certificates of the user's own."),
    ]

    private static let backup: [Field] = [
        Field("enableLogicalBackup", .boolean, reaches: ["CronJob"], "Regular dumps."),
        Field(
            "logicalBackupSchedule", .format(.cron), setting: "logical_backup_schedule", reaches: ["CronJob schedule"], "When to dump."),
        Field(
            "logicalBackupRetention", .string, setting: "logical_backup_s3_retention_time",
            reaches: ["CronJob env LOGICAL_BACKUP_S3_RETENTION_TIME"], "How long dumps are kept, such as 3 months."),
        Field(
            "maintenanceWindows", .list(.format(.window)), setting: "maintenance_windows",
            "When disruptive work is allowed, in UTC; any time where no window is given."),
    ]

    private static let streams: [Field] = [
        Field(
            "streams",
            .list(
                .object([
                    Field("applicationId", .string, required: true, "Groups entries: one stream object for each."),
                    Field("database", .string, required: true, "The database with the tables."),
                    Field(
                        "tables",
                        .map(
                            .object([
                                Field("eventType", .string, required: true, "Type of the events."),
                                Field("idColumn", .string, "Column of the id."),
                                Field("payloadColumn", .string, "Column of the payload."),
                                Field("recoveryEventType", .string, "Type of events that could not be delivered."),
                                Field("ignoreRecovery", .boolean, "Pass over events that cannot be delivered."),
                            ])), required: true, "Tables, [schema.]name, and what becomes of their rows."),
                    Field("filter", .stringMap, "Filter expression of a table."), Field("batchSize", .int32(least: 0), "Events a batch."),
                    Field("cpu", .format(.cpu), "Processors of the stream's consumer."),
                    Field("memory", .format(.memory), "Memory of the stream's consumer."),
                    Field("enableRecovery", .boolean, "Keep events that could not be delivered."),
                ])), reaches: ["FabricEventStream", "role fes_user", "publications and slots"], "Change data capture.")
    ]
}
