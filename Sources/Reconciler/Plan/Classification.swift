import Model

/// What changing a field of an object does to those who use the database.
struct Classification {
    /// Whether running pods keep their image until they are made anew for another reason (`enable_lazy_spilo_upgrade`).
    var isLazyUpgrade = false

    func disruption(of difference: Difference, type: ResourceType) -> Disruption {
        switch type {
        case .statefulSets: statefulSet(difference.path)
        case .deployments: difference.path.starts(with: "spec", "template") ? .restart : .none
        default: .none
        }
    }

    /// Whether the API server refuses to change the field of an object that is there (Kubernetes, apps/v1 validation).
    static func isImmutable(_ path: FieldPath, type: ResourceType) -> Bool {
        let names = path.fields
        guard names.first == "spec", names.count >= 2 else { return false }
        return switch type {
        case .statefulSets: ["serviceName", "selector", "podManagementPolicy", "volumeClaimTemplates"].contains(names[1])
        case .deployments: names[1] == "selector"
        default: false
        }
    }

    private func statefulSet(_ path: FieldPath) -> Disruption {
        if Self.isImmutable(path, type: .statefulSets) { return .recreate }
        guard path.starts(with: "spec", "template") else { return .none }
        if path.starts(with: "spec", "template", "metadata", "annotations") { return .none }
        if isLazyUpgrade, path.starts(with: "spec", "template", "spec", "containers", "image") { return .none }
        return .restart
    }
}
