import Model

/// What the process was told at its start.
public struct EngineOptions: Sendable {
    /// How the database of a cluster is reached.
    public enum DatabaseAddress: String, Sendable, CaseIterable {
        /// Through the name of the primary's Service, which resolves only inside the Kubernetes cluster.
        case service
        /// Through the address of the primary's pod.
        case endpoints
        /// `service` where the operator runs in a pod of that Kubernetes cluster, else `endpoints`.
        case auto
    }

    public var operatorNamespace: String
    /// `CONTROLLER_ID`: only objects with this in their annotation `acid.zalan.do/controller` are looked at; empty: only those without.
    public var controllerID: String
    /// Name of the OperatorConfiguration, or of the ConfigMap, or neither: then everything has its built-in default.
    public var configurationObject: String?
    public var configurationMap: ObjectKey?
    public var overrides: ConfigurationOverrides
    public var databaseAddress: DatabaseAddress
    public var isInsideCluster: Bool
    /// Only print what would be done.
    public var isDryRun: Bool
    /// Clusters worked on at once.
    public var concurrency: Int

    public init(
        operatorNamespace: String = "default", controllerID: String = "", configurationObject: String? = nil,
        configurationMap: ObjectKey? = nil, overrides: ConfigurationOverrides = ConfigurationOverrides(),
        databaseAddress: DatabaseAddress = .auto, isInsideCluster: Bool = false, isDryRun: Bool = false, concurrency: Int = 32
    ) {
        self.operatorNamespace = operatorNamespace
        self.controllerID = controllerID
        self.configurationObject = configurationObject
        self.configurationMap = configurationMap
        self.overrides = overrides
        self.databaseAddress = databaseAddress
        self.isInsideCluster = isInsideCluster
        self.isDryRun = isDryRun
        self.concurrency = concurrency
    }

    /// With the predecessor's environment variables.
    public init(environment: [String: String]) {
        let namespace = environment["OPERATOR_NAMESPACE"].flatMap { $0.isEmpty ? nil : $0 } ?? "default"
        let named = environment["CONFIG_MAP_NAME"].flatMap { NamespacedName($0) }
        let object = environment["POSTGRES_OPERATOR_CONFIGURATION_OBJECT"].flatMap { $0.isEmpty ? nil : $0 }
        self.init(
            operatorNamespace: namespace, controllerID: environment["CONTROLLER_ID"] ?? "", configurationObject: object,
            configurationMap: named.map { ObjectKey(namespace: $0.namespace ?? namespace, name: $0.name) },
            overrides: ConfigurationOverrides(environment: environment),
            isInsideCluster: !(environment["KUBERNETES_SERVICE_HOST"] ?? "").isEmpty)
    }

    var usesService: Bool {
        switch databaseAddress {
        case .service: true
        case .endpoints: false
        case .auto: isInsideCluster
        }
    }

    /// Where the configuration stands, if anywhere.
    var configurationReference: ObjectReference? {
        if let configurationObject {
            return ObjectReference(.operatorConfigurations, namespace: operatorNamespace, name: configurationObject)
        }
        return configurationMap.map { ObjectReference(type: .configMaps, key: $0) }
    }
}
