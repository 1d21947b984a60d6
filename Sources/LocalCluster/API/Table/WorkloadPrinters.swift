import Model

/// Columns of what runs pods.
enum WorkloadPrinters {
    static func of(_ info: ResourceInfo) -> TablePrinter? {
        switch (info.group, info.plural) {
        case ("apps", "statefulsets"): statefulSets
        case ("apps", "deployments"): deployments
        case ("apps", "replicasets"), ("", "replicationcontrollers"): replicaSets
        case ("apps", "daemonsets"): daemonSets
        case ("apps", "controllerrevisions"): revisions
        case ("batch", "jobs"): jobs
        case ("batch", "cronjobs"): cronJobs
        default: nil
        }
    }

    private static let images: [TableColumn] = [.wide("Containers"), .wide("Images")]

    private static let statefulSets = TablePrinter([.name, TableColumn(name: "Ready"), .age] + images) { object, now in
        let ready = "\(object.at("status", "readyReplicas")?.int ?? 0)/\(object.at("spec", "replicas")?.int ?? 0)"
        return [.string(object.name), .string(ready), object.age(now)] + containers(object.at("spec", "template", "spec"))
    }

    private static let deployments = TablePrinter(
        [
            .name, TableColumn(name: "Ready"), TableColumn(name: "Up-to-date"), TableColumn(name: "Available"), .age,
        ] + images + [.wide("Selector")]
    ) { object, now in
        let ready = "\(object.at("status", "readyReplicas")?.int ?? 0)/\(object.at("spec", "replicas")?.int ?? 0)"
        return [
            .string(object.name), .string(ready), number(object, "status", "updatedReplicas"),
            number(object, "status", "availableReplicas"),
            object.age(now),
        ] + containers(object.at("spec", "template", "spec")) + [selector(object.at("spec", "selector"))]
    }

    private static let replicaSets = TablePrinter(
        [
            .name, TableColumn(name: "Desired", type: "integer"), TableColumn(name: "Current", type: "integer"),
            TableColumn(name: "Ready", type: "integer"), .age,
        ] + images + [.wide("Selector")]
    ) { object, now in
        [
            .string(object.name), number(object, "spec", "replicas"), number(object, "status", "replicas"),
            number(object, "status", "readyReplicas"), object.age(now),
        ] + containers(object.at("spec", "template", "spec")) + [selector(object.at("spec", "selector"))]
    }

    private static let daemonSets = TablePrinter(
        [.name]
            + ["Desired", "Current", "Ready", "Up-to-date", "Available"].map { TableColumn(name: $0, type: "integer") }
            + [TableColumn(name: "Node Selector"), .age] + images + [.wide("Selector")]
    ) { object, now in
        [
            .string(object.name), number(object, "status", "desiredNumberScheduled"), number(object, "status", "currentNumberScheduled"),
            number(object, "status", "numberReady"), number(object, "status", "updatedNumberScheduled"),
            number(object, "status", "numberAvailable"), labels(object.at("spec", "template", "spec", "nodeSelector")), object.age(now),
        ] + containers(object.at("spec", "template", "spec")) + [selector(object.at("spec", "selector"))]
    }

    private static let revisions = TablePrinter([
        .name, TableColumn(name: "Controller"), TableColumn(name: "Revision"), .age,
    ]) { object, now in
        let owner = (object.at("metadata", "ownerReferences")?.array ?? []).first { $0["controller"]?.bool == true }
        let controller = owner.map { owner -> String in
            let group = (owner["apiVersion"]?.string ?? "").split(separator: "/")
            let kind = (owner["kind"]?.string ?? "").lowercased()
            return "\(kind)\(group.count > 1 ? ".\(group[0])" : "")/\(owner["name"]?.string ?? "")"
        }
        return [.string(object.name), .string(controller ?? "<none>"), JSON(object["revision"]?.int ?? 0), object.age(now)]
    }

