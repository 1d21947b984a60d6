import Model

/// Who sends a request.
struct User: Equatable, Sendable {
    var name: String
    var groups: [String]
    var uid: String = ""

    static let anonymous = User(name: "system:anonymous", groups: ["system:unauthenticated"])

    static let admin = User(name: "kubernetes-admin", groups: ["system:masters", "system:authenticated"])

    static func serviceAccount(namespace: String, name: String, uid: String) -> User {
        User(
            name: "system:serviceaccount:\(namespace):\(name)",
            groups: ["system:serviceaccounts", "system:serviceaccounts:\(namespace)", "system:authenticated"], uid: uid)
    }

    /// As reviews tell it.
    var json: JSON {
        var user: JSON = ["username": .string(name)]
        if !uid.isEmpty { user["uid"] = .string(uid) }
        user["groups"] = JSON(groups)
        return user
    }
}
