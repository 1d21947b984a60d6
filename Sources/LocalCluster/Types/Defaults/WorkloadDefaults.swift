import Model

/// What the server fills into the objects that make pods.
enum WorkloadDefaults {
    static func statefulSet(_ object: inout JSON) {
        object.modify("spec") { spec in
            if spec["replicas"] == nil { spec["replicas"] = 1 }
            PodDefaults.setTemplateDefaults(&spec)
            spec.modify("volumeClaimTemplates") { claims in
                claims.modifyItems { claim in
                    claim["kind"] = "PersistentVolumeClaim"
                    claim["apiVersion"] = "v1"
                    VolumeDefaults.claim(&claim)
                }
            }
            spec.setDefault("podManagementPolicy", "OrderedReady")
            spec.modify("updateStrategy") { strategy in
                strategy.setDefault("type", "RollingUpdate")
                guard strategy.text("type") == "RollingUpdate" else { return }
                if strategy["rollingUpdate"] == nil { strategy["rollingUpdate"] = [:] }
                strategy.modify("rollingUpdate") { if $0["partition"] == nil { $0["partition"] = 0 } }
            }
            if spec["revisionHistoryLimit"] == nil { spec["revisionHistoryLimit"] = 10 }
            if spec["persistentVolumeClaimRetentionPolicy"] == nil { spec["persistentVolumeClaimRetentionPolicy"] = [:] }
            spec.modify("persistentVolumeClaimRetentionPolicy") { policy in
                policy.setDefault("whenDeleted", "Retain")
                policy.setDefault("whenScaled", "Retain")
            }
        }
    }

    static func deployment(_ object: inout JSON) {
        object.modify("spec") { spec in
            if spec["replicas"] == nil { spec["replicas"] = 1 }
            PodDefaults.setTemplateDefaults(&spec)
            spec.modify("strategy") { strategy in
                strategy.setDefault("type", "RollingUpdate")
                guard strategy.text("type") == "RollingUpdate" else { return }
                if strategy["rollingUpdate"] == nil { strategy["rollingUpdate"] = [:] }
                strategy.modify("rollingUpdate") { rolling in
                    if rolling["maxUnavailable"] == nil { rolling["maxUnavailable"] = "25%" }
                    if rolling["maxSurge"] == nil { rolling["maxSurge"] = "25%" }
                }
            }
            if spec["revisionHistoryLimit"] == nil { spec["revisionHistoryLimit"] = 10 }
            if spec["progressDeadlineSeconds"] == nil { spec["progressDeadlineSeconds"] = 600 }
        }
    }

    static func replicaSet(_ object: inout JSON) {
        object.modify("spec") { spec in
            if spec["replicas"] == nil { spec["replicas"] = 1 }
            PodDefaults.setTemplateDefaults(&spec)
        }
    }

    static func replicationController(_ object: inout JSON) {
        replicaSet(&object)
        guard let labels = object.at("spec", "template", "metadata", "labels") else { return }
        object.modify("spec") { if $0["selector"] == nil { $0["selector"] = labels } }
        if object.at("metadata", "labels") == nil { object.set(["metadata", "labels"], to: labels) }
    }

    static func daemonSet(_ object: inout JSON) {
        object.modify("spec") { spec in
            PodDefaults.setTemplateDefaults(&spec)
            spec.modify("updateStrategy") { strategy in
                strategy.setDefault("type", "RollingUpdate")
                guard strategy.text("type") == "RollingUpdate" else { return }
                if strategy["rollingUpdate"] == nil { strategy["rollingUpdate"] = [:] }
                strategy.modify("rollingUpdate") { rolling in
                    if rolling["maxUnavailable"] == nil { rolling["maxUnavailable"] = 1 }
                    if rolling["maxSurge"] == nil { rolling["maxSurge"] = 0 }
                }
            }
            if spec["revisionHistoryLimit"] == nil { spec["revisionHistoryLimit"] = 10 }
        }
    }

    static func job(_ object: inout JSON) {
        object.modify("spec", jobSpec)
        if object.at("metadata", "labels") == nil, let labels = object.at("spec", "template", "metadata", "labels") {
            object.modify("metadata") { $0["labels"] = labels }
        }
    }

    static func cronJob(_ object: inout JSON) {
        object.modify("spec") { spec in
            spec.setDefault("concurrencyPolicy", "Allow")
            if spec["suspend"] == nil { spec["suspend"] = false }
            if spec["successfulJobsHistoryLimit"] == nil { spec["successfulJobsHistoryLimit"] = 3 }
            if spec["failedJobsHistoryLimit"] == nil { spec["failedJobsHistoryLimit"] = 1 }
            spec.modify("jobTemplate") { template in
                template.modify("spec") { PodDefaults.setTemplateDefaults(&$0) }
            }
        }
    }

    private static func jobSpec(_ spec: inout JSON) {
        if spec["completions"] == nil, spec["parallelism"] == nil {
            spec["completions"] = 1
            spec["parallelism"] = 1
        }
        if spec["parallelism"] == nil { spec["parallelism"] = 1 }
        if spec["backoffLimit"] == nil {
            spec["backoffLimit"] = spec["backoffLimitPerIndex"] == nil ? 6 : .int(Int64(Int32.max))
        }
        if spec["completionMode"] == nil { spec["completionMode"] = "NonIndexed" }
        if spec["suspend"] == nil { spec["suspend"] = false }
        if spec["podReplacementPolicy"] == nil {
            spec["podReplacementPolicy"] = spec["podFailurePolicy"] == nil ? "TerminatingOrFailed" : "Failed"
        }
        PodDefaults.setTemplateDefaults(&spec)
    }
}
