import Model

/// An Event for people who look at a `postgresql` object: what happened to it, in the predecessor's words where it had any.
struct ClusterEvent: Sendable, Equatable {
    enum Kind: String, Sendable {
        case normal = "Normal"
        case warning = "Warning"
    }

    var kind: Kind
    var reason: String
    var message: String

    init(_ kind: Kind, _ reason: String, _ message: String) {
        self.kind = kind
        self.reason = reason
        self.message = message
    }

    /// The object of core/v1.
    ///
    /// - Parameters:
    ///   - suffix: makes the name unique.
    ///   - time: RFC 3339.
    func json(about cluster: JSON, suffix: String, time: String) -> JSON {
        let metadata = cluster["metadata"] ?? .object([:])
        let name = metadata["name"]?.string ?? ""
        let namespace = metadata["namespace"] ?? ""
        // A name may have 253 characters; an Event's is for nobody to read.
        let prefix = String(name.prefix(220))
        var involved: JSON = [
            "apiVersion": .string(ResourceType.postgresqls.apiVersion), "kind": .string(ResourceType.postgresqls.kind),
            "name": .string(name),
            "namespace": namespace,
        ]
        for field in ["uid", "resourceVersion"] where metadata[field] != nil { involved[field] = metadata[field] }
        return [
            "apiVersion": "v1", "kind": "Event", "metadata": ["name": .string("\(prefix).\(suffix)"), "namespace": namespace],
            "involvedObject": involved, "reason": .string(reason), "message": .string(String(message.prefix(1000))),
            "type": .string(kind.rawValue), "source": ["component": "postgres-operator"], "firstTimestamp": .string(time),
            "lastTimestamp": .string(time), "count": 1, "reportingComponent": "postgres-operator", "reportingInstance": "",
        ]
    }
}

extension ClusterEvent {
    /// What a step that was carried out is worth saying, if anything.
    static func afterwards(_ step: Step) -> ClusterEvent? {
        let key = step.object.key
        switch (step.object.type, step.action) {
        case (.services, .apply) where step.isCreation:
            let role = key.name.hasSuffix("-repl") ? "replica" : "master"
            return ClusterEvent(
                .normal, "Services", "The service \"\(key)\" for role \(role) has been successfully created")
        case (.statefulSets, .apply) where step.isCreation:
            return ClusterEvent(.normal, "StatefulSet", "Statefulset \"\(key)\" has been successfully created")
        case (.statefulSets, .apply):
            return ClusterEvent(.normal, "Update", "Statefulset \"\(key)\" has been changed: \(reasons(step))")
        case (.statefulSets, .recreate):
            return ClusterEvent(.normal, "Update", "Statefulset \"\(key)\" is replaced without its pods: \(reasons(step))")
        case (.pods, .configurePatroni):
            return ClusterEvent(.normal, "Update", "The configuration in Patroni has been changed: \(reasons(step))")
        case (.pods, .restartPostgres):
            return ClusterEvent(.normal, "Update", "PostgreSQL in pod \"\(key.name)\" has been restarted")
        case (.pods, .restartPod):
            return ClusterEvent(.normal, "Update", "Pod \"\(key.name)\" is made anew: \(step.note ?? "it was marked for a restart")")
        case (.persistentVolumeClaims, .merge):
            return ClusterEvent(.normal, "Update", "Volume \"\(key.name)\" grows: \(reasons(step))")
        default: return nil
        }
    }

    private static func reasons(_ step: Step) -> String {
        let shown = step.reasons.prefix(3).map(\.description).joined(separator: "; ")
        return step.reasons.count > 3 ? "\(shown); and \(step.reasons.count - 3) more" : shown
    }
}
