import Model

/// What the status of a `postgresql` object says: the predecessor's one word, and beside it conditions with reasons.
public struct ClusterStatus: Sendable, Equatable {
    /// What is being done about the cluster; it decides which word a failure gets.
    enum Phase: String, Sendable, Equatable {
        case creating = "Create"
        case updating = "Update"
        case syncing = "Sync"

        /// - Parameters:
        ///   - status: as it is in the object.
        ///   - generation: of the object; the status tells which one was last carried out.
        init(status: JSON?, generation: Int) {
            let word = ClusterStatus.word(of: status)
            switch word {
            case "", "Creating", "CreateFailed", "Invalid": self = .creating
            case "Updating", "UpdateFailed": self = .updating
            default:
                let observed = status?["observedGeneration"]?.int
                self = observed.map { $0 < generation } ?? false ? .updating : .syncing
            }
        }

        var failed: String { rawValue + "Failed" }
        /// While it goes on; nil: the word stays as it is.
        var underWay: String? {
            switch self {
            case .creating: "Creating"
            case .updating: "Updating"
            case .syncing: nil
            }
        }
    }

    public var word: String
    public var conditions: [Condition]
    public var observedGeneration: Int
    /// Members that are there, for the scale subresource.
    public var instances: Int
    /// Of the pods, for the scale subresource.
    public var labelSelector: String
    /// The plan that is being carried out, or nil where there is nothing to do.
    public var plan: JSON?

    /// The one word, which old clusters hold as a bare string.
    static func word(of status: JSON?) -> String {
        status?["PostgresClusterStatus"]?.string ?? status?.string ?? ""
    }

    /// The status object. A condition keeps the time of its last change while its value stays.
    func json(over live: JSON?, now: String) -> JSON {
        var status: JSON = [
            "PostgresClusterStatus": .string(word), "observedGeneration": JSON(observedGeneration), "numberOfInstances": JSON(instances),
            "labelSelector": .string(labelSelector),
        ]
        if let plan { status["plan"] = plan }
        status["conditions"] = .array(
            conditions.map { condition in
                let old = live?["conditions"]?.array?.first { $0["type"]?.string == condition.kind.rawValue }
                let kept = old?["status"]?.string == condition.value.rawValue ? old?["lastTransitionTime"]?.string : nil
                return [
                    "type": .string(condition.kind.rawValue), "status": .string(condition.value.rawValue),
                    "reason": .string(condition.reason),
                    "message": .string(condition.message), "observedGeneration": JSON(observedGeneration),
                    "lastTransitionTime": .string(kept ?? now),
                ]
            })
        return status
    }

    /// How much a status differs from the one that is there: what differs much is written at once, the rest when it has settled.
    enum Urgency: Int, Comparable {
        case same, message, condition, word

        static func < (a: Urgency, b: Urgency) -> Bool { a.rawValue < b.rawValue }
    }

    func urgency(against live: JSON?) -> Urgency {
        let now = json(over: live, now: "")
        if word != Self.word(of: live) { return .word }
        if observedGeneration != live?["observedGeneration"]?.int { return .word }
        let values = conditions.map { "\($0.kind.rawValue)=\($0.value.rawValue)" }
        let before = (live?["conditions"]?.array ?? []).map { "\($0["type"]?.string ?? "")=\($0["status"]?.string ?? "")" }
        if values != before || instances != live?["numberOfInstances"]?.int { return .condition }
        return now == live ? .same : .message
    }
}
