import Model

/// Where pods may and would like to run.
struct Affinity {
    let configuration: Configuration

    /// - Parameters:
    ///   - nodes: the manifest's own node affinity, where it counts for these pods.
    ///   - apart: the labels of the pods that shall keep their distance, under `enable_pod_antiaffinity`.
    func build(nodes: JSON?, apart: [String: String]) -> JSON? {
        let affinity = JSON.build([
            ("nodeAffinity", nodeAffinity(nodes)), ("podAntiAffinity", configuration.enablePodAntiaffinity ? antiAffinity(apart) : nil),
        ])
        guard affinity.object?.isEmpty == false else { return nil }
        return affinity
    }

    private func antiAffinity(_ labels: [String: String]) -> JSON {
        let term: JSON = [
            "labelSelector": ["matchLabels": JSON(labels)], "topologyKey": .string(configuration.podAntiaffinityTopologyKey),
        ]
        return configuration.podAntiaffinityPreferredDuringScheduling
            ? ["preferredDuringSchedulingIgnoredDuringExecution": [["weight": 1, "podAffinityTerm": term]]]
            : ["requiredDuringSchedulingIgnoredDuringExecution": [term]]
    }

    private static let required = "requiredDuringSchedulingIgnoredDuringExecution"

    /// The nodes of the manifest, and those that are ready in the configuration's sense.
    func nodeAffinity(_ wanted: JSON?) -> JSON? {
        let ready: [JSON] = configuration.nodeReadinessLabel.sorted { $0.key < $1.key }.map { key, value in
            ["key": .string(key), "operator": "In", "values": [.string(value)]]
        }
        guard !ready.isEmpty else { return wanted }
        guard var affinity = wanted, let terms = affinity.at(Self.required, "nodeSelectorTerms")?.array else {
            var affinity = wanted ?? .object([:])
            affinity[Self.required] = ["nodeSelectorTerms": [["matchExpressions": .array(ready)]]]
            return affinity
        }
        switch configuration.nodeReadinessLabelMerge {
        case "OR": affinity.set([Self.required, "nodeSelectorTerms"], to: .array(terms + [["matchExpressions": .array(ready)]]))
        case "AND":
            affinity.set(
                [Self.required, "nodeSelectorTerms"],
                to: .array(terms.map { ["matchExpressions": .array(($0["matchExpressions"]?.array ?? []) + ready)] }))
        default: break
        }
        return affinity
    }

    /// What a reader of the manifest would not expect of the above.
    func problems(_ wanted: JSON?) -> [Problem] {
        guard !configuration.nodeReadinessLabel.isEmpty, let terms = wanted?.at(Self.required, "nodeSelectorTerms")?.array else {
            return []
        }
        switch configuration.nodeReadinessLabelMerge {
        case "":
            return [
                .warning(
                    "configuration.node_readiness_label_merge",
                    "AND or OR is needed: the readiness label is not asked for beside the manifest's nodeAffinity")
            ]
        case "AND" where terms.contains { $0["matchFields"] != nil }:
            return [.warning("spec.nodeAffinity", "matchFields are left out where the readiness label is merged with AND")]
        default: return []
        }
    }
}
