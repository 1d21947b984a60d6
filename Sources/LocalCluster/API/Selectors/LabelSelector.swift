import Model

/// A label selector as a client writes it in a query (`a=b,c in (d, e),!f,n>4`).
struct LabelSelector: Equatable, Sendable {
    enum Requirement: Equatable, Sendable {
        case isOneOf(String, [String])
        case isNoneOf(String, [String])
        case exists(String)
        case doesNotExist(String)
        case isGreater(String, Int64)
        case isLess(String, Int64)
    }

    var requirements: [Requirement]

    static let everything = LabelSelector(requirements: [])
    var isEverything: Bool { requirements.isEmpty }

    init(requirements: [Requirement]) { self.requirements = requirements }

    /// The `labels` of an object (nil where it has none) against every requirement.
    func matches(_ labels: JSON?) -> Bool {
        requirements.allSatisfy { Self.matches($0, labels) }
    }

    private static func matches(_ requirement: Requirement, _ labels: JSON?) -> Bool {
        switch requirement {
        case .isOneOf(let key, let values): labels?[key]?.string.map(values.contains) ?? false
        case .isNoneOf(let key, let values): !(labels?[key]?.string.map(values.contains) ?? false)
        case .exists(let key): labels?[key] != nil
        case .doesNotExist(let key): labels?[key] == nil
        case .isGreater(let key, let bound): labels?[key]?.string.flatMap(Int64.init).map { $0 > bound } ?? false
        case .isLess(let key, let bound): labels?[key]?.string.flatMap(Int64.init).map { $0 < bound } ?? false
        }
    }
}

extension LabelSelector {
    /// The `selector` of an object's spec (`matchLabels`, `matchExpressions`); an empty one selects everything.
    init(_ selector: JSON) {
        var requirements: [Requirement] = []
        for (key, value) in selector["matchLabels"]?.object ?? [:] {
            requirements.append(.isOneOf(key, [value.string ?? ""]))
        }
        for expression in selector["matchExpressions"]?.array ?? [] {
            let key = expression["key"]?.string ?? ""
            let values = (expression["values"]?.array ?? []).compactMap(\.string)
            switch expression["operator"]?.string {
            case "In": requirements.append(.isOneOf(key, values))
            case "NotIn": requirements.append(.isNoneOf(key, values))
            case "Exists": requirements.append(.exists(key))
            case "DoesNotExist": requirements.append(.doesNotExist(key))
            default: break
            }
        }
        self.init(requirements: requirements)
    }
}
