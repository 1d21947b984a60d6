import Model

/// Fields that the predecessor never compares (comparison rules 2, 2.1, 7, 9 to 12). On an object that we have not applied yet a
/// difference in these alone is reported and left as it is, so that taking a cluster over restarts nothing and writes nothing.
enum Drift {
    static func isTolerated(_ difference: Difference, type: ResourceType) -> Bool {
        let path = difference.path
        switch type {
        case .statefulSets: return isTolerated(inStatefulSet: path) || isCountOnly(difference)
        case .services: return isTolerated(inService: path)
        case .podDisruptionBudgets, .secrets, .endpoints: return path.starts(with: "metadata", "labels") || path.starts(with: "type")
        case .deployments: return isTolerated(inDeployment: path)
        case .cronJobs: return isTolerated(inCronJob: path)
        default: return false
        }
    }

    private static func isTolerated(inStatefulSet path: FieldPath) -> Bool {
        if path.starts(with: "metadata", "labels") { return true }
        if path.starts(with: "spec", "volumeClaimTemplates", "metadata", "labels") { return true }
        let names = path.fields
        guard names.first == "spec", names.count >= 2 else { return false }
        if ["serviceName", "updateStrategy", "revisionHistoryLimit", "minReadySeconds"].contains(names[1]) { return true }
        guard names.starts(with: ["spec", "template", "spec"]), names.count >= 4 else { return false }
        if podFields.contains(names[3]) { return true }
        return ["containers", "initContainers"].contains(names[3]) && names.count >= 5 && containerFields.contains(names[4])
    }

    private static func isTolerated(inService path: FieldPath) -> Bool {
        let compared = ["type", "loadBalancerSourceRanges", "selector", "externalTrafficPolicy"]
        if path.starts(with: "metadata", "labels") { return true }
        guard path.fields.first == "spec", let name = path.fields.dropFirst().first else { return false }
        return !compared.contains(name) && path.fields.last != "nodePort"
    }

    private static func isTolerated(inDeployment path: FieldPath) -> Bool {
        let names = path.fields
        if path.starts(with: "metadata", "labels") { return true }
        guard names.starts(with: ["spec"]) else { return false }
        if names.starts(with: ["spec", "replicas"]) { return false }
        if names.starts(with: ["spec", "template", "metadata", "annotations"]) { return false }
        guard names.starts(with: ["spec", "template", "spec", "containers"]), names.count >= 5 else { return true }
        return !["image", "resources", "env"].contains(names[4])
            || names[4] == "env" && !["PGUSER", "PGSCHEMA", "CONNECTION_POOLER_MODE"].contains(path.itemName ?? "")
    }

    private static func isTolerated(inCronJob path: FieldPath) -> Bool {
        let names = path.fields
        if names.last == "concurrencyPolicy" || names.starts(with: ["spec", "jobTemplate", "metadata", "annotations"]) { return true }
        guard names.starts(with: ["spec", "jobTemplate", "spec", "template", "spec"]), names.count >= 6 else { return false }
        return names[5] != "containers" || names.count >= 7 && containerFields.contains(names[6])
    }

    /// Of tolerations and volumes only the number is compared.
    private static func isCountOnly(_ difference: Difference) -> Bool {
        let path = difference.path
        guard path.starts(with: "spec", "template", "spec", "tolerations") || path.starts(with: "spec", "template", "spec", "volumes")
        else {
            return false
        }
        if path.fields.count == 4, case .field? = path.elements.last { return difference.old?.array?.count == difference.new?.array?.count }
        if path.fields.count == 4, case .item? = path.elements.last { return false }
        return true
    }

    private static let podFields: Set = [
        "schedulerName", "restartPolicy", "dnsPolicy", "hostNetwork", "nodeSelector", "imagePullSecrets", "automountServiceAccountToken",
    ]
    private static let containerFields: Set = [
        "command", "args", "workingDir", "lifecycle", "startupProbe", "imagePullPolicy", "terminationMessagePath",
        "terminationMessagePolicy", "tty", "stdin", "volumeDevices", "restartPolicy",
    ]
}
