import Model

struct StatefulSetRules: KindRules {
    private static let mutable = [
        "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy",
        "minReadySeconds",
    ]

    var nameRule: @Sendable (String) -> [String] { Names.label }
    var countsGeneration: Bool { true }
    var repeatsMetadataCheck: Bool { false }
    var initialStatus: JSON? { ["replicas": 0, "availableReplicas": 0] }

    func setDefaults(_ object: inout JSON) { WorkloadDefaults.statefulSet(&object) }

    func validate(_ object: JSON) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        var errors: [FieldError] = []
        let management = spec.text("podManagementPolicy")
        if !["OrderedReady", "Parallel"].contains(management) {
            errors.append(.invalid("spec.podManagementPolicy", .string(management), "must be 'OrderedReady' or 'Parallel'"))
        }
        errors += strategy(spec["updateStrategy"] ?? [:])
        for key in ["whenDeleted", "whenScaled"] {
            let policy = spec.at("persistentVolumeClaimRetentionPolicy", key)
            if policy != "Retain", policy != "Delete" {
                errors.append(.notSupported("spec.persistentVolumeClaimRetentionPolicy.\(key)", policy, ["Retain", "Delete"]))
            }
        }
        errors += WorkloadValidation.counts(spec, ["replicas", "minReadySeconds", "revisionHistoryLimit"], "spec")
        let service = spec.text("serviceName")
        if !service.isEmpty { errors += Names.label(service).map { .invalid("spec.serviceName", .string(service), $0) } }
        let claims = spec.items("volumeClaimTemplates")
        errors += WorkloadValidation.template(
            spec, restartPolicies: ["Always"], kind: "statefulset", volumes: claims.compactMap { $0.at("metadata", "name")?.string })
        return errors
    }

    private func strategy(_ strategy: JSON) -> [FieldError] {
        let field = "spec.updateStrategy"
        let shown: JSON = ["Type": strategy["type"] ?? "", "RollingUpdate": strategy["rollingUpdate"] ?? .null]
        switch strategy.text("type") {
        case "": return [.required(field)]
        case "OnDelete":
            guard strategy["rollingUpdate"] != nil else { return [] }
            return [.invalid("\(field).rollingUpdate", strategy["rollingUpdate"], "only allowed for updateStrategy 'RollingUpdate'")]
        case "RollingUpdate":
            return WorkloadValidation.counts(strategy["rollingUpdate"] ?? [:], ["partition"], "\(field).rollingUpdate")
        default: return [.invalid(field, shown, "must be 'RollingUpdate' or 'OnDelete'")]
        }
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        var errors = validate(object)
        var (spec, before) = (object["spec"] ?? [:], old["spec"] ?? [:])
        for key in Self.mutable {
            spec[key] = nil
            before[key] = nil
        }
        guard spec != before else { return errors }
        errors.append(
            .forbidden(
                "spec",
                "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
                    + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"))
        return errors
    }
}

struct DeploymentRules: KindRules {
    var countsGeneration: Bool { true }
    var countsAnnotations: Bool { true }
    var repeatsMetadataCheck: Bool { false }
    var initialStatus: JSON? { [:] }

    func setDefaults(_ object: inout JSON) { WorkloadDefaults.deployment(&object) }

    func validate(_ object: JSON) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        var errors = WorkloadValidation.counts(spec, ["replicas"], "spec")
        errors += WorkloadValidation.template(spec, restartPolicies: ["Always"], kind: "deployment")
        let strategy = spec["strategy"] ?? [:]
        switch strategy.text("type") {
        case "Recreate":
            if strategy["rollingUpdate"] != nil {
                errors.append(
                    .forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'"))
            }
        case "RollingUpdate":
            let (least, most) = (strategy.at("rollingUpdate", "maxUnavailable"), strategy.at("rollingUpdate", "maxSurge"))
            if WorkloadValidation.isZero(least), WorkloadValidation.isZero(most) {
                errors.append(.invalid("spec.strategy.rollingUpdate.maxUnavailable", least, "may not be 0 when `maxSurge` is 0"))
            }
        default: errors.append(.notSupported("spec.strategy.type", strategy["type"], ["Recreate", "RollingUpdate"]))
        }
        errors += WorkloadValidation.counts(spec, ["minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"], "spec")
        if let deadline = spec["progressDeadlineSeconds"]?.int, deadline <= spec["minReadySeconds"]?.int ?? 0 {
            errors.append(.invalid("spec.progressDeadlineSeconds", .int(Int64(deadline)), "must be greater than minReadySeconds"))
        }
        return errors
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        validate(object) + WorkloadValidation.immutable(object, old, ["selector"])
    }
}

struct ReplicaSetRules: KindRules {
    let isController: Bool

    var countsGeneration: Bool { true }
    var repeatsMetadataCheck: Bool { false }
    var initialStatus: JSON? { ["replicas": 0] }

    func setDefaults(_ object: inout JSON) {
        if isController { WorkloadDefaults.replicationController(&object) } else { WorkloadDefaults.replicaSet(&object) }
    }

    func validate(_ object: JSON) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        let counts = WorkloadValidation.counts(spec, ["replicas", "minReadySeconds"], "spec")
        return isController ? counts : counts + WorkloadValidation.template(spec, restartPolicies: ["Always"], kind: "replicaset")
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        validate(object) + (isController ? [] : WorkloadValidation.immutable(object, old, ["selector"]))
    }
}