    private static let jobs = TablePrinter(
        [.name, TableColumn(name: "Status"), TableColumn(name: "Completions"), TableColumn(name: "Duration"), .age] + images
            + [.wide("Selector")]
    ) { object, now in
        let succeeded = object.at("status", "succeeded")?.int ?? 0
        let completions = object.at("spec", "completions")?.int
        let parallelism = object.at("spec", "parallelism")?.int ?? 1
        let done = completions.map { "\(succeeded)/\($0)" } ?? (parallelism > 1 ? "\(succeeded)/1 of \(parallelism)" : "\(succeeded)/1")
        var duration = ""
        if let start = object.at("status", "startTime")?.string.flatMap(Timestamp.seconds) {
            let end = object.at("status", "completionTime")?.string.flatMap(Timestamp.seconds) ?? now
            duration = HumanDuration.text(end - start)
        }
        return [.string(object.name), .string(jobStatus(object)), .string(done), .string(duration), object.age(now)]
            + containers(object.at("spec", "template", "spec")) + [selector(object.at("spec", "selector"))]
    }

    private static func jobStatus(_ job: JSON) -> String {
        let has = { (type: String) in
            (job.at("status", "conditions")?.array ?? []).contains { $0["type"]?.string == type && $0["status"] == "True" }
        }
        if has("Complete") { return "Complete" }
        if has("Failed") { return "Failed" }
        if job.at("metadata", "deletionTimestamp") != nil { return "Terminating" }
        if has("Suspended") { return "Suspended" }
        if has("FailureTarget") { return "FailureTarget" }
        if has("SuccessCriteriaMet") { return "SuccessCriteriaMet" }
        return "Running"
    }

    private static let cronJobs = TablePrinter(
        [
            .name, TableColumn(name: "Schedule"), TableColumn(name: "Timezone"), TableColumn(name: "Suspend", type: "boolean"),
            TableColumn(name: "Active", type: "integer"), TableColumn(name: "Last Schedule"), .age,
        ] + images + [.wide("Selector")]
    ) { object, now in
        let last = object.at("status", "lastScheduleTime").map { object.since($0, now) } ?? "<none>"
        let suspended = object.at("spec", "suspend")?.bool ?? false
        return [
            .string(object.name), object.at("spec", "schedule") ?? "", object.at("spec", "timeZone") ?? "<none>",
            .string(suspended ? "True" : "False"), JSON(object.at("status", "active")?.array?.count ?? 0), .string(last), object.age(now),
        ] + containers(object.at("spec", "jobTemplate", "spec", "template", "spec")) + [
            selector(object.at("spec", "jobTemplate", "spec", "selector"))
        ]
    }

    private static func number(_ object: JSON, _ path: String...) -> JSON { JSON(object.at(path)?.int ?? 0) }

    private static func containers(_ pod: JSON?) -> [JSON] {
        let containers = pod?["containers"]?.array ?? []
        return ["name", "image"].map { field in .string(containers.map { $0[field]?.string ?? "" }.joined(separator: ",")) }
    }

    static func labels(_ labels: JSON?) -> JSON {
        let pairs = (labels?.object ?? [:]).sorted().map { "\($0.key)=\($0.value.string ?? "")" }
        return .string(pairs.isEmpty ? "<none>" : pairs.joined(separator: ","))
    }

    static func selector(_ selector: JSON?) -> JSON {
        var parts = (selector?["matchLabels"]?.object ?? [:]).sorted().map { "\($0.key)=\($0.value.string ?? "")" }
        for expression in selector?["matchExpressions"]?.array ?? [] {
            let key = expression["key"]?.string ?? ""
            let values = (expression["values"]?.array ?? []).compactMap(\.string).joined(separator: ",")
            switch expression["operator"]?.string {
            case "In": parts.append("\(key) in (\(values))")
            case "NotIn": parts.append("\(key) notin (\(values))")
            case "Exists": parts.append(key)
            case "DoesNotExist": parts.append("!\(key)")
            default: break
            }
        }
        return .string(parts.isEmpty ? "<none>" : parts.joined(separator: ","))
    }
}
