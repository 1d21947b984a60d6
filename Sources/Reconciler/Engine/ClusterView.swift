import Model

/// One cluster with all that is known of it: what decisions are made from. It is made anew for each decision and holds nothing.
struct ClusterView {
    let key: ObjectKey
    let manifest: Manifest
    let configuration: Configuration
    let wishes: Wishes
    let observed: Observed
    let memory: ClusterMemory
    let now: Double

    var statefulSetReference: ObjectReference { ObjectReference(type: .statefulSets, key: key) }
    var statefulSet: JSON? { observed.object(statefulSetReference) }
    var wantedStatefulSet: JSON? { wishes.body(.statefulSets, key.name) }
    var wantedReplicas: Int { wantedStatefulSet?.at("spec", "replicas")?.int ?? 0 }

    /// The database's pods by ordinal; poolers' and backup jobs' pods carry the cluster's label too and have other names.
    var podObjects: [JSON] {
        observed.objects(.pods, of: key).filter { isMember($0.at("metadata", "name")?.string ?? "") }
            .sorted { PodState($0, roleLabel: "").ordinal < PodState($1, roleLabel: "").ordinal }
    }

    func pods() -> [PodState] {
        let template = statefulSet?.at("spec", "template")
        let revision = updateRevision
        return podObjects.map { pod in
            var state = PodState(pod, roleLabel: configuration.podRoleLabel)
            state.isStale = template.map { isStale(pod, template: $0, revision: revision) } ?? false
            return state
        }
    }

    func reference(ofPod name: String) -> ObjectReference {
        ObjectReference(.pods, namespace: key.namespace, name: name)
    }

    private func isMember(_ name: String) -> Bool {
        guard name.hasPrefix(key.name + "-") else { return false }
        return Int(name.dropFirst(key.name.utf8.count + 1)) != nil
    }

    /// The revision that pods of today's template carry; nil while the StatefulSet's controller has not caught up.
    private var updateRevision: String? {
        guard let set = statefulSet, set.at("status", "observedGeneration")?.int == set.at("metadata", "generation")?.int else {
            return nil
        }
        return set.at("status", "updateRevision")?.string
    }

    /// Whether a pod was made from a template that differs from today's in what only a restart can bring about. A pod of today's revision
    /// never is, whatever admission webhooks have made of it since.
    private func isStale(_ pod: JSON, template: JSON, revision: String?) -> Bool {
        if let revision, pod.at("metadata", "labels", "controller-revision-hash")?.string == revision { return false }
        return !PodComparison(isLazyUpgrade: configuration.enableLazySpiloUpgrade).differences(template: template, pod: pod).isEmpty
    }

    // MARK: Patroni

    /// The configuration as Patroni keeps it in its object; nil before the cluster is bootstrapped.
    var patroniConfiguration: JSON? {
        let name = ObjectKey(namespace: key.namespace, name: key.name + "-config")
        for type in [ResourceType.configMaps, .endpoints] {
            guard let text = observed.object(type, name)?.at("metadata", "annotations", "config")?.string else { continue }
            if let document = try? JSON(parsing: text), document.object != nil { return document }
        }
        return nil
    }

    var isSynchronous: Bool { patroniConfiguration?["synchronous_mode"]?.bool ?? manifest.spec.patroni.synchronousMode }

    /// Bytes that a replica may lag behind before the next one is restarted.
    var lagLimit: Int { patroniConfiguration?["maximum_lag_on_failover"]?.int ?? 33_554_432 }
}

/// Compares a pod with the template that it would be made from today.
struct PodComparison {
    var isLazyUpgrade: Bool

    /// Only what a restart would change, and only what the template asks for.
    func differences(template: JSON, pod: JSON) -> [Difference] {
        var wanted: JSON = ["spec": template["spec"] ?? .object([:])]
        // A pod carries the tolerations of the node controller too; only what is missing counts.
        let tolerations = wanted.at("spec", "tolerations")?.array ?? []
        wanted.set(["spec", "tolerations"], to: nil)
        if let labels = template.at("metadata", "labels") { wanted.set(["metadata", "labels"], to: labels) }
        var found = Comparison.differences(wanted: wanted, live: pod)
        let there = pod.at("spec", "tolerations")?.array ?? []
        for toleration in tolerations where !there.contains(toleration) {
            found.append(Difference(FieldPath(fields: "spec", "tolerations"), old: .array(there), new: .array(tolerations)))
        }
        if isLazyUpgrade { found.removeAll { $0.path.starts(with: "spec", "containers", "image") } }
        return found
    }
}
