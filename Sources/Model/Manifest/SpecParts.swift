/// The objects inside `spec`, in the manifest's own words.
extension Manifest {
    public struct PostgreSQL: Sendable, Equatable {
        /// Major version, as written.
        public var version = ""
        public var parameters: [String: String] = [:]

        public init(version: String = "", parameters: [String: String] = [:]) {
            self.version = version
            self.parameters = parameters
        }
    }

    public struct Volume: Sendable, Equatable {
        public var size = ""
        public var storageClass: String?
        public var subPath: String?
        public var isSubPathExpr = false
        public var iops: Int?
        public var throughput: Int?
        public var type: String?
        /// A LabelSelector.
        public var selector: JSON?

        public init() {}
    }

    /// Requests and limits of a container; nil, empty, `0` and `null` all mean "not given".
    public struct Resources: Sendable, Equatable {
        public var requests = Amounts()
        public var limits = Amounts()

        public init(requests: Amounts = Amounts(), limits: Amounts = Amounts()) {
            self.requests = requests
            self.limits = limits
        }

        public struct Amounts: Sendable, Equatable {
            public var cpu: String?
            public var memory: String?
            public var hugepages2Mi: String?
            public var hugepages1Gi: String?

            public init(cpu: String? = nil, memory: String? = nil, hugepages2Mi: String? = nil, hugepages1Gi: String? = nil) {
                self.cpu = cpu
                self.memory = memory
                self.hugepages2Mi = hugepages2Mi
                self.hugepages1Gi = hugepages1Gi
            }
        }
    }

    public struct Patroni: Sendable, Equatable {
        public var initdb: [String: String] = [:]
        public var pgHBA: [String] = []
        /// 0: not given, as for the other numbers here.
        public var ttl = 0
        public var loopWait = 0
        public var retryTimeout = 0
        public var maximumLagOnFailover = 0
        /// Slot to its settings (`type`, `database`, `plugin`).
        public var slots: [String: [String: String]] = [:]
        public var synchronousMode = false
        public var synchronousModeStrict = false
        public var synchronousNodeCount = 0
        public var failsafeMode: Bool?

        public init() {}
    }

    public struct PreparedDatabase: Sendable, Equatable {
        public var defaultUsers = false
        /// Extension to its schema.
        public var extensions: [String: String] = [:]
        public var secretNamespace: String?
        /// Empty: one schema named `data`.
        public var schemas: [String: PreparedSchema] = [:]

        public init() {}
    }

    public struct PreparedSchema: Sendable, Equatable {
        public var defaultRoles = true
        public var defaultUsers = false

        public init(defaultRoles: Bool = true, defaultUsers: Bool = false) {
            self.defaultRoles = defaultRoles
            self.defaultUsers = defaultUsers
        }
    }

    public struct ConnectionPooler: Sendable, Equatable {
        public var numberOfInstances: Int?
        public var schema: String?
        public var user: String?
        public var mode: String?
        public var dockerImage: String?
        public var maxDBConnections: Int?
        public var resources: Resources?

        public init() {}
    }

    public struct Clone: Sendable, Equatable {
        public var cluster = ""
        public var uid: String?
        public var timestamp: String?
        public var s3WalPath: String?
        public var s3Endpoint: String?
        public var s3AccessKeyId: String?
        public var s3SecretAccessKey: String?
        public var s3ForcePathStyle: Bool?

        public init() {}
    }

    public struct Standby: Sendable, Equatable {
        public var s3WalPath: String?
        public var gsWalPath: String?
        public var standbyHost: String?
        public var standbyPort: String?
        public var standbyPrimarySlotName: String?

        public init() {}
    }

    public struct Sidecar: Sendable, Equatable {
        /// Empty: `sidecar-<index>` is used.
        public var name = ""
        public var image = ""
        public var ports: [JSON] = []
        public var env: [JSON] = []
        public var command: [String] = []
        public var resources: Resources?

        public init() {}
    }

    public struct AdditionalVolume: Sendable, Equatable {
        public var name = ""
        public var mountPath = ""
        public var subPath: String?
        public var isSubPathExpr = false
        /// Empty: the database's container.
        public var targetContainers: [String] = []
        public var volumeSource: JSON = .object([:])

        public init() {}
    }

    public struct TLS: Sendable, Equatable {
        /// Empty: no TLS of the user's own.
        public var secretName = ""
        public var certificateFile: String?
        public var privateKeyFile: String?
        public var caFile: String?
        public var caSecretName: String?

        public init() {}
    }

    public struct Stream: Sendable, Equatable {
        public var applicationId = ""
        public var database = ""
        public var tables: [String: StreamTable] = [:]
        public var filter: [String: String] = [:]
        public var batchSize: Int?
        public var cpu: String?
        public var memory: String?
        public var enableRecovery: Bool?

        public init() {}
    }

    public struct StreamTable: Sendable, Equatable {
        public var eventType = ""
        public var idColumn: String?
        public var payloadColumn: String?
        public var recoveryEventType: String?
        public var ignoreRecovery = false

        public init() {}
    }
}
