import Model

/// Finds pods by a label pair, and selectors by a pair that they ask for, without reading a whole namespace.
struct LabelIndex: Sendable {
    private struct Pair: Hashable {
        let type: ResourceType
        let namespace: String
        let key: String
        let value: String
    }

    private var labelled: [Pair: Set<String>] = [:]
    private var filedSelectors: [Pair: Set<String>] = [:]
    private var filedUnder: [ObjectReference: Pair] = [:]

    mutating func add(_ object: ObservedObject) {
        if object.type == .pods {
            for (key, value) in object.labels { labelled[pair(object, key, value), default: []].insert(object.name) }
        }
        guard let rarest = rarestPair(of: object) else { return }
        filedSelectors[rarest, default: []].insert(object.name)
        filedUnder[object.reference] = rarest
    }

    mutating func remove(_ object: ObservedObject) {
        if object.type == .pods {
            for (key, value) in object.labels {
                let pair = pair(object, key, value)
                labelled[pair]?.remove(object.name)
                if labelled[pair]?.isEmpty == true { labelled[pair] = nil }
            }
        }
        guard let pair = filedUnder.removeValue(forKey: object.reference) else { return }
        filedSelectors[pair]?.remove(object.name)
        if filedSelectors[pair]?.isEmpty == true { filedSelectors[pair] = nil }
    }

    /// The names that have the rarest of the pairs; nil where this cannot narrow anything down.
    func names(_ type: ResourceType, namespace: String, pairs: [String: String]) -> Set<String>? {
        guard type == .pods, !pairs.isEmpty else { return nil }
        let sets = pairs.map { labelled[Pair(type: type, namespace: namespace, key: $0.key, value: $0.value)] ?? [] }
        return sets.min { $0.count < $1.count }
    }

    func filed(_ type: ResourceType, namespace: String, under labels: [String: String]) -> Set<String> {
        var names: Set<String> = []
        for (key, value) in labels {
            names.formUnion(filedSelectors[Pair(type: type, namespace: namespace, key: key, value: value)] ?? [])
        }
        return names
    }

    private func pair(_ object: ObservedObject, _ key: String, _ value: String) -> Pair {
        Pair(type: object.type, namespace: object.namespace, key: key, value: value)
    }

    /// The pair of a selector under which the fewest others are filed.
    private func rarestPair(of object: ObservedObject) -> Pair? {
        let pairs: [String: String]
        switch object.type {
        case .services: pairs = StringMap.read(object.at("spec", "selector"))
        case .podDisruptionBudgets: pairs = StringMap.read(object.at("spec", "selector", "matchLabels"))
        default: return nil
        }
        return pairs.map { pair(object, $0.key, $0.value) }
            .min { (filedSelectors[$0]?.count ?? 0, $0.key) < (filedSelectors[$1]?.count ?? 0, $1.key) }
    }
}
