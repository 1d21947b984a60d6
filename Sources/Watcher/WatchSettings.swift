import Model

/// What of the operator's configuration decides what is watched.
struct WatchSettings: Sendable, Equatable {
    /// `[""]`: all namespaces.
    var namespaces: [String]
    var clusterLabels: [String: String]
    var clusterNameLabel: String
    /// Labels that a manifest may overwrite: no selector may rely on them.
    var inheritedLabels: [String]
    var serviceAccount: String
    var roleBinding: String

    init(_ configuration: Configuration, operatorNamespace: String) {
        namespaces = Self.namespaces(configuration.watchedNamespace, operatorNamespace: operatorNamespace)
        clusterLabels = configuration.clusterLabels
        clusterNameLabel = configuration.clusterNameLabel
        inheritedLabels = configuration.inheritedLabels
        serviceAccount = configuration.podServiceAccountName
        roleBinding = Self.name(inDefinition: configuration.podServiceAccountRoleBindingDefinition) ?? serviceAccount
    }

    /// `*` is all; empty the operator's own; else one, or several with commas.
    private static func namespaces(_ text: String, operatorNamespace: String) -> [String] {
        if text == "*" { return [""] }
        let names = Set(text.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty })
        return names.isEmpty ? [operatorNamespace] : names.sorted()
    }

    /// The name that a RoleBinding given as JSON carries.
    private static func name(inDefinition text: String) -> String? {
        guard !text.isEmpty, let definition = try? JSON(parsing: text) else { return nil }
        return definition.at("metadata", "name")?.string
    }

    /// Values of the label `application` beside the configured one, by what carries them.
    static let poolerApplication = "db-connection-pooler"
    static let backupApplication = "spilo-logical-backup"

    /// The configured cluster labels and the cluster's name. Where one of them is `application`, objects of poolers and backup jobs carry
    /// another value of it.
    func selector(otherApplications: [String] = []) -> String {
        var parts: [String] = []
        for (key, value) in clusterLabels.sorted(by: { $0.key < $1.key }) where !inheritedLabels.contains(key) {
            if key == "application", !otherApplications.isEmpty {
                parts.append("\(key) in (\(([value] + otherApplications).joined(separator: ",")))")
            } else {
                parts.append("\(key)=\(value)")
            }
        }
        parts.append(clusterNameLabel)
        return parts.joined(separator: ",")
    }
}
