import Model

/// A pod as a member of a StatefulSet: its place, the revision it was made from, its stable identity.
struct StatefulPod: Sendable {
    let view: PodView
    let ordinal: Int

    static let nameLabel = "statefulset.kubernetes.io/pod-name"
    static let indexLabel = "apps.kubernetes.io/pod-index"
    static let revisionLabel = "controller-revision-hash"

    init(_ object: ObservedObject, set: ObservedObject) {
        view = PodView(object)
        ordinal = Self.ordinal(of: object.name, set: set.name) ?? -1
    }

    /// nil where the name is not `<set>-<number>`.
    static func ordinal(of name: String, set: String) -> Int? {
        guard name.hasPrefix(set + "-") else { return nil }
        let digits = name.dropFirst(set.count + 1)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int(digits)
    }

    var revision: String { view.object.labels[Self.revisionLabel] ?? "" }

    /// Puts the labels back that give the pod its stable identity.
    var identityPatch: Action? {
        let wanted = [Self.nameLabel: view.name, Self.indexLabel: String(ordinal)]
        let missing = wanted.filter { view.object.labels[$0.key] != $0.value }
        guard !missing.isEmpty else { return nil }
        return .patch(view.object.reference, uid: view.object.uid, ["metadata": ["labels": JSON(missing)]])
    }

    static func new(set: ObservedObject, ordinal: Int, revision: String, template: JSON, claims: StatefulSetClaims) -> JSON {
        let name = "\(set.name)-\(ordinal)"
        var pod = PodTemplate.pod(
            from: template, namespace: set.namespace, owner: OwnerReference(controller: set),
            labels: [nameLabel: name, indexLabel: String(ordinal), revisionLabel: revision])
        pod.set(["metadata", "name"], to: .string(name))
        pod.set(["metadata", "generateName"], to: .string(set.name + "-"))
        pod.set(["spec", "hostname"], to: .string(name))
        let service = set.at("spec", "serviceName")?.string ?? ""
        if !service.isEmpty { pod.set(["spec", "subdomain"], to: .string(service)) }
        let volumes = claims.volumes(of: template, pod: name)
        pod.set(["spec", "volumes"], to: volumes.isEmpty ? JSON?.none : .array(volumes))
        return pod
    }
}
