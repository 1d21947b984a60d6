import Model

/// Empties a namespace that is being deleted, and gives new ones what every namespace has: the ServiceAccount `default` and the ConfigMap
/// with the cluster's CA.
struct NamespaceController: Controller {
    let name = "namespace-controller"
    let watches: [ResourceType] = [.namespaces, .serviceAccounts, .configMaps]

    /// PEM, from the kubeconfig; empty where the server has no TLS.
    let rootCA: String

    static let rootCAName = "kube-root-ca.crt"
    static let rootCADescription =
        "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP "
        + "or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters."

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        switch object.type {
        case .namespaces: return [object.reference]
        case .serviceAccounts where object.name == "default", .configMaps where object.name == Self.rootCAName:
            return [ObjectReference(.namespaces, name: object.namespace)]
        default: return []
        }
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let namespace = objects[key] else { return .nothing }
        guard !namespace.isTerminating else {
            let finalizers = (namespace.at("spec", "finalizers")?.array ?? []).compactMap(\.string)
            guard finalizers.contains("kubernetes") else { return .nothing }
            // Repeated until the namespace is gone: pods take their time, others' finalizers take theirs.
            return Decision([.emptyNamespace(namespace.name, uid: namespace.uid)], again: now + 0.5)
        }
        return Decision(serviceAccount(namespace, objects) + rootCA(namespace, objects))
    }

    private func serviceAccount(_ namespace: ObservedObject, _ objects: ObservedObjects) -> [Action] {
        guard objects[.serviceAccounts, namespace.name, "default"] == nil else { return [] }
        return [
            .create(
                .serviceAccounts,
                ["apiVersion": "v1", "kind": "ServiceAccount", "metadata": ["name": "default", "namespace": .string(namespace.name)]])
        ]
    }

    private func rootCA(_ namespace: ObservedObject, _ objects: ObservedObjects) -> [Action] {
        let data: JSON = ["ca.crt": .string(rootCA)]
        guard let existing = objects[.configMaps, namespace.name, Self.rootCAName] else {
            return [
                .create(
                    .configMaps,
                    [
                        "apiVersion": "v1", "kind": "ConfigMap",
                        "metadata": [
                            "name": .string(Self.rootCAName), "namespace": .string(namespace.name),
                            "annotations": ["kubernetes.io/description": .string(Self.rootCADescription)],
                        ],
                        "data": data,
                    ])
            ]
        }
        guard let patch = PatchDifference.between(existing.at("data") ?? [:], to: data) else { return [] }
        return [.patch(existing.reference, uid: existing.uid, ["data": patch])]
    }
}
