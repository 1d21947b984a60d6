import Model

/// Where a pod's log comes from: the node that runs it.
struct Relay: Sendable {
    var host: String
    var port: Int
    /// Path and query.
    var target: String
}

extension APIServer {
    /// GET of `pods/NAME/log`: passed on to the pod's node, which answers like a kubelet.
    func log(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) async throws(StatusError) -> APIAnswer {
        let pod = try existing(resource, type)
        let container = try Self.container(of: pod, wanted: scope.request.query["container"])
        let status = (pod.value.at("status", "containerStatuses")?.array ?? []).first { $0["name"]?.string == container }
        guard let node = pod.value.at("spec", "nodeName")?.string, !node.isEmpty else {
            throw .badRequest("pod \(pod.path.name) does not have a host assigned")
        }
        if let waiting = status?.at("state", "waiting"), status?.at("lastState", "terminated") == nil {
            let reason = waiting["reason"]?.string ?? "ContainerCreating"
            let text = ["ErrImagePull", "ImagePullBackOff"].contains(reason) ? "trying and failing to pull image" : reason
            throw .badRequest("container \"\(container)\" in pod \"\(pod.path.name)\" is waiting to start: \(text)")
        }
        let object = store.object(.nodes, ObjectPath(namespace: "", name: node))?.value
        let address = (object?.at("status", "addresses")?.array ?? []).first { $0["type"] == "InternalIP" }?["address"]?.string
        guard let address, let port = object?.at("status", "daemonEndpoints", "kubeletEndpoint", "Port")?.int else {
            throw .internalError("the node \(node) of pod \(pod.path.name) tells no address for logs")
        }
        let query = scope.request.query.items.filter { $0.name != "container" }.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        let target = "/containerLogs/\(pod.path.namespace)/\(pod.path.name)/\(container)" + (query.isEmpty ? "" : "?\(query)")
        return APIAnswer(
            code: 200, contentType: "text/plain", body: .relay(Relay(host: address, port: port, target: target)))
    }

    private static func container(of pod: StoredObject, wanted: String?) throws(StatusError) -> String {
        let names = ["containers", "initContainers"].flatMap { list in
            (pod.value.at("spec", list)?.array ?? []).compactMap { $0["name"]?.string }
        }
        if let wanted, !wanted.isEmpty {
            guard names.contains(wanted) else { throw .badRequest("container \(wanted) is not valid for pod \(pod.path.name)") }
            return wanted
        }
        let containers = pod.value.at("spec", "containers")?.array ?? []
        guard containers.count == 1, let name = names.first else {
            let list = names.joined(separator: " ")
            throw .badRequest("a container name must be specified for pod \(pod.path.name), choose one of: [\(list)]")
        }
        return name
    }
}
