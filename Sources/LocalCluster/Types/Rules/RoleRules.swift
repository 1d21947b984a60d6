import Model

/// Roles and ClusterRoles.
struct RoleRules: KindRules {
    let isCluster: Bool

    var nameRule: @Sendable (String) -> [String] { Names.pathSegment }

    func validate(_ object: JSON) -> [FieldError] {
        object.items("rules").enumerated().flatMap { place, rule in self.rule(rule, "rules[\(place)]") }
    }

    private func rule(_ rule: JSON, _ field: String) -> [FieldError] {
        var errors: [FieldError] = []
        if rule.items("verbs").isEmpty { errors.append(.required("\(field).verbs", "verbs must contain at least one value")) }
        if !rule.items("nonResourceURLs").isEmpty {
            if !isCluster {
                errors.append(
                    .invalid("\(field).nonResourceURLs", rule["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs"))
            }
            if !rule.items("apiGroups").isEmpty || !rule.items("resources").isEmpty || !rule.items("resourceNames").isEmpty {
                errors.append(
                    .invalid(
                        "\(field).nonResourceURLs", rule["nonResourceURLs"],
                        "rules cannot apply to both regular resources and non-resource URLs"))
            }
            return errors
        }
        if rule.items("apiGroups").isEmpty {
            errors.append(.required("\(field).apiGroups", "resource rules must supply at least one api group"))
        }
        if rule.items("resources").isEmpty {
            errors.append(.required("\(field).resources", "resource rules must supply at least one resource"))
        }
        return errors
    }
}

/// RoleBindings and ClusterRoleBindings.
struct RoleBindingRules: KindRules {
    private static let group: JSON = "rbac.authorization.k8s.io"

    let isCluster: Bool

    var nameRule: @Sendable (String) -> [String] { Names.pathSegment }

    func setDefaults(_ object: inout JSON) {
        object.modify("roleRef") { $0.setDefault("apiGroup", Self.group) }
        object.modify("subjects") { subjects in
            subjects.modifyItems { subject in
                if ["User", "Group"].contains(subject.text("kind")) { subject.setDefault("apiGroup", Self.group) }
            }
        }
    }

    func validate(_ object: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        let role = object["roleRef"] ?? [:]
        if role["apiGroup"] != Self.group {
            errors.append(.notSupported("roleRef.apiGroup", role["apiGroup"], ["rbac.authorization.k8s.io"]))
        }
        let kinds = isCluster ? ["ClusterRole"] : ["Role", "ClusterRole"]
        if !kinds.contains(role.text("kind")) { errors.append(.notSupported("roleRef.kind", role["kind"], kinds)) }
        if role.text("name").isEmpty {
            errors.append(.required("roleRef.name"))
        } else {
            errors += Names.pathSegment(role.text("name")).map { .invalid("roleRef.name", role["name"], $0) }
        }
        for (place, subject) in object.items("subjects").enumerated() { errors += self.subject(subject, "subjects[\(place)]") }
        return errors
    }

    private func subject(_ subject: JSON, _ field: String) -> [FieldError] {
        var errors: [FieldError] = []
        if subject.text("name").isEmpty { errors.append(.required("\(field).name")) }
        switch subject.text("kind") {
        case "ServiceAccount":
            if !subject.text("name").isEmpty {
                errors += Names.subdomain(subject.text("name")).map { .invalid("\(field).name", subject["name"], $0) }
            }
            if !subject.text("apiGroup").isEmpty { errors.append(.notSupported("\(field).apiGroup", subject["apiGroup"], [""])) }
            if isCluster, subject.text("namespace").isEmpty { errors.append(.required("\(field).namespace")) }
        case "User", "Group":
            if subject["apiGroup"] != Self.group {
                errors.append(.notSupported("\(field).apiGroup", subject["apiGroup"], ["rbac.authorization.k8s.io"]))
            }
        default: errors.append(.notSupported("\(field).kind", subject["kind"], ["ServiceAccount", "User", "Group"]))
        }
        return errors
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        var errors = validate(object)
        if let role = object["roleRef"], role != old["roleRef"] {
            let shown: JSON = ["APIGroup": role["apiGroup"] ?? "", "Kind": role["kind"] ?? "", "Name": role["name"] ?? ""]
            errors.append(.invalid("roleRef", shown, "cannot change roleRef"))
        }
        return errors
    }
}
