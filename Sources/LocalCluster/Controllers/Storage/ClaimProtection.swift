import Model

/// Lets a claim that is being deleted go once no pod uses it; until then its finalizer keeps it.
struct ClaimProtection: Controller {
    let name = "pvc-protection-controller"
    let watches: [ResourceType] = [.persistentVolumeClaims, .persistentVolumes, .pods]

    static let finalizer = "kubernetes.io/pvc-protection"
    static let volumeFinalizer = "kubernetes.io/pv-protection"

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        guard object.type == .pods else { return [object.reference] }
        // A pod stops using a claim when it ends or goes.
        guard change.new == nil || PodView(object).isFinished else { return [] }
        return Self.claims(of: object).map { ObjectReference(.persistentVolumeClaims, namespace: object.namespace, name: $0) }
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let object = objects[key], object.isTerminating else { return .nothing }
        if object.type == .persistentVolumes {
            guard object.finalizers.contains(Self.volumeFinalizer),
                object.at("status", "phase")?.string != "Bound" || !isBound(object, objects)
            else { return .nothing }
            return Decision([.finalizers(object, object.finalizers.filter { $0 != Self.volumeFinalizer })])
        }
        guard object.finalizers.contains(Self.finalizer) else { return .nothing }
        let used = objects.list(.pods, namespace: object.namespace)
            .contains { !PodView($0).isFinished && Self.claims(of: $0).contains(object.name) }
        guard !used else { return .nothing }
        return Decision([.finalizers(object, object.finalizers.filter { $0 != Self.finalizer })])
    }

    private func isBound(_ volume: ObservedObject, _ objects: ObservedObjects) -> Bool {
        let claim = volume.at("spec", "claimRef")
        return objects[.persistentVolumeClaims, claim?["namespace"]?.string ?? "", claim?["name"]?.string ?? ""]?.uid
            == claim?["uid"]?.string
    }

    static func claims(of pod: ObservedObject) -> [String] {
        (pod.at("spec", "volumes")?.array ?? []).compactMap { $0.at("persistentVolumeClaim", "claimName")?.string }
    }
}
