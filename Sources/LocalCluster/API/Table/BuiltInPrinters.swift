import Model

/// The columns of the built-in kinds, named and ordered as kubectl knows them.
extension TablePrinter {
    static func builtIn(_ info: ResourceInfo) -> TablePrinter? {
        switch (info.group, info.plural) {
        case ("", "configmaps"): configMaps
        case ("", "secrets"): secrets
        case ("", "serviceaccounts"), ("rbac.authorization.k8s.io", "roles"), ("rbac.authorization.k8s.io", "clusterroles"):
            info.plural == "serviceaccounts" ? named : roles
        case ("rbac.authorization.k8s.io", "rolebindings"), ("rbac.authorization.k8s.io", "clusterrolebindings"): roleBindings
        case ("", "namespaces"): namespaces
        case ("", "nodes"): nodes
        case ("", "pods"): PodPrinter.pods
        case ("", "services"): NetworkPrinters.services
        case ("", "endpoints"): NetworkPrinters.endpoints
        case ("discovery.k8s.io", "endpointslices"): NetworkPrinters.endpointSlices
        case ("networking.k8s.io", "networkpolicies"): NetworkPrinters.networkPolicies
        case ("", "events"), ("events.k8s.io", "events"): events
        case ("", "persistentvolumeclaims"): StoragePrinters.claims
        case ("", "persistentvolumes"): StoragePrinters.volumes
        case ("storage.k8s.io", "storageclasses"): StoragePrinters.classes
        case ("coordination.k8s.io", "leases"): leases
        case ("policy", "poddisruptionbudgets"): disruptionBudgets
        case ("scheduling.k8s.io", "priorityclasses"): priorityClasses
        default: WorkloadPrinters.of(info)
        }
    }

    init(_ columns: [TableColumn], _ cells: @escaping @Sendable (JSON, Int64) -> [JSON]) {
        self.init(columns: columns, cells: cells)
    }

    private static let named = TablePrinter([.name, .age]) { object, now in [.string(object.name), object.age(now)] }

    private static let roles = TablePrinter([.name, TableColumn(name: "Created At")]) { object, _ in
        [.string(object.name), .string(object.at("metadata", "creationTimestamp")?.string ?? "")]
    }

    private static let roleBindings = TablePrinter([
        .name, TableColumn(name: "Role"), .age, .wide("Users"), .wide("Groups"), .wide("ServiceAccounts"),
    ]) { object, now in
        let subjects = object["subjects"]?.array ?? []
        let names = { (kind: String) -> JSON in
            .string(
                subjects.filter { $0["kind"]?.string == kind }.map { subject in
                    let name = subject["name"]?.string ?? ""
                    return kind == "ServiceAccount" ? "\(subject["namespace"]?.string ?? "")/\(name)" : name
                }.joined(separator: ", "))
        }
        let role = "\(object.at("roleRef", "kind")?.string ?? "")/\(object.at("roleRef", "name")?.string ?? "")"
        return [.string(object.name), .string(role), object.age(now), names("User"), names("Group"), names("ServiceAccount")]
    }

    private static let dataText =
        "Data contains the configuration data. Each key must consist of alphanumeric characters, '-', '_' or '.'. Values with non-UTF-8 byte sequences must use the BinaryData field. The keys stored in Data must not overlap with the keys in the BinaryData field, this is enforced during validation process."

    private static let configMaps = TablePrinter([.name, TableColumn(name: "Data", description: dataText), .age]) { object, now in
        let count = (object["data"]?.object?.count ?? 0) + (object["binaryData"]?.object?.count ?? 0)
        return [.string(object.name), JSON(count), object.age(now)]
    }

    private static let secrets = TablePrinter([.name, TableColumn(name: "Type"), TableColumn(name: "Data"), .age]) { object, now in
        [.string(object.name), object["type"] ?? "", JSON(object["data"]?.object?.count ?? 0), object.age(now)]
    }

    private static let namespaces = TablePrinter([.name, TableColumn(name: "Status"), .age]) { object, now in
        [.string(object.name), object.at("status", "phase") ?? "", object.age(now)]
    }

    private static let leases = TablePrinter([.name, TableColumn(name: "Holder"), .age]) { object, now in
        [.string(object.name), object.at("spec", "holderIdentity") ?? "", object.age(now)]
    }

    private static let disruptionBudgets = TablePrinter([
        .name, TableColumn(name: "Min Available"), TableColumn(name: "Max Unavailable"),
        TableColumn(name: "Allowed Disruptions", type: "integer"), .age,
    ]) { object, now in
        let bound = { (field: String) -> JSON in object.at("spec", field).map { .string($0.string ?? $0.text()) } ?? "N/A" }
        return [
            .string(object.name), bound("minAvailable"), bound("maxUnavailable"),
            JSON(object.at("status", "disruptionsAllowed")?.int ?? 0), object.age(now),
        ]
    }

