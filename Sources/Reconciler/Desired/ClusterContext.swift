import Model

/// Which of a cluster's two faces a Service, pooler or pod shows.
enum ClusterRole: String, CaseIterable {
    case master, replica
}

/// One cluster while its objects are built: names, labels, annotations and owner references, which all objects share.
struct ClusterContext {
    let manifest: Manifest
    let configuration: Configuration
    let facts: Facts

    init(_ manifest: Manifest, _ configuration: Configuration, _ facts: Facts) {
        self.manifest = manifest
        self.configuration = configuration
        self.facts = facts
    }

    var spec: Manifest.Spec { manifest.spec }
    var name: String { manifest.name }
    var namespace: String { manifest.namespace }

    // MARK: Names

    func serviceName(_ role: ClusterRole) -> String { role == .master ? name : name + "-repl" }
    func poolerName(_ role: ClusterRole) -> String { role == .master ? name + "-pooler" : name + "-pooler-repl" }

    func secretName(_ role: String) -> String { CredentialName(configuration).secret(of: role, cluster: name) }
    var superuserSecret: String { secretName(configuration.superUsername) }
    var replicationSecret: String { secretName(configuration.replicationUsername) }

    // MARK: Labels

    /// What selects everything of this cluster.
    var selector: [String: String] {
        configuration.clusterLabels.merging([configuration.clusterNameLabel: name]) { $1 }
    }

    /// What the cluster's objects carry; inherited labels are written last and may replace others.
    var labels: [String: String] {
        var labels = selector
        labels["team"] = spec.teamId
        for key in configuration.inheritedLabels { if let value = manifest.metadata.labels[key] { labels[key] = value } }
        return labels
    }

    func labels(_ role: ClusterRole) -> [String: String] { labels.merging([configuration.podRoleLabel: role.rawValue]) { $1 } }
    func selector(_ role: ClusterRole) -> [String: String] { selector.merging([configuration.podRoleLabel: role.rawValue]) { $1 } }

    // MARK: Annotations

    var inheritedAnnotations: [String: String] {
        manifest.metadata.annotations.filter { configuration.inheritedAnnotations.contains($0.key) }
    }

    /// For what a downscaler looks at: StatefulSet, poolers, streams.
    var scaledAnnotations: [String: String] {
        inheritedAnnotations.merging(
            AnnotationPatterns(configuration.downscalerAnnotations).matching(manifest.metadata.annotations)
        ) { $1 }
    }

    var podAnnotations: [String: String] {
        configuration.customPodAnnotations.merging(spec.podAnnotations) { $1 }.merging(inheritedAnnotations) { $1 }
    }

    /// Whether an annotation that the configuration names says `true`.
    func isAnnotated(_ key: String) -> Bool { !key.isEmpty && manifest.metadata.annotations[key] == "true" }

    // MARK: Metadata

    /// The owners of the `postgresql` object, and with `enable_owner_references` that object itself.
    var ownerReferences: [JSON] {
        var references = manifest.metadata.ownerReferences
        let uid = manifest.metadata.uid
        guard configuration.enableOwnerReferences, !references.contains(where: { $0["uid"]?.string == uid }) else { return references }
        references.append([
            "apiVersion": "acid.zalan.do/v1", "kind": "postgresql", "name": .string(name), "uid": .string(uid), "controller": true,
        ])
        return references
    }

    func metadata(
        _ name: String, namespace: String? = nil, labels: [String: String], annotations: [String: String]? = nil, owned: Bool = true
    ) -> JSON {
        .build([
            ("name", name), ("namespace", namespace ?? self.namespace), ("labels", labels),
            ("annotations", annotations ?? inheritedAnnotations), ("ownerReferences", owned ? ownerReferences : []),
        ])
    }

    func object(_ type: ResourceType, _ metadata: JSON, _ fields: [(String, (any Renderable)?)], policy: WantedObject.Policy = .managed)
        -> WantedObject
    {
        var body: JSON = ["apiVersion": .string(type.apiVersion), "kind": .string(type.kind), "metadata": metadata]
        for (key, value) in JSON.build(fields).object ?? [:] { body[key] = value }
        let key = ObjectKey(
            namespace: metadata["namespace"]?.string ?? namespace, name: metadata["name"]?.string ?? name)
        return WantedObject(ObjectReference(type: type, key: key), body: body, policy: policy)
    }
}
