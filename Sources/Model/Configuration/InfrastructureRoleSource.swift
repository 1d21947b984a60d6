/// A Secret that holds a database role which the operator makes in every cluster, and the keys to look under.
public struct InfrastructureRoleSource: Sendable, Hashable {
    public var secret: NamespacedName
    public var userKey: String
    public var passwordKey: String
    public var roleKey: String
    /// Used where the Secret has no `userKey`; only the flat form knows it.
    public var defaultUserValue: String
    /// Used where the Secret has no `roleKey`; only the flat form knows it.
    public var defaultRoleValue: String

    public init(
        secret: NamespacedName, userKey: String = "", passwordKey: String = "", roleKey: String = "", defaultUserValue: String = "",
        defaultRoleValue: String = ""
    ) {
        self.secret = secret
        self.userKey = userKey
        self.passwordKey = passwordKey
        self.roleKey = roleKey
        self.defaultUserValue = defaultUserValue
        self.defaultRoleValue = defaultRoleValue
    }
}

extension InfrastructureRoleSource {
    /// From the OperatorConfiguration's list; nil where it is none, or an item names no Secret.
    static func list(_ value: JSON) -> [InfrastructureRoleSource]? {
        guard let items = value.array else { return nil }
        var sources: [InfrastructureRoleSource] = []
        for item in items {
            guard let secret = item["secretname"]?.string.flatMap({ NamespacedName($0) }) else { return nil }
            sources.append(
                InfrastructureRoleSource(
                    secret: secret, userKey: item["userkey"]?.string ?? "", passwordKey: item["passwordkey"]?.string ?? "",
                    roleKey: item["rolekey"]?.string ?? "", defaultUserValue: item["defaultuservalue"]?.string ?? "",
                    defaultRoleValue: item["defaultrolevalue"]?.string ?? ""))
        }
        return sources
    }

    var json: JSON {
        let fields = [
            ("secretname", secret.description), ("userkey", userKey), ("passwordkey", passwordKey), ("rolekey", roleKey),
            ("defaultuservalue", defaultUserValue), ("defaultrolevalue", defaultRoleValue),
        ]
        return .object(JSONObject(fields.filter { !$0.1.isEmpty }.map { ($0.0, JSON.string($0.1)) }))
    }
}
