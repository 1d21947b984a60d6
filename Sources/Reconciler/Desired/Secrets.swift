import Model

/// The Secrets with roles' credentials.
struct SecretsBuilder {
    let context: ClusterContext

    func build() -> [WantedObject] { context.facts.roles.rolesWithSecret.map(secret) }

    private func secret(_ role: Role) -> WantedObject {
        let key = Desired.secretKey(of: role, context.manifest, context.configuration)
        let isForeign = key.namespace != context.namespace
        let metadata = context.metadata(
            key.name, namespace: key.namespace, labels: labels(role), owned: !isForeign)
        return context.object(
            .secrets, metadata, [("type", "Opaque"), ("data", data(role, key))],
            policy: role.givenPassword == nil ? .createdWithData : .managed)
    }

    /// What is there counts, but for passwords that the configuration gives.
    private func data(_ role: Role, _ key: ObjectKey) -> JSON {
        if role.givenPassword == nil, let live = context.facts.secret(key)?["data"], live.object?.isEmpty == false { return live }
        return [
            "username": .string(Base64Text.encode(role.name)),
            "password": .string(Base64Text.encode(context.password(of: role))),
        ]
    }

    /// The Secret of a role named `pooler` carries the poolers' labels.
    private func labels(_ role: Role) -> [String: String] {
        guard role.name == "pooler" else { return context.labels }
        return context.selector.merging(["application": "db-connection-pooler", "connection-pooler": context.poolerName(.master)]) { $1 }
    }
}

extension ClusterContext {
    /// The password that a role has: given, in its Secret, or a new one for a Secret that is not there yet.
    func password(of role: Role) -> String {
        if let given = role.givenPassword { return given }
        let key = Desired.secretKey(of: role, manifest, configuration)
        guard let secret = facts.secret(key) else { return facts.newPassword(key) }
        if let text = secret.at("data", "password")?.string.flatMap(Base64Text.decode) { return text }
        return secret.at("stringData", "password")?.string ?? facts.newPassword(key)
    }
}
