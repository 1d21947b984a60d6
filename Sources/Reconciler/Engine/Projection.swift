import Model

/// What is kept of an object that the watcher tells of: all that is ever looked at, and nothing that changes without meaning. Two versions
/// of an object that differ only in the rest are the same here and cause no work, which is what keeps a quiet operator quiet: Patroni
/// touches its pods and its leader object every few seconds.
enum Projection {
    static func reduced(_ object: JSON, type: ResourceType) -> JSON {
        var object = object
        var metadata = object["metadata"] ?? .object([:])
        for name in ["resourceVersion", "selfLink", "generateName"] { metadata[name] = nil }
        metadata["managedFields"] = ownFields(metadata["managedFields"])
        metadata["annotations"] = annotations(metadata["annotations"], type: type)
        object["metadata"] = metadata
        switch type {
        case .pods: reducePod(&object)
        case .nodes: object = node(object)
        case .persistentVolumeClaims: object["status"] = object.at("status", "capacity").map { ["capacity": $0] }
        case .configMaps where metadata.at("annotations", "leader") != nil: object["data"] = nil
        default: break
        }
        return object
    }

    /// The entries of our field manager, without their times.
    private static func ownFields(_ entries: JSON?) -> JSON? {
        let ours = (entries?.array ?? []).filter { $0["manager"]?.string == Ownership.manager }
        guard !ours.isEmpty else { return nil }
        return .array(
            ours.map { entry in
                var entry = entry
                entry["time"] = nil
                return entry
            })
    }

    private static func annotations(_ annotations: JSON?, type: ResourceType) -> JSON? {
        guard var result = annotations?.object else { return nil }
        switch type {
        case .pods:
            if let status = result["status"]?.string.flatMap({ try? JSON(parsing: $0) }) {
                let kept = (status.object ?? [:]).filter {
                    ["state", "role", "pending_restart", "pending_restart_reason", "replication_state"].contains($0.key)
                }
                result["status"] = .string(JSON.object(kept).text(.canonical))
            }
        case .configMaps, .endpoints:
            for name in ["optime", "renewTime", "retain_slots", "slots", "history", "failsafe", "ttl", "acquireTime"] { result[name] = nil }
        default: break
        }
        result["kubectl.kubernetes.io/last-applied-configuration"] = nil
        result["endpoints.kubernetes.io/last-change-trigger-time"] = nil
        return result.isEmpty ? JSON?.none : .object(result)
    }

    private static func reducePod(_ object: inout JSON) {
        let status = object["status"] ?? .object([:])
        var kept = JSON.object([:])
        for name in ["phase", "podIP", "reason", "message"] { kept[name] = status[name] }
        for name in ["containerStatuses", "initContainerStatuses"] {
            kept[name] = status[name]?.array.map { .array($0.map(containerStatus)) }
        }
        let conditions = (status["conditions"]?.array ?? []).filter { ["Ready", "PodScheduled"].contains($0["type"]?.string) }
        kept["conditions"] = .array(
            conditions.map { condition in
                var condition = condition
                for name in ["lastProbeTime", "lastTransitionTime"] { condition[name] = nil }
                return condition
            })
        object["status"] = kept
    }

    private static func containerStatus(_ status: JSON) -> JSON {
        var kept = JSON.object([:])
        for name in ["name", "ready", "restartCount"] { kept[name] = status[name] }
        for state in ["waiting", "terminated"] {
            guard let value = status.at("state", state) else { continue }
            kept["state"] = [state: ["reason": value["reason"] ?? .null, "message": value["message"] ?? .null]]
        }
        return kept
    }

    private static func node(_ node: JSON) -> JSON {
        var kept = JSON.object([:])
        kept["metadata"] = node["metadata"]
        kept.set(["metadata", "annotations"], to: nil)
        kept.set(["metadata", "managedFields"], to: nil)
        if let unschedulable = node.at("spec", "unschedulable") { kept["spec"] = ["unschedulable": unschedulable] }
        return kept
    }
}
