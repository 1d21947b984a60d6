import Model

/// Answers for paths that are no resources: discovery, version, health, OpenAPI.
extension APIServer {
    func pathAnswer(_ scope: RequestScope) -> APIAnswer {
        let path = scope.request.path
        guard scope.request.method == "GET" || scope.request.method == "HEAD" else {
            return path.first == "api" || path.first == "apis" ? .failure(.methodNotAllowed) : .pageNotFound
        }
        switch path.first {
        case nil: return .json(["paths": JSON(paths)])
        case "version": return .json(Self.version)
        case "healthz", "livez", "readyz": return Self.health(path, scope.request.query)
        case "api": return core(path, scope)
        case "apis": return groups(path, scope)
        case "openapi": return openAPI(path)
        default: return .pageNotFound
        }
    }

    private var paths: [String] {
        let catalog = catalog
        let groups = Discovery(catalog: catalog).groups.filter { !$0.isEmpty }
        return ["/api", "/api/v1", "/apis"]
            + groups.flatMap { group in
                ["/apis/\(group)"] + catalog.versions(ofGroup: group).map { "/apis/\(group)/\($0)" }
            } + ["/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"]
    }

    /// The version whose behaviour this server follows.
    static let version: JSON = [
        "major": "1", "minor": "36", "emulationMajor": "1", "emulationMinor": "36", "minCompatibilityMajor": "1",
        "minCompatibilityMinor": "35", "gitVersion": "v1.36.2", "gitCommit": "", "gitTreeState": "clean",
        "buildDate": "2026-01-01T00:00:00Z",
        "goVersion": "", "compiler": "swift", "platform": "linux/amd64",
    ]

    private static let checks = ["ping", "log", "etcd"]

    private static func health(_ path: [String], _ query: Query) -> APIAnswer {
        let name = path[0]
        if path.count == 2 { return checks.contains(path[1]) ? .text("ok") : .pageNotFound }
        guard path.count == 1 else { return .pageNotFound }
        guard query["verbose"] != nil else { return .text("ok") }
        return .text(checks.map { "[+]\($0) ok\n" }.joined() + "\(name) check passed\n")
    }

    private func core(_ path: [String], _ scope: RequestScope) -> APIAnswer {
        let discovery = Discovery(catalog: catalog)
        switch path.count {
        case 1:
            return aggregated(scope, discovery.aggregated(core: true)) {
                [
                    "kind": "APIVersions", "versions": ["v1"],
                    "serverAddressByClientCIDRs": [
                        ["clientCIDR": "0.0.0.0/0", "serverAddress": .string(scope.request.headers["host"] ?? "")]
                    ],
                ]
            }
        case 2:
            guard path[1] == "v1" else { return .failure(.unknownResource) }
            return .json(discovery.resources(group: "", version: "v1"))
        default: return .failure(.unknownResource)
        }
    }

    private func groups(_ path: [String], _ scope: RequestScope) -> APIAnswer {
        let discovery = Discovery(catalog: catalog)
        if path.count == 1 { return aggregated(scope, discovery.aggregated(core: false)) { discovery.groupList } }
        let versions = discovery.catalog.versions(ofGroup: path[1])
        guard !versions.isEmpty else { return .pageNotFound }
        if path.count == 2 { return .json(discovery.group(path[1], standalone: true)) }
        guard versions.contains(path[2]) else {
            let isBuiltIn = discovery.catalog.types.contains { $0.info.group == path[1] && !$0.info.isCustom }
            return isBuiltIn ? .failure(.unknownResource) : .pageNotFound
        }
        return .json(discovery.resources(group: path[1], version: path[2]))
    }

    /// The aggregated form where the client asks for it before the plain one.
    private func aggregated(_ scope: RequestScope, _ list: @autoclosure () -> JSON, plain: () -> JSON) -> APIAnswer {
        let accepted = MediaType.list(scope.request.accept)
        if accepted.isEmpty { return .json(plain()) }
        for type in accepted {
            guard ["application/json", "application/*", "*/*"].contains(type.name) else { continue }
            guard let form = type.parameters["as"] else { return .json(plain()) }
            if form == "APIGroupDiscoveryList", type.parameters["g"] == "apidiscovery.k8s.io", type.parameters["v"] == "v2" {
                return APIAnswer(
                    code: 200, contentType: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
                    body: .bytes(list().bytes()))
            }
        }
        return .failure(
            StatusError(
                code: 406, reason: "NotAcceptable",
                message:
                    "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf"))
    }
}
