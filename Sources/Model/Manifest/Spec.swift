extension Manifest {
    /// `spec` of the manifest. Nil or empty: not given. Names are the manifest's own.
    public struct Spec: Sendable, Equatable {
        // MARK: Identity, size, image
        public var teamId = ""
        public var numberOfInstances = 0
        public var dockerImage: String?
        public var schedulerName: String?
        public var podPriorityClassName: String?
        public var spiloRunAsUser: Int?
        public var spiloRunAsGroup: Int?
        public var spiloFSGroup: Int?
        public var enableShmVolume: Bool?
        /// A core/v1 Probe.
        public var livenessProbe: JSON?
        public var podAnnotations: [String: String] = [:]
        /// core/v1 EnvVars.
        public var env: [JSON] = []
        /// core/v1 EnvFromSources.
        public var envFrom: [JSON] = []

        public var postgresql = PostgreSQL()
        public var volume = Volume()
        public var resources: Resources?
        public var patroni = Patroni()

        // MARK: Users and databases
        /// Role name to its flags, as written.
        public var users: [String: [String]] = [:]
        /// Database to its owner.
        public var databases: [String: String] = [:]
        public var usersWithSecretRotation: [String] = []
        public var usersWithInPlaceSecretRotation: [String] = []
        public var usersIgnoringSecretRotation: [String] = []
        /// Nil: the field is not there; empty: one database named after the cluster.
        public var preparedDatabases: [String: PreparedDatabase]?

        // MARK: Services
        public var enableMasterLoadBalancer: Bool?
        public var enableReplicaLoadBalancer: Bool?
        public var enableMasterPoolerLoadBalancer: Bool?
        public var enableReplicaPoolerLoadBalancer: Bool?
        public var enableMasterNodePort: Bool?
        public var enableReplicaNodePort: Bool?
        public var enableMasterPoolerNodePort: Bool?
        public var enableReplicaPoolerNodePort: Bool?
        /// Nil and 0: chosen by Kubernetes.
        public var masterNodePort: Int?
        public var replicaNodePort: Int?
        public var masterPoolerNodePort: Int?
        public var replicaPoolerNodePort: Int?
        public var allowedSourceRanges: [String] = []
        public var serviceAnnotations: [String: String] = [:]
        public var masterServiceAnnotations: [String: String] = [:]
        public var replicaServiceAnnotations: [String: String] = [:]

        // MARK: Connection pooler
        public var enableConnectionPooler: Bool?
        public var enableReplicaConnectionPooler: Bool?
        public var connectionPooler: ConnectionPooler?

        // MARK: Clone and standby
        public var clone: Clone?
        public var standby: Standby?

        // MARK: Scheduling
        public var tolerations: [JSON] = []
        /// A core/v1 NodeAffinity.
        public var nodeAffinity: JSON?
        public var topologySpreadConstraints: [JSON] = []

        // MARK: Containers and volumes
        public var sidecars: [Sidecar] = []
        /// core/v1 Containers.
        public var initContainers: [JSON] = []
        public var additionalVolumes: [AdditionalVolume] = []
        public var tls: TLS?

        // MARK: Backup and maintenance
        public var enableLogicalBackup = false
        public var logicalBackupSchedule: String?
        public var logicalBackupRetention: String?
        public var maintenanceWindows: [MaintenanceWindow] = []

        public var streams: [Stream] = []

        public init() {}
    }
}

extension Manifest.Spec {
    /// Whether the master pooler is wanted: said so, or a pooler is described and it is not switched off.
    public var wantsMasterPooler: Bool { enableConnectionPooler ?? (connectionPooler != nil) }
    public var wantsReplicaPooler: Bool { enableReplicaConnectionPooler ?? false }
    public var wantsPooler: Bool { wantsMasterPooler || wantsReplicaPooler }

    /// A standby cluster: one with a `standby` section, or with a standby archive among its environment.
    public var isStandby: Bool {
        if standby != nil { return true }
        return env.contains { variable in
            Self.standbyVariables.contains(variable["name"]?.string ?? "") && !(variable["value"]?.string ?? "").isEmpty
        }
    }

    private static let standbyVariables = ["S3", "GS", "GSC", "SWIFT"].map { "STANDBY_WALE_\($0)_PREFIX" }
}
