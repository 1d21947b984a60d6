import Model

/// Requests to a part of an object: `status`, `scale`, `log`, `token`, `eviction` and the like.
extension APIServer {
    func subresourceAnswer(_ name: String, _ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope)
        async throws(StatusError) -> APIAnswer
    {
        guard let subresource = type.info.subresources.first(where: { $0.name == name }), resource.rest.isEmpty else {
            if type.info.isCustom { throw .notFound(type.info, name: resource.name ?? "") }
            throw .unknownResource
        }
        guard subresource.verbs.contains(scope.info.verb) else {
            throw type.info.isCustom ? .methodNotSupported(type.info, scope.info.verb) : .methodNotAllowed
        }
        switch (name, scope.info.verb) {
        case ("log", _): return try await log(resource, type, scope)
        case ("token", _): return try token(resource, type, scope)
        case ("binding", _): return try bind(resource, type, scope)
        case ("eviction", _): return try evict(resource, type, scope)
        case ("finalize", _): return try finalizeNamespace(resource, type, scope)
        case ("scale", "get"):
            guard let scale = type.scale(of: try existing(resource, type).value(as: type)) else { throw .unknownResource }
            return .json(scale)
        case (_, "get"): return try get(resource, type, scope)
        case (_, "update"): return try update(resource, type, scope)
        default: return try patch(resource, type, scope)
        }
    }

    static let success: JSON = ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success"]

    private static func value(_ request: APIRequest) throws(StatusError) -> JSON {
        let body = try writeBody(request)
        if let yaml = body.yaml { return yaml }
        do throws(JSONError) { return try JSON(parsing: body.text) } catch {
            throw .badRequest("the object provided is unrecognized: couldn't get version/kind; json parse error: \(error)")
        }
    }

    // MARK: Tokens

    /// POST of `serviceaccounts/NAME/token`.
    private func token(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let options = try WriteParameters(scope.request.query, for: .create)
        let account = try existing(resource, type)
        var answer = try Self.value(scope.request)
        let seconds = answer.at("spec", "expirationSeconds")?.int ?? 3600
        guard seconds >= 600 else {
            throw StatusError(
                code: 422, reason: "Invalid",
                message:
                    "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: \(seconds): may not specify a duration less than 10 minutes",
                name: "", group: "authentication.k8s.io", kind: "TokenRequest",
                causes: [
                    StatusCause(
                        reason: "FieldValueInvalid",
                        message: "Invalid value: \(seconds): may not specify a duration less than 10 minutes",
                        field: "spec.expirationSeconds")
                ])
        }
        let now = surroundings.now()
        let audiences = (answer.at("spec", "audiences")?.array ?? []).compactMap(\.string)
        let claims = ServiceAccountTokens.Claims(
            namespace: account.path.namespace, name: account.path.name, uid: account.value.at("metadata", "uid")?.string ?? "",
            audiences: audiences.isEmpty ? [ServiceAccountTokens.issuer] : audiences, issuedAt: now, expires: now + Int64(seconds))
        answer["kind"] = "TokenRequest"
        answer["apiVersion"] = "authentication.k8s.io/v1"
        answer["metadata"] = [
            "name": .string(account.path.name), "namespace": .string(account.path.namespace),
            "creationTimestamp": .string(surroundings.timestamp()),
        ]
        answer.set(["spec", "audiences"], to: JSON(claims.audiences))
        answer.set(["spec", "expirationSeconds"], to: JSON(seconds))
        if answer.at("spec", "boundObjectRef") == nil { answer.set(["spec", "boundObjectRef"], to: .null) }
        let token = options.isDryRun ? "" : authenticator.tokens.token(claims, id: surroundings.uid())
        answer["status"] = ["token": .string(token), "expirationTimestamp": .string(Timestamp.text(claims.expires))]
        return .json(answer, code: 201)
    }

    // MARK: Scheduling

    /// POST of `pods/NAME/binding`: the pod goes to a node.
    private func bind(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let binding = try Self.value(scope.request)
        return try bind(binding, to: Self.path(resource, type), type)
    }

