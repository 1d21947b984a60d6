import Model

/// One request on its way through the server: who sends it and what it is about.
struct RequestScope: Sendable {
    var request: APIRequest
    var info: RequestInfo
    var user: User
    var negotiation = Negotiation()
}

extension APIServer {
    /// The whole way of one request: authenticate, authorise, route, answer. It never throws: a refusal is an answer too.
    func answer(_ request: APIRequest) async -> APIAnswer {
        do throws(StatusError) {
            let user = try authenticator.user(of: request, store: store, now: surroundings.now())
            let info = RequestInfo(request)
            try authorizer.authorize(user, AccessAttributes(info))
            let scope = RequestScope(request: request, info: info, user: user)
            guard let resource = info.resource else { return pathAnswer(scope) }
            return try await resourceAnswer(resource, scope)
        } catch {
            return .failure(error)
        }
    }

    private func resourceAnswer(_ resource: RequestInfo.Resource, _ scope: RequestScope) async throws(StatusError) -> APIAnswer {
        guard let type = catalog.type(group: resource.group, version: resource.version, plural: resource.plural) else {
            return try unknown(resource)
        }
        guard Self.fits(resource, type.info) else {
            if type.info.isCustom { return .pageNotFound }
            throw .unknownResource
        }
        var scope = scope
        scope.negotiation = try Negotiation.forResource(accept: scope.request.accept)
        var answer: APIAnswer
        do throws(StatusError) {
            answer =
                if let subresource = resource.subresource {
                    try await subresourceAnswer(subresource, resource, type, scope)
                } else {
                    try mainAnswer(resource, type, scope)
                }
        } catch {
            answer = .failure(error)
        }
        // A deprecated API says so in every answer, also in refusals, once.
        if !answer.headers.contains(where: { $0.name == "Warning" }) { answer.add(warnings: type.readWarnings) }
        return answer
    }

    /// Whether the path has a namespace where the resource wants one, and none where it does not.
    private static func fits(_ resource: RequestInfo.Resource, _ info: ResourceInfo) -> Bool {
        if info.namespaced { return resource.namespace != nil || resource.name == nil }
        return resource.namespace == nil
    }

    private func unknown(_ resource: RequestInfo.Resource) throws(StatusError) -> APIAnswer {
        guard catalog.types.contains(where: { $0.info.group == resource.group && !$0.info.isCustom }) else { return .pageNotFound }
        throw .unknownResource
    }

    private func mainAnswer(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let verb = scope.info.verb
        guard let allowed = Self.verb(scope.request.method, resource, verb), type.info.verbs.contains(allowed) else {
            throw type.info.isCustom ? .methodNotSupported(type.info, verb) : .methodNotAllowed
        }
        if type.info.isVirtual { return try review(type, resource, scope) }
        switch verb {
        case "get": return try get(resource, type, scope)
        case "list": return try list(resource, type, scope)
        case "watch": return try watch(resource, type, scope)
        case "create": return try create(resource, type, scope)
        case "update": return try update(resource, type, scope)
        case "patch": return try patch(resource, type, scope)
        case "delete": return try delete(resource, type, scope)
        default: return try deleteCollection(resource, type, scope)
        }
    }

    /// The verb, where the path has what it needs: no POST to an object, no PUT to a collection.
    private static func verb(_ method: String, _ resource: RequestInfo.Resource, _ verb: String) -> String? {
        switch method {
        case "POST": resource.name == nil ? verb : nil
        case "PUT", "PATCH": resource.name == nil ? nil : verb
        case "GET", "HEAD", "DELETE": verb
        default: nil
        }
    }
}

extension StatusError {
    static let unknownResource = StatusError.plain(404, "NotFound", "the server could not find the requested resource")

    static let methodNotAllowed = StatusError.plain(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource")

    /// With empty details.
    static func plain(_ code: Int, _ reason: String, _ message: String) -> StatusError {
        var error = StatusError(code: code, reason: reason, message: message)
        error.hasDetails = true
        return error
    }

    static func methodNotSupported(_ resource: ResourceInfo, _ verb: String) -> StatusError {
        StatusError(
            code: 405, reason: "MethodNotAllowed", message: "\(verb) is not supported on resources of kind \"\(resource.qualifiedPlural)\"",
            name: "", group: resource.group, kind: resource.plural)
    }

    static func expired(_ message: String) -> StatusError { StatusError(code: 410, reason: "Expired", message: message) }

    /// A read at a resourceVersion that the server has not reached.
    static func tooLarge(resourceVersion: Int64, current: Int64) -> StatusError {
        StatusError(
            code: 504, reason: "Timeout", message: "Timeout: Too large resource version: \(resourceVersion), current: \(current)", name: "",
            group: "", kind: "",
            causes: [StatusCause(reason: "ResourceVersionTooLarge", message: "Too large resource version", field: "")], retryAfterSeconds: 1
        )
    }
}
