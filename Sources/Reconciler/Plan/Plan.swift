import Model

/// Everything that has to be done to make one cluster what it should be, in order. A plan is a value: it can be printed, compared,
/// stored and approved, and only then is it carried out.
public struct Plan: Sendable, Equatable {
    public var cluster: ObjectKey
    public var steps: [Step]
    /// Differences that are left alone, with the object they were found on.
    public var drift: [Drifted]

    public struct Drifted: Sendable, Equatable {
        public var object: ObjectReference
        public var difference: Difference
    }

    public init(cluster: ObjectKey, steps: [Step] = [], drift: [Drifted] = []) {
        self.cluster = cluster
        self.steps = steps
        self.drift = drift
    }

    public var isEmpty: Bool { steps.isEmpty }
    public var disruption: Disruption { steps.map(\.disruption).max() ?? .none }

    /// How many steps each class has; classes without steps left out.
    public var counts: [(Disruption, Int)] {
        Disruption.allCases.compactMap { kind in
            let count = steps.count { $0.disruption == kind }
            return count > 0 ? (kind, count) : nil
        }
    }

    /// The same for the same steps with the same reasons, whatever the time and the order of members: what an approval names.
    public var digest: String {
        steps.isEmpty ? "" : Digest.text(of: JSON.array(steps.map(\.identity)).bytes(.canonical))
    }
}

extension Plan {
    public var json: JSON {
        [
            "cluster": .string(cluster.description), "digest": .string(digest), "disruption": .string(disruption.rawValue),
            "counts": .object(JSONObject(counts.map { ($0.0.rawValue, JSON($0.1)) })),
            "steps": .array(steps.map(\.json)),
            "drift": .array(
                drift.map { ["object": .string($0.object.description), "difference": $0.difference.json] }),
        ]
    }

    public var text: String {
        guard !steps.isEmpty else { return (["\(cluster): nothing to do"] + driftLines).joined(separator: "\n") }
        let classes = counts.map { "\($0.1) × \($0.0.rawValue)" }.joined(separator: ", ")
        let head = "\(cluster): \(steps.count) step\(steps.count == 1 ? "" : "s") (\(classes)), digest \(digest)"
        return ([head] + steps.flatMap(\.lines).map { "  \($0)" } + driftLines).joined(separator: "\n")
    }

    private var driftLines: [String] { drift.map { "  left as it is: \($0.object) \($0.difference)" } }
}
