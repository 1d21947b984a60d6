import Model

/// The claims of a StatefulSet's pods: `<template>-<pod>`, and who owns them under the retention policy.
struct StatefulSetClaims: Sendable {
    let set: ObservedObject

    var templates: [JSON] { self.set.at("spec", "volumeClaimTemplates")?.array ?? [] }

    func name(_ template: JSON, pod: String) -> String { "\(template.at("metadata", "name")?.string ?? "")-\(pod)" }

    /// The claim as it is created: the template with the selector's labels.
    func claim(_ template: JSON, pod: String) -> JSON {
        var claim = template
        claim["apiVersion"] = "v1"
        claim["kind"] = "PersistentVolumeClaim"
        claim["status"] = nil
        let own = StringMap.read(template.at("metadata", "labels"))
        let labels = own.merging(StringMap.read(set.at("spec", "selector", "matchLabels"))) { $1 }
        claim.set(["metadata", "name"], to: .string(name(template, pod: pod)))
        claim.set(["metadata", "namespace"], to: .string(set.namespace))
        claim.set(["metadata", "labels"], to: labels.isEmpty ? JSON?.none : JSON(labels))
        claim.set(["metadata", "creationTimestamp"], to: nil)
        return claim
    }

    /// Creates those that are missing.
    func creations(pod: String, existing: (String) -> ObservedObject?) -> [Action] {
        templates.filter { existing(name($0, pod: pod)) == nil }.map { .create(.persistentVolumeClaims, claim($0, pod: pod)) }
    }

    /// The volumes of a pod: the template's, those of the claims in the place of the same name.
    func volumes(of template: JSON, pod: String) -> [JSON] {
        let ours: [JSON] = templates.map {
            ["name": $0.at("metadata", "name") ?? "", "persistentVolumeClaim": ["claimName": .string(name($0, pod: pod))]]
        }
        let names = Set(ours.compactMap { $0["name"]?.string })
        let others = (template.at("spec", "volumes")?.array ?? []).filter { !names.contains($0["name"]?.string ?? "") }
        return ours + others
    }

    private var deletesWithSet: Bool { self.set.at("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted")?.string == "Delete" }
    private var deletesWhenScaled: Bool { self.set.at("spec", "persistentVolumeClaimRetentionPolicy", "whenScaled")?.string == "Delete" }

    /// Gives a claim the owner with which it is to go: the set, the pod that is being scaled away, or nobody.
    func retention(pod: ObservedObject?, podName: String, condemned: Bool, existing: (String) -> ObservedObject?) -> [Action] {
        templates.compactMap { template in
            guard let claim = existing(name(template, pod: podName)), !claim.isTerminating else { return nil }
            let managed = Set([set.uid] + (pod.map { [$0.uid] } ?? []))
            var wanted = claim.owners.filter { !managed.contains($0.uid) && !isOurs($0, podName: podName) }
            if condemned, deletesWhenScaled, let pod {
                wanted.append(OwnerReference(controller: pod))
            } else if deletesWithSet {
                wanted.append(OwnerReference(controller: set))
            }
            return wanted == claim.owners ? nil : .owners(claim, wanted)
        }
    }

    /// A reference that an earlier pod of this name, or an earlier set, left.
    private func isOurs(_ owner: OwnerReference, podName: String) -> Bool {
        (owner.kind == "StatefulSet" && owner.name == set.name && owner.apiVersion == set.type.apiVersion)
            || (owner.kind == "Pod" && owner.name == podName && owner.apiVersion == "v1")
    }
}
