import Model

struct PodRules: KindRules {
    var countsGeneration: Bool { true }

    func setDefaults(_ object: inout JSON) { PodDefaults.setPodDefaults(&object) }

    func admit(_ object: inout JSON, old: JSON?, _ context: WriteContext) throws(StatusError) {
        guard old == nil else { return }
        let wanted = object.at("spec", "serviceAccountName")?.string ?? ""
        let account = wanted.isEmpty ? "default" : wanted
        let identity = context.lookup("serviceaccounts", context.namespace, account)
        if !wanted.isEmpty, identity == nil {
            let name = object.at("metadata", "name")?.string ?? ""
            throw StatusError(
                code: 403, reason: "Forbidden",
                message: "pods \"\(name)\" is forbidden: error looking up service account \(context.namespace)/\(account): "
                    + "serviceaccount \"\(account)\" not found", name: name, group: "", kind: "pods")
        }
        object.modify("spec") { spec in
            spec["serviceAccountName"] = .string(account)
            spec["serviceAccount"] = .string(account)
            if spec["priority"] == nil { spec["priority"] = 0 }
            if spec["preemptionPolicy"] == nil { spec["preemptionPolicy"] = "PreemptLowerPriority" }
            spec["tolerations"] = .array(Self.withDefaultTolerations(spec.items("tolerations")))
            let mounts = spec["automountServiceAccountToken"]?.bool ?? identity?["automountServiceAccountToken"]?.bool ?? true
            if mounts { TokenVolume(suffix: context.suffix).add(to: &spec) }
            if let secrets = identity?["imagePullSecrets"], spec["imagePullSecrets"] == nil { spec["imagePullSecrets"] = secrets }
        }
    }

    /// A pod stays five minutes on a node that fails, unless it says otherwise.
    private static func withDefaultTolerations(_ given: [JSON]) -> [JSON] {
        var all = given
        for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
            let isTolerated = given.contains {
                ($0.text("key") == key || $0.text("key").isEmpty) && ($0.text("effect") == "NoExecute" || $0.text("effect").isEmpty)
            }
            if !isTolerated { all.append(["key": .string(key), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300]) }
        }
        return all
    }

    func prepareForCreate(_ object: inout JSON, _ context: WriteContext) {
        object["status"] = ["phase": "Pending", "qosClass": .string(Self.qualityOfService(object["spec"] ?? [:]))]
    }

    func prepareForStatusUpdate(_ object: inout JSON, old: JSON) {
        object.modify("metadata") { $0["ownerReferences"] = old.at("metadata", "ownerReferences") }
    }

    static func qualityOfService(_ spec: JSON) -> String {
        var isGuaranteed = true
        var hasAny = false
        for container in spec.items("containers") + spec.items("initContainers") {
            let resources = container["resources"] ?? [:]
            for kind in ["requests", "limits"] where resources.at(kind, "cpu") != nil || resources.at(kind, "memory") != nil {
                hasAny = true
            }
            for key in ["cpu", "memory"] {
                let limit = resources.at("limits", key)
                if limit == nil || (resources.at("requests", key) ?? limit) != limit { isGuaranteed = false }
            }
        }
        return !hasAny ? "BestEffort" : isGuaranteed ? "Guaranteed" : "Burstable"
    }

    func validate(_ object: JSON) -> [FieldError] { PodValidation(field: "spec").errors(object["spec"] ?? [:]) }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        let errors = validate(object)
        guard errors.isEmpty else { return errors }
        var spec = object["spec"] ?? [:]
        let before = old["spec"] ?? [:]
        for key in ["containers", "initContainers"] where spec.items(key).count == before.items(key).count {
            let images = before.items(key).map { $0["image"] }
            var place = 0
            spec.modify(key) { containers in
                containers.modifyItems {
                    $0["image"] = images[place]
                    place += 1
                }
            }
        }
        if let deadline = spec["activeDeadlineSeconds"]?.int, deadline <= before["activeDeadlineSeconds"]?.int ?? Int.max {
            spec["activeDeadlineSeconds"] = before["activeDeadlineSeconds"]
        }
        let tolerations = spec.items("tolerations")
        if before.items("tolerations").allSatisfy(tolerations.contains) { spec["tolerations"] = before["tolerations"] }
        guard spec != before else { return [] }
        return [
            .forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,"
                    + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
                    + "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)")
        ]
    }
}
