import Model

/// What somebody wants to do, as RBAC rules are held against it.
struct AccessAttributes: Equatable, Sendable {
    enum Target: Equatable, Sendable {
        case resource(group: String, plural: String, subresource: String?, namespace: String?, name: String?)
        case path(String)
    }

    var verb: String
    var target: Target

    init(verb: String, target: Target) { (self.verb, self.target) = (verb, target) }

    init(_ info: RequestInfo) {
        verb = info.verb
        guard let resource = info.resource else {
            target = .path(info.path)
            return
        }
        let isNamespaceItself = resource.group.isEmpty && resource.plural == "namespaces"
        target = .resource(
            group: resource.group, plural: resource.plural, subresource: resource.subresource,
            namespace: isNamespaceItself ? resource.name : resource.namespace, name: resource.name)
    }
}

/// Role based access control over the Roles, ClusterRoles and bindings in the store.
struct Authorizer: Sendable {
    let store: Store

    /// Throws the 403 that the real server gives.
    func authorize(_ user: User, _ attributes: AccessAttributes) throws(StatusError) {
        guard !allows(user, attributes) else { return }
        throw Self.refusal(user, attributes)
    }

    func allows(_ user: User, _ attributes: AccessAttributes) -> Bool {
        if user.groups.contains("system:masters") { return true }
        for binding in store.list(Self.clusterRoleBindings, namespace: nil).objects
        where Self.names(user, in: binding.value, namespace: nil)
            && rules(of: binding.value, namespace: nil).contains(where: { Self.allows($0, attributes) })
        {
            return true
        }
        guard case .resource(_, _, _, let namespace?, _) = attributes.target else { return false }
        for binding in store.list(Self.roleBindings, namespace: namespace).objects
        where Self.names(user, in: binding.value, namespace: namespace)
            && rules(of: binding.value, namespace: namespace).contains(where: { Self.allows($0, attributes) })
        {
            return true
        }
        return false
    }

    /// The rules that apply to somebody in a namespace, for SelfSubjectRulesReview.
    func rules(for user: User, namespace: String) -> [JSON] {
        let everywhere = store.list(Self.clusterRoleBindings, namespace: nil).objects.filter {
            Self.names(user, in: $0.value, namespace: nil)
        }
        let here = store.list(Self.roleBindings, namespace: namespace).objects.filter {
            Self.names(user, in: $0.value, namespace: namespace)
        }
        return everywhere.flatMap { rules(of: $0.value, namespace: nil) } + here.flatMap { rules(of: $0.value, namespace: namespace) }
    }

    private static let group = "rbac.authorization.k8s.io"
    private static let clusterRoleBindings = CollectionID(group: group, plural: "clusterrolebindings")
    private static let roleBindings = CollectionID(group: group, plural: "rolebindings")
    private static let clusterRoles = CollectionID(group: group, plural: "clusterroles")
    private static let roles = CollectionID(group: group, plural: "roles")

    private func rules(of binding: JSON, namespace: String?) -> [JSON] {
        let name = binding.at("roleRef", "name")?.string ?? ""
        let role =
            if binding.at("roleRef", "kind")?.string == "ClusterRole" {
                store.object(Self.clusterRoles, ObjectPath(namespace: "", name: name))
            } else {
                store.object(Self.roles, ObjectPath(namespace: namespace ?? "", name: name))
            }
        return role?.value["rules"]?.array ?? []
    }

    private static func names(_ user: User, in binding: JSON, namespace: String?) -> Bool {
        (binding["subjects"]?.array ?? []).contains { subject in
            let name = subject["name"]?.string ?? ""
            switch subject["kind"]?.string {
            case "User": return name == user.name
            case "Group": return user.groups.contains(name)
            case "ServiceAccount":
                let space = subject["namespace"]?.string ?? namespace ?? ""
                return user.name == "system:serviceaccount:\(space):\(name)"
            default: return false
            }
        }
    }

    static func allows(_ rule: JSON, _ attributes: AccessAttributes) -> Bool {
        guard contains(rule["verbs"], attributes.verb) else { return false }
        switch attributes.target {
        case .path(let path):
            return (rule["nonResourceURLs"]?.array ?? []).contains { pattern in
                guard let pattern = pattern.string else { return false }
                return pattern.hasSuffix("*") ? path.hasPrefix(pattern.dropLast()) : path == pattern
            }
        case .resource(let group, let plural, let subresource, _, let name):
            guard contains(rule["apiGroups"], group), allows(rule["resources"], plural: plural, subresource: subresource) else {
                return false
            }
            let names = rule["resourceNames"]?.array ?? []
            return names.isEmpty || names.contains { $0.string == name }
        }
    }

    private static func allows(_ resources: JSON?, plural: String, subresource: String?) -> Bool {
        let wanted = subresource.map { "\(plural)/\($0)" } ?? plural
        return (resources?.array ?? []).contains { resource in
            guard let resource = resource.string else { return false }
            return resource == "*" || resource == wanted || (subresource != nil && resource == "*/\(subresource ?? "")")
        }
    }

    private static func contains(_ list: JSON?, _ word: String) -> Bool {
        (list?.array ?? []).contains { $0.string == "*" || $0.string == word }
    }

    static func refusal(_ user: User, _ attributes: AccessAttributes) -> StatusError {
        switch attributes.target {
        case .path(let path):
            var error = StatusError(
                code: 403, reason: "Forbidden", message: "forbidden: User \"\(user.name)\" cannot \(attributes.verb) path \"\(path)\"")
            error.hasDetails = true
            return error
        case .resource(let group, let plural, let subresource, let namespace, let name):
            let qualified = group.isEmpty ? plural : "\(plural).\(group)"
            let object = name.map { "\(qualified) \"\($0)\"" } ?? qualified
            let resource = subresource.map { "\(plural)/\($0)" } ?? plural
            let place = namespace.map { "in the namespace \"\($0)\"" } ?? "at the cluster scope"
            return StatusError(
                code: 403, reason: "Forbidden",
                message:
                    "\(object) is forbidden: User \"\(user.name)\" cannot \(attributes.verb) resource \"\(resource)\" in API group \"\(group)\" \(place)",
                name: name ?? "", group: group, kind: plural)
        }
    }
}