    func bind(_ binding: JSON, to path: ObjectPath, _ type: APIType) throws(StatusError) -> APIAnswer {
        guard let node = binding.at("target", "name")?.string, !node.isEmpty else {
            throw StatusError(
                code: 422, reason: "Invalid", message: "Binding \"\(path.name)\" is invalid: target.name: Required value", name: path.name,
                group: "", kind: "Binding",
                causes: [StatusCause(reason: "FieldValueRequired", message: "Required value", field: "target.name")])
        }
        while true {
            guard let pod = store.object(.pods, path) else { throw .notFound(type.info, name: path.name) }
            var value = pod.value
            if let bound = value.at("spec", "nodeName")?.string, !bound.isEmpty {
                throw .conflict(type.info, name: path.name, "pod \(path.name) is already assigned to node \"\(bound)\"")
            }
            if value.at("metadata", "deletionTimestamp") != nil {
                throw .conflict(type.info, name: path.name, "pod \(path.name) is being deleted, cannot be assigned to a host")
            }
            value.set(["spec", "nodeName"], to: .string(node))
            var conditions = (value.at("status", "conditions")?.array ?? []).filter { $0["type"] != "PodScheduled" }
            conditions.append([
                "type": "PodScheduled", "status": "True", "lastProbeTime": .null, "lastTransitionTime": .string(surroundings.timestamp()),
            ])
            value.set(["status", "conditions"], to: .array(conditions))
            if store.replace(.pods, expected: pod, with: value) != nil { return .json(Self.success, code: 201) }
        }
    }

    // MARK: Eviction

    /// POST of `pods/NAME/eviction`: a deletion that disruption budgets may refuse.
    private func evict(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let eviction = try Self.value(scope.request)
        let options = try DeleteParameters(scope.request.query, body: eviction["deleteOptions"] ?? .null)
        while true {
            let pod = try existing(resource, type)
            try useBudget(for: pod.value, namespace: pod.path.namespace, isDryRun: options.isDryRun)
            if try delete(pod, type, options) != nil { return .json(Self.success, code: 201) }
        }
    }

    /// Takes one allowed disruption from the pod's budget; refuses with 429 where there is none left.
    private func useBudget(for pod: JSON, namespace: String, isDryRun: Bool) throws(StatusError) {
        let phase = pod.at("status", "phase")?.string
        guard phase != "Succeeded", phase != "Failed", phase != "Pending", pod.at("metadata", "deletionTimestamp") == nil else { return }
        let labels = pod.at("metadata", "labels")
        while true {
            let budgets = store.list(.disruptionBudgets, namespace: namespace).objects.filter { budget in
                guard let selector = budget.value.at("spec", "selector") else { return false }
                return LabelSelector(selector).matches(labels)
            }
            guard let budget = budgets.first else { return }
            guard budgets.count == 1 else {
                throw .internalError("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.")
            }
            let status = budget.value["status"]
            let allowed = status?["disruptionsAllowed"]?.int ?? 0
            guard (status?["observedGeneration"]?.int ?? 0) >= (budget.value.at("metadata", "generation")?.int ?? 0) else {
                throw Self.budgetRefusal(
                    "The disruption budget \(budget.path.name) is still being processed by the server.", retryAfter: 10)
            }
            guard allowed > 0 else {
                let (needed, healthy) = (status?["desiredHealthy"]?.int ?? 0, status?["currentHealthy"]?.int ?? 0)
                throw Self.budgetRefusal(
                    "The disruption budget \(budget.path.name) needs \(needed) healthy pods and has \(healthy) currently")
            }
            if isDryRun { return }
            var value = budget.value
            value.set(["status", "disruptionsAllowed"], to: JSON(allowed - 1))
            if let name = pod.at("metadata", "name")?.string {
                value.set(["status", "disruptedPods", name], to: .string(surroundings.timestamp()))
            }
            if store.replace(.disruptionBudgets, expected: budget, with: value) != nil { return }
        }
    }

    private static func budgetRefusal(_ why: String, retryAfter: Int? = nil) -> StatusError {
        var error = StatusError.plain(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.")
        error.causes = [StatusCause(reason: "DisruptionBudget", message: why, field: "")]
        error.retryAfterSeconds = retryAfter
        return error
    }
}
