/// What a request is about, read from method and path alone, as authorisation and routing need it.
struct RequestInfo: Equatable, Sendable {
    /// `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; for paths that are no resources the method in
    /// lower case.
    var verb: String
    var path: String
    /// Nil for paths that are no resources.
    var resource: Resource?

    struct Resource: Equatable, Sendable {
        var group: String
        var version: String
        var plural: String
        /// Nil where the path names none: all namespaces, or a cluster-scoped resource.
        var namespace: String?
        var name: String?
        var subresource: String?
        /// What follows the subresource (`proxy` paths).
        var rest: [String] = []
    }

    init(_ request: APIRequest) {
        path = request.pathText
        verb = request.method.lowercased()
        guard let (group, version, all) = Self.split(request.path), !all.isEmpty else { return }
        var parts = all
        let isWatchPath = parts.first == "watch" && parts.count > 1
        if isWatchPath { parts.removeFirst() }
        resource = Self.resource(group: group, version: version, parts)
        verb = Self.verb(of: request, resource, isWatchPath: isWatchPath)
    }

    private static func split(_ path: [String]) -> (group: String, version: String, parts: [String])? {
        switch path.first {
        case "api" where path.count >= 2: ("", path[1], Array(path.dropFirst(2)))
        case "apis" where path.count >= 3: (path[1], path[2], Array(path.dropFirst(3)))
        default: nil
        }
    }

    private static func resource(group: String, version: String, _ parts: [String]) -> Resource {
        var namespace: String?
        var parts = parts
        // `namespaces/NAME`, `namespaces/NAME/status` and `…/finalize` are about the namespace itself.
        if parts[0] == "namespaces", parts.count > 2, !(group.isEmpty && parts.count == 3 && ["status", "finalize"].contains(parts[2])) {
            namespace = parts[1]
            parts.removeFirst(2)
        }
        return Resource(
            group: group, version: version, plural: parts[0], namespace: namespace, name: parts.count > 1 ? parts[1] : nil,
            subresource: parts.count > 2 ? parts[2] : nil, rest: Array(parts.dropFirst(3)))
    }

    private static func verb(of request: APIRequest, _ resource: Resource?, isWatchPath: Bool) -> String {
        let hasName = resource?.name != nil
        switch request.method {
        case "GET", "HEAD":
            if isWatchPath { return "watch" }
            if hasName { return "get" }
            return request.query.flag("watch") == true ? "watch" : "list"
        case "POST": return "create"
        case "PUT": return "update"
        case "PATCH": return "patch"
        case "DELETE": return hasName ? "delete" : "deletecollection"
        default: return request.method.lowercased()
        }
    }
}
