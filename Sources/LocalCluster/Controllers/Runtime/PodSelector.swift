import Model

/// A `LabelSelector` (`matchLabels`, `matchExpressions`), or the plain map of a Service.
struct PodSelector: Sendable, Equatable {
    struct Requirement: Sendable, Equatable {
        var key: String
        var operation: String
        var values: [String]
    }

    var pairs: [String: String] = [:]
    var requirements: [Requirement] = []

    /// nil where the selector is missing, which selects nothing; an empty one selects everything.
    init?(_ json: JSON?) {
        guard let json, json.object != nil else { return nil }
        pairs = StringMap.read(json["matchLabels"])
        requirements = Self.requirements(json["matchExpressions"])
    }

    init(pairs: [String: String]) { self.pairs = pairs }

    static func requirements(_ json: JSON?) -> [Requirement] {
        (json?.array ?? []).map {
            Requirement(
                key: $0["key"]?.string ?? "", operation: $0["operator"]?.string ?? "",
                values: ($0["values"]?.array ?? []).compactMap(\.string))
        }
    }

    func matches(_ labels: [String: String]) -> Bool {
        pairs.allSatisfy { labels[$0.key] == $0.value } && requirements.allSatisfy { $0.matches(labels) }
    }
}

extension PodSelector.Requirement {
    /// `Gt` and `Lt` compare whole numbers and occur in node affinities only.
    func matches(_ labels: [String: String]) -> Bool {
        let value = labels[key]
        switch operation {
        case "In": return value.map(values.contains) ?? false
        case "NotIn": return value.map { !values.contains($0) } ?? true
        case "Exists": return value != nil
        case "DoesNotExist": return value == nil
        case "Gt", "Lt":
            guard let number = value.flatMap({ Int($0) }), let bound = values.first.flatMap({ Int($0) }) else { return false }
            return operation == "Gt" ? number > bound : number < bound
        default: return false
        }
    }
}