struct DaemonSetRules: KindRules {
    var countsGeneration: Bool { true }
    var repeatsMetadataCheck: Bool { false }
    var initialStatus: JSON? {
        ["currentNumberScheduled": 0, "numberMisscheduled": 0, "desiredNumberScheduled": 0, "numberReady": 0]
    }

    func setDefaults(_ object: inout JSON) { WorkloadDefaults.daemonSet(&object) }

    func validate(_ object: JSON) -> [FieldError] {
        WorkloadValidation.template(object["spec"] ?? [:], restartPolicies: ["Always"], kind: "daemonset")
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        validate(object) + WorkloadValidation.immutable(object, old, ["selector"])
    }
}

/// What the kinds with a pod template have in common.
enum WorkloadValidation {
    static func counts(_ spec: JSON, _ keys: [String], _ field: String) -> [FieldError] {
        keys.compactMap { key in
            guard let count = spec[key]?.int, count < 0 else { return nil }
            return .invalid("\(field).\(key)", .int(Int64(count)), "must be greater than or equal to 0")
        }
    }

    static func immutable(_ object: JSON, _ old: JSON, _ keys: [String]) -> [FieldError] {
        keys.compactMap { key in
            let value = object.at("spec", key)
            return value == old.at("spec", key) ? nil : .invalid("spec.\(key)", value, "field is immutable")
        }
    }

    static func isZero(_ value: JSON?) -> Bool { value?.int == 0 || value?.string == "0%" || value?.string == "0" }

    static func template(_ spec: JSON, restartPolicies: [String], kind: String, volumes: [String] = []) -> [FieldError] {
        var errors: [FieldError] = []
        let selector = spec["selector"] ?? .null
        let labels = spec.at("template", "metadata", "labels")
        if selector.isNull {
            errors.append(.required("spec.selector"))
        } else {
            errors += SelectorValidation.errors(selector, "spec.selector")
            if SelectorValidation.isEmpty(selector) {
                errors.append(.invalid("spec.selector", selector, "empty selector is invalid for \(kind)"))
            } else if !SelectorValidation.matches(selector, labels) {
                errors.append(.invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`"))
            }
        }
        return errors + podTemplate(spec["template"] ?? [:], "spec.template", restartPolicies, volumes)
    }

    static func podTemplate(_ template: JSON, _ field: String, _ restartPolicies: [String], _ volumes: [String] = []) -> [FieldError] {
        var errors = MetadataValidation.labels(template.at("metadata", "labels"), "\(field).labels")
        errors += MetadataValidation.annotations(template.at("metadata", "annotations"), "\(field).annotations")
        errors += PodValidation(field: "\(field).spec", moreVolumes: volumes).errors(template["spec"] ?? [:])
        let policy = template.at("spec", "restartPolicy")
        let known: [JSON] = ["Always", "Never", "OnFailure"]
        if let policy, known.contains(policy), !restartPolicies.contains(policy.string ?? "") {
            errors.append(.notSupported("\(field).spec.restartPolicy", policy, restartPolicies))
        }
        return errors
    }
}
