import Model

/// PersistentVolumeClaims: what a claim must say, and that it may only grow, and only when it is bound.
struct ClaimRules: KindRules {
    private static let protection: JSON = "kubernetes.io/pvc-protection"
    static let modes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]

    var initialStatus: JSON? { ["phase": "Pending"] }

    func setDefaults(_ object: inout JSON) { VolumeDefaults.claim(&object) }

    func admit(_ object: inout JSON, old: JSON?, _ context: WriteContext) throws(StatusError) {
        guard old == nil else { return }
        if object.at("spec", "storageClassName") == nil,
            object.at("metadata", "annotations", "volume.beta.kubernetes.io/storage-class") == nil,
            let standard = context.lookup("storageclasses.storage.k8s.io", "", "")?.at("metadata", "name")
        {
            object.set(["spec", "storageClassName"], to: standard)
        }
        var finalizers = object["metadata"]?.items("finalizers") ?? []
        if !finalizers.contains(Self.protection) { finalizers.append(Self.protection) }
        object.set(["metadata", "finalizers"], to: .array(finalizers))
    }

    func validate(_ object: JSON) -> [FieldError] { Self.specification(object["spec"] ?? [:], "spec") }

    static func specification(_ spec: JSON, _ field: String) -> [FieldError] {
        var errors: [FieldError] = []
        if let selector = spec["selector"] { errors += SelectorValidation.errors(selector, "\(field).selector") }
        let modes = spec.items("accessModes")
        if modes.isEmpty { errors.append(.required("\(field).accessModes", "at least 1 access mode is required")) }
        for mode in modes where !Self.modes.contains(mode.string ?? "") {
            errors.append(.notSupported("\(field).accessModes", mode, Self.modes))
        }
        if modes.contains("ReadWriteOncePod"), modes.count > 1 {
            errors.append(.forbidden("\(field).accessModes", "may not use ReadWriteOncePod with other access modes"))
        }
        if let size = spec.at("resources", "requests", "storage")?.string {
            if let quantity = try? CanonicalQuantity(size), quantity.nanos <= 0 {
                errors.append(.invalid("\(field).resources[storage]", .string(size), "must be greater than zero"))
            }
        } else {
            errors.append(.required("\(field).resources[storage]"))
        }
        if let name = spec["storageClassName"]?.string, !name.isEmpty {
            errors += Names.subdomain(name).map { .invalid("\(field).storageClassName", .string(name), $0) }
        }
        if let mode = spec["volumeMode"]?.string, !["Block", "Filesystem"].contains(mode) {
            errors.append(.notSupported("\(field).volumeMode", .string(mode), ["Block", "Filesystem"]))
        }
        return errors
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        var errors = validate(object)
        var spec = object["spec"] ?? [:]
        let before = old["spec"] ?? [:]
        let isBound = old.at("status", "phase") == "Bound"
        // The volume is set once by the binder; the class may be filled in later; a bound claim may grow.
        if before.text("volumeName").isEmpty { spec["volumeName"] = before["volumeName"] }
        if before["storageClassName"] == nil { spec["storageClassName"] = nil }
        if isBound { spec.set(["resources", "requests"], to: before.at("resources", "requests")) }
        spec["volumeAttributesClassName"] = before["volumeAttributesClassName"]
        if spec != before {
            errors.append(
                .forbidden(
                    "spec",
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"))
        }
        if isBound, let new = size(object["spec"]), let was = size(before), new < was,
            new < (size(old["status"], "capacity") ?? was)
        {
            errors.append(.forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"))
        } else if isBound, let new = size(object["spec"]), let was = size(before), new < was {
            errors.append(.forbidden("spec.resources.requests.storage", "field can not be less than previous value"))
        }
        return errors
    }

    private func size(_ spec: JSON?, _ key: String? = nil) -> CanonicalQuantity? {
        let text = key == nil ? spec?.at("resources", "requests", "storage") : spec?.at("capacity", "storage")
        return text?.string.flatMap { try? CanonicalQuantity($0) }
    }
}

struct VolumeRules: KindRules {
    var initialStatus: JSON? { ["phase": "Pending"] }

    func setDefaults(_ object: inout JSON) {
        object.modify("spec") { spec in
            spec.setDefault("persistentVolumeReclaimPolicy", "Retain")
            if spec["volumeMode"] == nil { spec["volumeMode"] = "Filesystem" }
            spec.modify("hostPath") { if $0["type"] == nil { $0["type"] = "" } }
        }
        object.modify("status") { $0.setDefault("phase", "Pending") }
    }

    func prepareForCreate(_ object: inout JSON, _ context: WriteContext) {
        var finalizers = object["metadata"]?.items("finalizers") ?? []
        if !finalizers.contains("kubernetes.io/pv-protection") { finalizers.append("kubernetes.io/pv-protection") }
        object.set(["metadata", "finalizers"], to: .array(finalizers))
    }

    func validate(_ object: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        if object.at("spec", "accessModes")?.isEmptyValue != false { errors.append(.required("spec.accessModes")) }
        if object.at("spec", "capacity")?.isEmptyValue != false { errors.append(.required("spec.capacity")) }
        return errors
    }
}
