import Model

struct JobRules: KindRules {
    private static let uidLabel = "batch.kubernetes.io/controller-uid"

    var countsGeneration: Bool { true }
    var repeatsMetadataCheck: Bool { false }
    var initialStatus: JSON? { [:] }

    func setDefaults(_ object: inout JSON) { WorkloadDefaults.job(&object) }

    /// The pods of a Job are found by its uid, unless the client brings a selector.
    func prepareForCreate(_ object: inout JSON, _ context: WriteContext) {
        guard object.at("spec", "manualSelector")?.bool != true else { return }
        let name = object.at("metadata", "name") ?? ""
        let uid: JSON = .string(context.uid)
        for (label, value) in [
            (Self.uidLabel, uid), ("batch.kubernetes.io/job-name", name), ("controller-uid", uid), ("job-name", name),
        ] { object.set(["spec", "template", "metadata", "labels", label], to: value) }
        object.set(["spec", "selector", "matchLabels", Self.uidLabel], to: uid)
        // Defaults are set again when the object is read: a Job without labels has those of its pods.
        setDefaults(&object)
    }

    func validate(_ object: JSON) -> [FieldError] { Self.specification(object["spec"] ?? [:], "spec") }

    static func specification(_ spec: JSON, _ field: String) -> [FieldError] {
        var errors = WorkloadValidation.counts(
            spec, ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit", "ttlSecondsAfterFinished"], field)
        let path = "\(field).template.spec.restartPolicy"
        errors += WorkloadValidation.podTemplate(spec["template"] ?? [:], "\(field).template", ["OnFailure", "Never", "Always"])
        if spec.at("template", "spec", "restartPolicy") == "Always" {
            errors.append(.required(path, "valid values: \"OnFailure\", \"Never\""))
        }
        return errors
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        validate(object) + WorkloadValidation.immutable(object, old, ["completions", "selector", "template", "completionMode"])
    }
}

struct CronJobRules: KindRules {
    /// A Job's name is the CronJob's with a suffix of eleven characters.
    static let nameLimit = 52

    var nameRule: @Sendable (String) -> [String] { Names.subdomain }
    var countsGeneration: Bool { true }
    var repeatsMetadataCheck: Bool { false }
    var initialStatus: JSON? { [:] }

    func setDefaults(_ object: inout JSON) { WorkloadDefaults.cronJob(&object) }

    func validate(_ object: JSON) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        var errors: [FieldError] = []
        let schedule = spec.text("schedule")
        if schedule.isEmpty {
            errors.append(.required("spec.schedule"))
        } else {
            do throws(CronSchedule.Failure) { try CronSchedule.check(schedule) } catch {
                errors.append(.invalid("spec.schedule", .string(schedule), error.message))
            }
        }
        errors += WorkloadValidation.counts(
            spec, ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"], "spec")
        let policy = spec.text("concurrencyPolicy")
        if !["Allow", "Forbid", "Replace"].contains(policy) {
            errors.append(.notSupported("spec.concurrencyPolicy", .string(policy), ["Allow", "Forbid", "Replace"]))
        }
        if let zone = spec["timeZone"]?.string, zone.isEmpty {
            errors.append(.invalid("spec.timeZone", "", "timeZone must be nil or non-empty string"))
        }
        errors += JobRules.specification(spec.at("jobTemplate", "spec") ?? [:], "spec.jobTemplate.spec")
        let name = object.at("metadata", "name")?.string ?? ""
        if name.utf8.count > Self.nameLimit { errors.append(.invalid("metadata.name", .string(name), Names.tooLong(Self.nameLimit))) }
        return errors
    }
}

struct DisruptionBudgetRules: KindRules {
    var allowsUnconditionalUpdate: Bool { false }
    var countsGeneration: Bool { true }
    var initialStatus: JSON? { ["disruptionsAllowed": 0, "currentHealthy": 0, "desiredHealthy": 0, "expectedPods": 0] }

    func validate(_ object: JSON) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        var errors: [FieldError] = []
        if spec["minAvailable"] != nil, spec["maxUnavailable"] != nil {
            let shown: JSON = [
                "MinAvailable": spec["minAvailable"] ?? .null, "Selector": spec["selector"] ?? .null,
                "MaxUnavailable": spec["maxUnavailable"] ?? .null,
                "UnhealthyPodEvictionPolicy": spec["unhealthyPodEvictionPolicy"] ?? .null,
            ]
            errors.append(.invalid("spec", shown, "minAvailable and maxUnavailable cannot be both set"))
        }
        for key in ["minAvailable", "maxUnavailable"] {
            guard let value = spec[key] else { continue }
            if let count = value.int, count < 0 { errors.append(.invalid("spec.\(key)", value, "must be greater than or equal to 0")) }
            guard let text = value.string else { continue }
            let digits = text.dropLast()
            if !text.hasSuffix("%") || digits.isEmpty || !digits.utf8.allSatisfy(Names.isDigit) {
                errors.append(
                    .invalid(
                        "spec.\(key)", value,
                        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', "
                            + "regex used for validation is '[0-9]+%')"))
            } else if Int(digits) ?? 0 > 100 {
                errors.append(.invalid("spec.\(key)", value, "must not be greater than 100%"))
            }
        }
        if let selector = spec["selector"] { errors += SelectorValidation.errors(selector, "spec.selector") }
        if let policy = spec["unhealthyPodEvictionPolicy"]?.string, !["AlwaysAllow", "IfHealthyBudget"].contains(policy) {
            errors.append(.notSupported("spec.unhealthyPodEvictionPolicy", .string(policy), ["AlwaysAllow", "IfHealthyBudget"]))
        }
        return errors
    }
}

struct NetworkPolicyRules: KindRules {
    var countsGeneration: Bool { true }

    func setDefaults(_ object: inout JSON) {
        object.modify("spec") { spec in
            if spec["policyTypes"] == nil {
                spec["policyTypes"] = spec.items("egress").isEmpty ? ["Ingress"] : ["Ingress", "Egress"]
            }
            for key in ["ingress", "egress"] {
                spec.modify(key) { rules in
                    rules.modifyItems { rule in
                        rule.modify("ports") { ports in ports.modifyItems { $0.setDefault("protocol", "TCP") } }
                    }
                }
            }
        }
    }
}
