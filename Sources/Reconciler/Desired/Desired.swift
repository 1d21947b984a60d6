public import Model

/// What one cluster shall look like: every object, Patroni's configuration, and what is to be said about it.
public struct Desired: Sendable, Equatable {
    /// Sorted by kind, namespace and name.
    public var objects: [WantedObject]
    /// What Patroni shall hold as its configuration, as its `/config` knows it.
    public var patroni: JSON
    /// Things that a user should know, beside those that the roles have; the objects are right all the same.
    public var problems: [Problem]
    /// Why the cluster cannot be made as the manifest says. `objects` are then those that are made nevertheless.
    public var refusal: Problem?

    public init(objects: [WantedObject], patroni: JSON = .object([:]), problems: [Problem] = [], refusal: Problem? = nil) {
        self.objects = objects
        self.patroni = patroni
        self.problems = problems
        self.refusal = refusal
    }
}

/// The objects that a manifest wants under a configuration. Pure and total: the same arguments give the same value, and any manifest
/// that `Manifest.read` accepts gives one.
public func desired(_ manifest: Manifest, _ configuration: Configuration, _ facts: Facts) -> Desired {
    var builder = DesiredBuilder(ClusterContext(manifest, configuration, facts))
    return builder.result()
}

extension Desired {
    /// The Secrets and ConfigMaps, beside the roles' own Secrets, that `desired` wants to see.
    public static func interests(_ manifest: Manifest, _ configuration: Configuration, operatorNamespace: String) -> [ObjectReference] {
        var references = InfrastructureRoles.objects(of: configuration, operatorNamespace: operatorNamespace).flatMap { key in
            [ObjectReference(type: .secrets, key: key), ObjectReference(type: .configMaps, key: key)]
        }
        if !configuration.podEnvironmentSecret.isEmpty {
            references.append(ObjectReference(.secrets, namespace: manifest.namespace, name: configuration.podEnvironmentSecret))
        }
        if let name = configuration.podEnvironmentConfigmap {
            references.append(ObjectReference(.configMaps, namespace: name.namespace ?? operatorNamespace, name: name.name))
            references.append(ObjectReference(.configMaps, namespace: manifest.namespace, name: name.name))
        }
        if manifest.spec.enableLogicalBackup, !configuration.logicalBackupCronjobEnvironmentSecret.isEmpty {
            references.append(
                ObjectReference(.secrets, namespace: manifest.namespace, name: configuration.logicalBackupCronjobEnvironmentSecret))
        }
        return references.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// Where the credentials of a role stand.
    public static func secretKey(of role: Role, _ manifest: Manifest, _ configuration: Configuration) -> ObjectKey {
        let namespace = role.secretNamespace.isEmpty ? manifest.namespace : role.secretNamespace
        return ObjectKey(namespace: namespace, name: CredentialName(configuration).secret(of: role.name, cluster: manifest.name))
    }
}
