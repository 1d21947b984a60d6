import Model

/// Objects that are answered and never stored: access and token reviews, and bindings at the collection.
extension APIServer {
    func review(_ type: APIType, _ resource: RequestInfo.Resource, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let body = try Self.writeBody(scope.request)
        guard var review = body.yaml ?? (try? JSON(parsing: body.text)) else {
            throw .badRequest("the object provided is unrecognized (must be of type \(type.info.kind)): it is no JSON text")
        }
        review["kind"] = .string(type.info.kind)
        review["apiVersion"] = .string(type.info.apiVersion)
        if review["metadata"] == nil { review["metadata"] = [:] }
        switch type.info.kind {
        case "SelfSubjectAccessReview":
            review["status"] = accessStatus(scope.user, review)
        case "SubjectAccessReview", "LocalSubjectAccessReview":
            let groups = (review.at("spec", "groups")?.array ?? []).compactMap(\.string)
            review["status"] = accessStatus(User(name: review.at("spec", "user")?.string ?? "", groups: groups), review)
        case "SelfSubjectRulesReview":
            review["status"] = rulesStatus(scope.user, namespace: review.at("spec", "namespace")?.string ?? "")
        case "SelfSubjectReview":
            review.set(["metadata", "creationTimestamp"], to: .string(surroundings.timestamp()))
            review["status"] = ["userInfo": scope.user.json]
        case "TokenReview":
            let user = authenticator.user(ofToken: review.at("spec", "token")?.string ?? "", store: store, now: surroundings.now())
            review["status"] = user.map { ["authenticated": true, "user": $0.json] } ?? ["user": [:], "error": "invalid bearer token"]
        case "Binding":
            guard let pods = builtIn("", "v1", "pods") else { throw .unknownResource }
            let name = review.at("metadata", "name")?.string ?? ""
            return try bind(review, to: ObjectPath(namespace: resource.namespace ?? "", name: name), pods)
        default: throw .unknownResource
        }
        return .json(review, code: 201)
    }

    private func accessStatus(_ user: User, _ review: JSON) -> JSON {
        let attributes: AccessAttributes
        if let wanted = review.at("spec", "resourceAttributes") {
            let text = { (name: String) in wanted[name]?.string.flatMap { $0.isEmpty ? nil : $0 } }
            attributes = AccessAttributes(
                verb: text("verb") ?? "",
                target: .resource(
                    group: text("group") ?? "", plural: text("resource") ?? "", subresource: text("subresource"),
                    namespace: text("namespace"),
                    name: text("name")))
        } else {
            attributes = AccessAttributes(
                verb: review.at("spec", "nonResourceAttributes", "verb")?.string ?? "",
                target: .path(review.at("spec", "nonResourceAttributes", "path")?.string ?? ""))
        }
        return ["allowed": .bool(authorizer.allows(user, attributes))]
    }

    private func rulesStatus(_ user: User, namespace: String) -> JSON {
        let rules = authorizer.rules(for: user, namespace: namespace)
        let isAdmin = user.groups.contains("system:masters")
        let everything: JSON = ["verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]]
        return [
            "resourceRules": .array((isAdmin ? [everything] : []) + rules.filter { $0["resources"] != nil }),
            "nonResourceRules": .array(rules.filter { $0["nonResourceURLs"] != nil }), "incomplete": false,
        ]
    }
}
