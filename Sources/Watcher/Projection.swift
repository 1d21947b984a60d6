import Model

/// What is kept of an object: all that a consumer may need to compare, and nothing that only costs memory. The one place where that is
/// decided.
///
/// - All objects: of `managedFields` only the entries of the operator (its predecessor wrote under the same name); without
///   `selfLink` and kubectl's copy of the manifest it applied.
/// - Pods: the status without image ids, host addresses and volume mounts' statuses.
/// - Nodes: name, labels and scheduling only. Their heartbeats are then no changes at all, for which the resourceVersion goes too.
/// - Custom resource definitions, Secrets and all others: whole.
enum Projection {
    /// Of field managers.
    static let managerPrefix = "postgres-operator"

    static func projected(_ object: JSON, _ type: ResourceType) -> JSON {
        if type == .nodes { return node(object) }
        var metadata = object["metadata"] ?? .object([:])
        metadata["selfLink"] = nil
        if let fields = metadata["managedFields"] {
            let own = (fields.array ?? []).filter { $0["manager"]?.string?.hasPrefix(managerPrefix) == true }
            metadata["managedFields"] = own.isEmpty ? nil : .array(own)
        }
        if type != .postgresqls, metadata.at("annotations", "kubectl.kubernetes.io/last-applied-configuration") != nil {
            metadata.set(["annotations", "kubectl.kubernetes.io/last-applied-configuration"], to: nil)
        }
        var result = object
        result["metadata"] = metadata
        if type == .pods, let status = result["status"] { result["status"] = podStatus(status) }
        return result
    }

    private static func node(_ node: JSON) -> JSON {
        var metadata: JSON = .object([:])
        for field in ["name", "uid", "labels", "deletionTimestamp"] {
            if let value = node.at("metadata", field) { metadata[field] = value }
        }
        var spec: JSON = .object([:])
        for field in ["unschedulable", "taints"] {
            if let value = node.at("spec", field) { spec[field] = value }
        }
        return ["apiVersion": node["apiVersion"] ?? "v1", "kind": node["kind"] ?? "Node", "metadata": metadata, "spec": spec]
    }

    private static func podStatus(_ status: JSON) -> JSON {
        var kept: JSON = .object([:])
        for field in ["phase", "podIP", "reason", "message", "conditions", "startTime"] {
            if let value = status[field] { kept[field] = value }
        }
        for field in ["containerStatuses", "initContainerStatuses"] {
            guard let statuses = status[field]?.array else { continue }
            kept[field] = .array(statuses.map(containerStatus))
        }
        return kept
    }

    private static func containerStatus(_ status: JSON) -> JSON {
        var kept: JSON = .object([:])
        for field in ["name", "ready", "started", "restartCount", "state", "lastState", "image"] {
            if let value = status[field] { kept[field] = value }
        }
        return kept
    }
}
