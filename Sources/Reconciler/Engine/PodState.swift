import Model

/// What matters of one database pod, taken out of the object as the API shows it.
public struct PodState: Sendable, Equatable {
    public enum Role: String, Sendable, Equatable {
        case primary, replica
    }

    /// Put on a pod that is to be made anew; it goes with the pod. The predecessor's own key, so that its requests count here.
    static let restartAnnotation = "zalando-postgres-operator-rolling-update-required"

    public var name: String
    public var uid: String
    public var address: String
    public var node: String
    public var role: Role?
    public var isRunning: Bool
    public var isReady: Bool
    public var isTerminating: Bool
    public var isFlagged: Bool
    /// Made from a template that asks for something else than today's.
    public var isStale = false
    /// Patroni's own word: PostgreSQL must be restarted for a parameter.
    public var pendingRestart: Bool
    /// The restart is waited for by nothing but limits that shrink, which a standby only accepts after its primary.
    public var shrinksStandbyLimits = false

    public init(
        name: String, uid: String = "", address: String = "", node: String = "", role: Role? = nil, isRunning: Bool = true,
        isReady: Bool = true, isTerminating: Bool = false, isFlagged: Bool = false, isStale: Bool = false, pendingRestart: Bool = false
    ) {
        self.name = name
        self.uid = uid
        self.address = address
        self.node = node
        self.role = role
        self.isRunning = isRunning
        self.isReady = isReady
        self.isTerminating = isTerminating
        self.isFlagged = isFlagged
        self.isStale = isStale
        self.pendingRestart = pendingRestart
    }

    /// - Parameter roleLabel: `pod_role_label` of the configuration.
    init(_ pod: JSON, roleLabel: String) {
        let metadata = pod["metadata"] ?? .object([:])
        name = metadata["name"]?.string ?? ""
        uid = metadata["uid"]?.string ?? ""
        address = pod.at("status", "podIP")?.string ?? ""
        node = pod.at("spec", "nodeName")?.string ?? ""
        role =
            switch metadata.at("labels", roleLabel)?.string {
            case "master", "primary": .primary
            case "replica": .replica
            default: nil
            }
        isRunning = Self.isRunning(pod)
        isReady = (pod.at("status", "conditions")?.array ?? []).contains { $0["type"]?.string == "Ready" && $0["status"]?.string == "True" }
        isTerminating = metadata["deletionTimestamp"] != nil
        isFlagged = metadata.at("annotations", Self.restartAnnotation)?.string == "true"
        let status = metadata.at("annotations", "status")?.string.flatMap { try? JSON(parsing: $0) }
        pendingRestart = status?["pending_restart"]?.bool ?? false
        shrinksStandbyLimits = pendingRestart && Self.shrinksLimits(status?["pending_restart_reason"]?.object ?? [:])
    }

    /// Patroni 4 says for which parameters it waits, with old and new value.
    private static func shrinksLimits(_ reasons: JSONObject) -> Bool {
        func texts(_ side: String) -> [String: String] {
            Dictionary(reasons.map { ($0.key, $0.value[side].map { $0.string ?? $0.text() } ?? "") }) { first, _ in first }
        }
        return RestartOrder.primaryFirst(old: texts("old_value"), new: texts("new_value"))
    }

    /// The place in the StatefulSet, from the name's end.
    public var ordinal: Int { name.split(separator: "-").last.flatMap { Int($0) } ?? -1 }

    var needsRestart: Bool { isFlagged || isStale }

    private static func isRunning(_ pod: JSON) -> Bool {
        let phase = pod.at("status", "phase")?.string ?? ""
        guard phase.isEmpty || phase == "Running" else { return false }
        return (pod.at("status", "containerStatuses")?.array ?? []).allSatisfy {
            $0.at("state", "waiting") == nil && $0.at("state", "terminated") == nil
        }
    }

    /// What keeps a pod from running, in the kubelet's or the scheduler's words; nil where nothing is known to.
    static func trouble(_ pod: JSON) -> String? {
        for status in (pod.at("status", "initContainerStatuses")?.array ?? []) + (pod.at("status", "containerStatuses")?.array ?? []) {
            guard let reason = status.at("state", "waiting", "reason")?.string, !["ContainerCreating", "PodInitializing"].contains(reason)
            else { continue }
            let message = status.at("state", "waiting", "message")?.string
            return [status["name"]?.string, reason, message].compactMap(\.self).joined(separator: ": ")
        }
        for condition in pod.at("status", "conditions")?.array ?? [] where condition["type"]?.string == "PodScheduled" {
            guard condition["status"]?.string == "False" else { continue }
            return [condition["reason"]?.string, condition["message"]?.string].compactMap(\.self).joined(separator: ": ")
        }
        return nil
    }
}
