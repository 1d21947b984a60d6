import Model

/// Gives every claim a volume of its own, as a provisioner does, and lets it grow.
///
/// The data of a volume is a directory of the node, `<directory>/<volume>`; it goes with the volume, when its claim is gone and its reclaim
/// policy is Delete.
struct VolumeBinding: Controller {
    let name = "persistentvolume-controller"
    let watches: [ResourceType] = [.persistentVolumeClaims, .persistentVolumes, .storageClasses]

    static let provisioner = "postgres-operator-local/directory"
    /// Where a volume's directory lies below the node's directory; the path in the object is relative to it.
    static let root = "/volumes"
    private static let provisionedBy = "pv.kubernetes.io/provisioned-by"

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        switch object.type {
        case .persistentVolumeClaims:
            let volume = object.at("spec", "volumeName")?.string ?? Self.volumeName(object)
            return [object.reference, ObjectReference(.persistentVolumes, name: volume)]
        case .persistentVolumes:
            let claim = object.at("spec", "claimRef").map {
                ObjectReference(.persistentVolumeClaims, namespace: $0["namespace"]?.string ?? "", name: $0["name"]?.string ?? "")
            }
            return [object.reference] + (claim.map { [$0] } ?? [])
        case .storageClasses: return objects.list(.persistentVolumeClaims).map(\.reference)
        default: return []
        }
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let object = objects[key] else { return .nothing }
        if key.type == .persistentVolumes { return Decision(volume(object, objects)) }
        return Decision(object.isTerminating ? [] : claim(object, objects, now: now))
    }

    // MARK: Claims

    private static func volumeName(_ claim: ObservedObject) -> String { "pvc-\(claim.uid)" }

    private func claim(_ claim: ObservedObject, _ objects: ObservedObjects, now: Moment) -> [Action] {
        let wanted = claim.at("spec", "volumeName")?.string ?? ""
        if !wanted.isEmpty {
            guard let volume = objects[.persistentVolumes, "", wanted] else { return lost(claim, volume: wanted) }
            return bound(claim, to: volume)
        }
        let name = Self.volumeName(claim)
        if let volume = objects[.persistentVolumes, "", name] {
            let annotations: JSON = ["pv.kubernetes.io/bind-completed": "yes", "pv.kubernetes.io/bound-by-controller": "yes"]
            return [
                .patch(
                    claim.reference, uid: claim.uid,
                    ["metadata": ["annotations": annotations], "spec": ["volumeName": .string(volume.name)]])
            ]
        }
        return provision(claim, name: name, objects)
    }

    private func provision(_ claim: ObservedObject, name: String, _ objects: ObservedObjects) -> [Action] {
        let className = claim.at("spec", "storageClassName")?.string ?? ""
        guard !className.isEmpty else {
            return pending(claim, "FailedBinding", "no persistent volumes available for this claim and no storage class is set", "Normal")
        }
        guard let storage = objects[.storageClasses, "", className] else {
            return pending(
                claim, "ProvisioningFailed", "storageclass.storage.k8s.io \"\(className)\" not found; this node offers \"standard\"",
                "Warning")
        }
        guard storage.at("provisioner")?.string == Self.provisioner else { return [] }
        guard PodSelector(claim.at("spec", "selector")) == nil else {
            return pending(
                claim, "ProvisioningFailed", "spec.selector is set: only a volume that exists already can match it", "Warning")
        }
        let note = "Successfully provisioned volume \(name)"
        return [
            .create(.persistentVolumes, persistentVolume(for: claim, named: name, storage: storage)),
            .event(EventNote(claim, "Normal", "ProvisioningSucceeded", note, from: Self.provisioner)),
        ]
    }

    private func persistentVolume(for claim: ObservedObject, named name: String, storage: ObservedObject) -> JSON {
        [
            "apiVersion": "v1", "kind": "PersistentVolume",
            "metadata": [
                "name": .string(name), "annotations": JSON([Self.provisionedBy: Self.provisioner]),
            ],
            "spec": [
                "accessModes": claim.at("spec", "accessModes") ?? ["ReadWriteOnce"],
                "capacity": ["storage": claim.at("spec", "resources", "requests", "storage") ?? "0"],
                "claimRef": [
                    "apiVersion": "v1", "kind": "PersistentVolumeClaim", "namespace": .string(claim.namespace), "name": .string(claim.name),
                    "uid": .string(claim.uid), "resourceVersion": claim.at("metadata", "resourceVersion") ?? "",
                ],
                "hostPath": ["path": .string("\(Self.root)/\(name)"), "type": "DirectoryOrCreate"],
                "persistentVolumeReclaimPolicy": storage.at("reclaimPolicy") ?? "Delete",
                "storageClassName": .string(storage.name),
                "volumeMode": claim.at("spec", "volumeMode") ?? "Filesystem",
            ],
        ]
    }

    /// Bound; where more is asked for than the volume has, the volume grows first and the claim's capacity follows.
    private func bound(_ claim: ObservedObject, to volume: ObservedObject) -> [Action] {
        let requested = claim.at("spec", "resources", "requests", "storage")?.string ?? ""
        let capacity = volume.at("spec", "capacity", "storage")?.string ?? ""
        var actions: [Action] = []
        if let wanted = StorageSize(requested), let has = StorageSize(capacity), wanted > has {
            actions.append(.patch(volume.reference, uid: volume.uid, ["spec": ["capacity": ["storage": .string(requested)]]]))
            actions.append(
                .event(EventNote(claim, "Normal", "VolumeResizeSuccessful", "The volume has \(requested) now", from: Self.provisioner)))
        }
        var status: JSON = ["phase": "Bound"]
        status["accessModes"] = volume.at("spec", "accessModes")
        status["capacity"] = ["storage": .string(actions.isEmpty ? capacity : requested)]
        return actions + (Action.status(claim, status).map { [$0] } ?? [])
    }

    private func lost(_ claim: ObservedObject, volume: String) -> [Action] {
        guard claim.at("status", "phase")?.string == "Bound" else { return [] }
        let note = EventNote(
            claim, "Warning", "ClaimLost", "Bound claim has lost its PersistentVolume \(volume). Data on the volume is lost!", from: name)
        return [.event(note)] + (Action.status(claim, ["phase": "Lost"]).map { [$0] } ?? [])
    }

    private func pending(_ claim: ObservedObject, _ reason: String, _ message: String, _ type: String) -> [Action] {
        [.event(EventNote(claim, type, reason, message, from: name))]
    }

    // MARK: Volumes

    private func volume(_ volume: ObservedObject, _ objects: ObservedObjects) -> [Action] {
        let isOurs = volume.annotations[Self.provisionedBy] == Self.provisioner
        guard !volume.isTerminating else { return [] }
        guard let reference = volume.at("spec", "claimRef"), let uid = reference["uid"]?.string else {
            return Action.status(volume, ["phase": "Available"]).map { [$0] } ?? []
        }
        let claim = objects[.persistentVolumeClaims, reference["namespace"]?.string ?? "", reference["name"]?.string ?? ""]
        if claim?.uid == uid {
            return Action.status(volume, with(volume, phase: "Bound")).map { [$0] } ?? []
        }
        guard objects.isKnownGone(uid: uid) else {
            return [
                .confirmAbsence(
                    apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: reference["namespace"]?.string ?? "",
                    name: reference["name"]?.string ?? "", uid: uid)
            ]
        }
        guard isOurs, volume.at("spec", "persistentVolumeReclaimPolicy")?.string == "Delete" else {
            return Action.status(volume, with(volume, phase: "Released")).map { [$0] } ?? []
        }
        return [
            .removeVolume(path: volume.at("spec", "hostPath", "path")?.string ?? ""), .delete(volume.reference, uid: volume.uid),
        ]
    }

    private func with(_ volume: ObservedObject, phase: String) -> JSON {
        var status = volume.status
        status["phase"] = .string(phase)
        return status
    }
}

/// Sizes of storage as far as they have to be compared: `1Gi`, `500M`, `1e9`, `1.5Ti`.
struct StorageSize: Sendable, Comparable {
    let bytes: Double

    init?(_ text: String) {
        let units: [(String, Double)] = [
            ("Ki", 0x1p10), ("Mi", 0x1p20), ("Gi", 0x1p30), ("Ti", 0x1p40), ("Pi", 0x1p50), ("Ei", 0x1p60), ("m", 1e-3), ("k", 1e3),
            ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15), ("E", 1e18), ("", 1),
        ]
        for (unit, factor) in units where text.hasSuffix(unit) {
            guard let number = Double(text.dropLast(unit.count)), number.isFinite else { continue }
            bytes = number * factor
            return
        }
        return nil
    }

    static func < (a: StorageSize, b: StorageSize) -> Bool { a.bytes < b.bytes }
}
