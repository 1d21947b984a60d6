import Model

struct NamespaceRules: KindRules {
    var nameRule: @Sendable (String) -> [String] { Names.label }
    var initialStatus: JSON? { ["phase": "Active"] }

    func setDefaults(_ object: inout JSON) {
        let name = object.at("metadata", "name")?.string ?? ""
        guard !name.isEmpty else { return }
        object.set(["metadata", "labels", "kubernetes.io/metadata.name"], to: .string(name))
    }

    func prepareForCreate(_ object: inout JSON, _ context: WriteContext) {
        setDefaults(&object)
        var finalizers = object["spec"]?.items("finalizers") ?? []
        if !finalizers.contains("kubernetes") { finalizers.append("kubernetes") }
        object["spec"] = ["finalizers": .array(finalizers)]
    }

    func prepareForUpdate(_ object: inout JSON, old: JSON, _ context: WriteContext) {
        setDefaults(&object)
        object["spec"] = old["spec"]
    }
}

struct ServiceAccountRules: KindRules {
    var allowsUnconditionalUpdate: Bool { false }
}

struct NodeRules: KindRules {
    var keepsStatusOnCreate: Bool { true }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        let was = old.at("spec", "providerID")?.string ?? ""
        guard !was.isEmpty, object.at("spec", "providerID")?.string != was else { return [] }
        return [.forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid")]
    }
}

struct LeaseRules: KindRules {
    var allowsUnconditionalUpdate: Bool { false }

    func validate(_ object: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        if let seconds = object.at("spec", "leaseDurationSeconds")?.int, seconds <= 0 {
            errors.append(.invalid("spec.leaseDurationSeconds", .int(Int64(seconds)), "must be greater than 0"))
        }
        if let count = object.at("spec", "leaseTransitions")?.int, count < 0 {
            errors.append(.invalid("spec.leaseTransitions", .int(Int64(count)), "must be greater than or equal to 0"))
        }
        if object.at("spec", "holderIdentity")?.string == "" {
            errors.append(.invalid("spec.holderIdentity", "", "must not be empty"))
        }
        return errors
    }
}

struct StorageClassRules: KindRules {
    func setDefaults(_ object: inout JSON) {
        if object["reclaimPolicy"] == nil { object["reclaimPolicy"] = "Delete" }
        if object["volumeBindingMode"] == nil { object["volumeBindingMode"] = "Immediate" }
    }

    func validate(_ object: JSON) -> [FieldError] {
        object.text("provisioner").isEmpty ? [.required("provisioner")] : []
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        var errors = validate(object)
        for field in ["parameters", "provisioner"] where object[field] != old[field] {
            errors.append(.forbidden(field, "updates to \(field) are forbidden."))
        }
        if object["reclaimPolicy"] != old["reclaimPolicy"] {
            errors.append(.forbidden("reclaimPolicy", "updates to reclaimPolicy are forbidden."))
        }
        if object["volumeBindingMode"] != old["volumeBindingMode"] {
            errors.append(.invalid("volumeBindingMode", object["volumeBindingMode"], "field is immutable"))
        }
        return errors
    }
}

struct PriorityClassRules: KindRules {
    func setDefaults(_ object: inout JSON) {
        if object["preemptionPolicy"] == nil { object["preemptionPolicy"] = "PreemptLowerPriority" }
    }
}

struct ControllerRevisionRules: KindRules {
    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        object["data"] == old["data"] ? [] : [.invalid("data", object["data"], "field is immutable")]
    }
}