    private static let priorityClasses = TablePrinter([
        .name, TableColumn(name: "Value", type: "integer"), TableColumn(name: "Global-Default", type: "boolean"), .age,
        TableColumn(name: "PreemptionPolicy"),
    ]) { object, now in
        [
            .string(object.name), JSON(object["value"]?.int ?? 0), .bool(object["globalDefault"]?.bool ?? false), object.age(now),
            object["preemptionPolicy"] ?? "",
        ]
    }

    private static let nodes = TablePrinter([
        .name, TableColumn(name: "Status"), TableColumn(name: "Roles"), .age, TableColumn(name: "Version"), .wide("Internal-IP"),
        .wide("External-IP"), .wide("OS-Image"), .wide("Kernel-Version"), .wide("Container-Runtime"),
    ]) { object, now in
        let ready = (object.at("status", "conditions")?.array ?? []).first { $0["type"] == "Ready" }?["status"]?.string
        var status = ready == "True" ? "Ready" : ready == nil ? "Unknown" : "NotReady"
        if object.at("spec", "unschedulable")?.bool == true { status += ",SchedulingDisabled" }
        let prefix = "node-role.kubernetes.io/"
        let roles = (object.at("metadata", "labels")?.object?.keys ?? []).filter { $0.hasPrefix(prefix) }.map {
            String($0.dropFirst(prefix.count))
        }
        let address = { (type: String) -> JSON in
            (object.at("status", "addresses")?.array ?? []).first { $0["type"]?.string == type }?["address"] ?? "<none>"
        }
        let info = { (field: String) -> JSON in object.at("status", "nodeInfo", field) ?? "<unknown>" }
        return [
            .string(object.name), .string(status), .string(roles.isEmpty ? "<none>" : roles.sorted().joined(separator: ",")),
            object.age(now),
            object.at("status", "nodeInfo", "kubeletVersion") ?? "", address("InternalIP"), address("ExternalIP"), info("osImage"),
            info("kernelVersion"), info("containerRuntimeVersion"),
        ]
    }

    private static let events = TablePrinter([
        TableColumn(name: "Last Seen"), TableColumn(name: "Type"), TableColumn(name: "Reason"), TableColumn(name: "Object"),
        .wide("Subobject"), .wide("Source"), TableColumn(name: "Message"), .wide("First Seen"), .wide("Count"),
        TableColumn(name: "Name", format: "name", description: TableColumn.nameText, priority: 1),
    ]) { object, now in
        let about = object["involvedObject"] ?? object["regarding"] ?? [:]
        let time = { (fields: [[String]]) -> JSON in
            .string(
                fields.lazy.compactMap { object.at($0)?.string.flatMap(Timestamp.seconds) }.first.map { HumanDuration.text(now - $0) }
                    ?? "<unknown>")
        }
        let source = object["source"] ?? object["deprecatedSource"] ?? [:]
        let component = source["component"]?.string ?? object["reportingComponent"]?.string ?? object["reportingController"]?.string ?? ""
        let host = source["host"]?.string ?? ""
        let count = object.at("series", "count")?.int ?? object["count"]?.int ?? object["deprecatedCount"]?.int ?? 1
        return [
            time([["series", "lastObservedTime"], ["lastTimestamp"], ["deprecatedLastTimestamp"], ["eventTime"]]), object["type"] ?? "",
            object["reason"] ?? "", .string("\((about["kind"]?.string ?? "").lowercased())/\(about["name"]?.string ?? "")"),
            about["fieldPath"] ?? "", .string(host.isEmpty ? component : "\(component), \(host)"),
            .string((object["message"]?.string ?? object["note"]?.string ?? "").withoutOuterSpace),
            time([["firstTimestamp"], ["deprecatedFirstTimestamp"], ["eventTime"]]), .string(String(max(count, 1))), .string(object.name),
        ]
    }
}

extension TableColumn {
    /// A column that only `-o wide` shows.
    static func wide(_ name: String) -> TableColumn { TableColumn(name: name, priority: 1) }
}

extension JSON {
    /// How long ago the object was made.
    func age(_ now: Int64) -> JSON { .string(since(at("metadata", "creationTimestamp"), now)) }

    func since(_ time: JSON?, _ now: Int64) -> String {
        time?.string.flatMap(Timestamp.seconds).map { HumanDuration.text(now - $0) } ?? "<unknown>"
    }
}

extension String {
    fileprivate var withoutOuterSpace: String {
        var text = Substring(self)
        while text.last?.isWhitespace == true { text.removeLast() }
        while text.first?.isWhitespace == true { text.removeFirst() }
        return String(text)
    }
}
