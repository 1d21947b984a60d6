import Model

/// What a pod's Spilo container says of the Patroni cluster that it belongs to, read from the literal part of its environment.
struct SpiloMember: Sendable, Equatable {
    var namespace: String
    var pod: String
    var scope: String
    var scopeLabel: String
    var roleLabel: String
    /// `KUBERNETES_LABELS`: on Patroni's objects, and by which it finds its pods.
    var labels: [String: String]
    var usesConfigMaps: Bool
    var isStandby: Bool
    /// As PostgreSQL numbers itself: 180000.
    var serverVersion: Int

    static let container = "postgres"

    /// nil where the pod has no Spilo container.
    init?(pod: ObservedObject) {
        let container = (pod.at("spec", "containers")?.array ?? []).first { $0["name"]?.string == Self.container }
        guard let container else { return nil }
        var variables: [String: String] = [:]
        for entry in container["env"]?.array ?? [] {
            guard let name = entry["name"]?.string, entry["valueFrom"] == nil else { continue }
            variables[name] = entry["value"]?.string ?? ""
        }
        guard let scope = variables["SCOPE"], !scope.isEmpty else { return nil }
        self.scope = scope
        namespace = pod.namespace
        self.pod = pod.name
        scopeLabel = variables["KUBERNETES_SCOPE_LABEL"] ?? "version"
        roleLabel = variables["KUBERNETES_ROLE_LABEL"] ?? "role"
        labels = (try? JSON(parsing: variables["KUBERNETES_LABELS"] ?? "{}")).map(StringMap.read) ?? [:]
        usesConfigMaps = ["true", "1", "on"].contains(variables["KUBERNETES_USE_CONFIGMAPS"]?.lowercased())
        serverVersion = (SpiloEnvironment(variables).majorVersion ?? 18) * 10_000
        isStandby = variables.contains { $0.key.hasPrefix("STANDBY_") && !$0.value.isEmpty }
    }

    /// The labels of all objects of the cluster.
    var clusterLabels: [String: String] { labels.merging([scopeLabel: scope]) { $1 } }
}
