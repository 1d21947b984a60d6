public import Model

/// Everything outside manifest and configuration that a cluster's objects depend on. Whoever calls `desired` gathers it; nothing is
/// looked up later.
public struct Facts: Sendable {
    /// All roles of the cluster, computed before.
    public var roles: RoleSet
    /// Secrets and ConfigMaps that are there: the roles' credentials, and what `Desired.interests` names. Whole objects.
    public var objects: [ObjectReference: JSON]
    /// The password for a Secret that is not there yet. Must give the same answer when asked again.
    public var newPassword: @Sendable (ObjectKey) -> String
    public var operatorNamespace: String
    /// The StatefulSet as it is, where there is one: it says which version runs.
    public var liveStatefulSet: JSON?
    /// Whether disruptive work, such as a new major version, is allowed now.
    public var isMaintenanceWindowOpen: Bool
    /// The address of the pod that is the primary, for Endpoints that were lost.
    public var primaryAddress: String?
    /// Whether the API server knows FabricEventStreams.
    public var servesStreams: Bool
    /// FabricEventStreams of this cluster that are there: application id to name.
    public var streams: [String: String]

    public init(
        roles: RoleSet, objects: [ObjectReference: JSON] = [:], newPassword: @escaping @Sendable (ObjectKey) -> String,
        operatorNamespace: String, liveStatefulSet: JSON? = nil, isMaintenanceWindowOpen: Bool = true, primaryAddress: String? = nil,
        servesStreams: Bool = false, streams: [String: String] = [:]
    ) {
        self.roles = roles
        self.objects = objects
        self.newPassword = newPassword
        self.operatorNamespace = operatorNamespace
        self.liveStatefulSet = liveStatefulSet
        self.isMaintenanceWindowOpen = isMaintenanceWindowOpen
        self.primaryAddress = primaryAddress
        self.servesStreams = servesStreams
        self.streams = streams
    }

    func secret(_ key: ObjectKey) -> JSON? { objects[ObjectReference(type: .secrets, key: key)] }
    func configMap(_ key: ObjectKey) -> JSON? { objects[ObjectReference(type: .configMaps, key: key)] }

    /// The keys of a Secret, sorted; nil where there is none.
    func secretKeys(_ key: ObjectKey) -> [String]? {
        guard let secret = secret(key) else { return nil }
        let keys = (secret["data"]?.object?.keys ?? []) + (secret["stringData"]?.object?.keys ?? [])
        return Set(keys).sorted()
    }
}
