import IPC
import Model
import Synchronization

/// Gathers the facts about one cluster from what was observed, and has everything computed that is wanted of it: objects, Patroni's
/// configuration, and the order for its database.
struct WishMaker {
    let key: ObjectKey
    let manifest: Manifest
    let configuration: Configuration
    let observed: Observed
    let options: EngineOptions
    let memory: ClusterMemory
    let moment: Moment
    let newPassword: @Sendable (ObjectKey) -> String

    private var reader: FactsReader { FactsReader(observed: observed, configuration: configuration, options: options) }

    /// Objects without our labels that the computation reads.
    var interests: [ObjectReference] {
        Desired.interests(manifest, configuration, operatorNamespace: options.operatorNamespace)
            + memory.foreignSecrets.sorted { $0.key < $1.key }
    }

    /// The selector of the database's pods, for the scale subresource.
    var labelSelector: String {
        var labels = configuration.clusterLabels
        labels[configuration.clusterNameLabel] = key.name
        return labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }

    func wishes() -> Wishes {
        let roles = RoleSet(
            manifest: manifest, configuration: configuration, facts: reader.roleFacts(former: memory.formerTeamRoles))
        let wanted = desired(manifest, configuration, facts(roles))
        return Wishes(
            objects: wanted.objects, patroni: wanted.patroni, problems: roles.problems + wanted.problems, refusal: wanted.refusal,
            roles: roles)
    }

    private func facts(_ roles: RoleSet) -> Facts {
        var objects: [ObjectReference: JSON] = [:]
        for reference in interests { objects[reference] = observed.object(reference) }
        for role in roles.rolesWithSecret {
            let reference = ObjectReference(type: .secrets, key: Desired.secretKey(of: role, manifest, configuration))
            objects[reference] = observed.object(reference)
        }
        let passwords = PasswordCache(make: newPassword)
        var facts = Facts(
            roles: roles, objects: objects, newPassword: passwords.password, operatorNamespace: options.operatorNamespace,
            liveStatefulSet: observed.object(.statefulSets, key), isMaintenanceWindowOpen: isWindowOpen)
        facts.primaryAddress = primaryPod?.at("status", "podIP")?.string
        let definition = ObjectKey(namespace: "", name: ResourceType.fabricEventStreams.resourceAndGroup)
        facts.servesStreams = observed.object(.customResourceDefinitions, definition) != nil
        for stream in observed.objects(.fabricEventStreams, of: key) {
            guard let id = stream.at("spec", "applicationId")?.string else { continue }
            facts.streams[id] = stream.at("metadata", "name")?.string
        }
        return facts
    }

    private var isWindowOpen: Bool {
        guard configuration.enableMaintenanceWindows else { return true }
        let own = manifest.spec.maintenanceWindows
        let windows = own.isEmpty ? configuration.maintenanceWindows.compactMap { MaintenanceWindow($0) } : own
        return windows.isEmpty || windows.contains { $0.contains(secondsSince1970: moment.wall) }
    }

    private var primaryPod: JSON? {
        observed.objects(.pods, of: key).first {
            ["master", "primary"].contains($0.at("metadata", "labels", configuration.podRoleLabel)?.string)
                && $0.at("metadata", "name")?.string?.hasPrefix(key.name + "-") == true
        }
    }

    // MARK: The database

    /// What the database provisioner is to do; nil while nobody can or may do anything: no primary, no password of the superuser, access
    /// switched off, a standby, no instances.
    /// With it come the roles that are left out of it, and why.
    func order(_ wishes: Wishes, pods: [PodState]) -> (order: ProvisionOrder, problems: [Problem])? {
        let instances = wishes.body(.statefulSets, key.name)?.at("spec", "replicas")?.int ?? 0
        guard configuration.enableDatabaseAccess, !manifest.spec.isStandby, instances > 0, let roles = wishes.roles,
            let superuser = roles.systemRole(.superuser), let address = address(pods),
            let login = credential(superuser)
        else { return nil }
        let connection = ProvisionConnection(
            host: "\(key.name).\(key.namespace).svc.\(configuration.clusterDomain)", hostAddress: address.isEmpty ? nil : address,
            user: login.username, password: login.password)
        let made = roles.order(
            cluster: key, connection: connection, configuration: configuration, manifest: manifest, credential: credential)
        var order = made.0
        order.digest = Digest.text(of: order.json.bytes(.canonical))
        order.generation = Int64(manifest.metadata.generation)
        return (order, made.1)
    }

    private func credential(_ role: Role) -> RoleCredential? {
        reader.credential(ObjectReference(type: .secrets, key: Desired.secretKey(of: role, manifest, configuration)))
    }

    /// Empty: through the Service's name. Nil: there is no primary to talk to.
    private func address(_ pods: [PodState]) -> String? {
        guard let primary = pods.first(where: { $0.role == .primary && !$0.isTerminating && $0.isRunning }) else { return nil }
        if options.usesService { return "" }
        let subset = observed.object(.endpoints, key)?["subsets"]?[0]
        let published = subset?["addresses"]?[0]?["ip"]?.string
        let address = published ?? primary.address
        return address.isEmpty ? nil : address
    }
}

/// The same new password for the same Secret within one computation.
private final class PasswordCache: Sendable {
    private let made = Mutex<[ObjectKey: String]>([:])
    private let make: @Sendable (ObjectKey) -> String

    init(make: @escaping @Sendable (ObjectKey) -> String) { self.make = make }

    @Sendable func password(_ key: ObjectKey) -> String {
        made.withLock { made in
            if let known = made[key] { return known }
            let new = make(key)
            made[key] = new
            return new
        }
    }
}
