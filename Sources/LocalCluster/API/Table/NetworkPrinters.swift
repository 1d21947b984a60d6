import Model

/// Columns of what leads to pods.
enum NetworkPrinters {
    static let services = TablePrinter([
        .name, TableColumn(name: "Type"), TableColumn(name: "Cluster-IP"), TableColumn(name: "External-IP"), TableColumn(name: "Port(s)"),
        .age,
        .wide("Selector"),
    ]) { object, now in
        let type = object.at("spec", "type")?.string ?? "ClusterIP"
        let address = object.at("spec", "clusterIPs")?[0]?.string ?? object.at("spec", "clusterIP")?.string ?? ""
        return [
            .string(object.name), .string(type), .string(address.isEmpty ? "<none>" : address), .string(externalAddress(object, type)),
            .string(ports(object.at("spec", "ports"))), object.age(now), WorkloadPrinters.labels(object.at("spec", "selector")),
        ]
    }

    private static func externalAddress(_ service: JSON, _ type: String) -> String {
        let own = (service.at("spec", "externalIPs")?.array ?? []).compactMap(\.string)
        switch type {
        case "ExternalName": return service.at("spec", "externalName")?.string ?? "<none>"
        case "LoadBalancer":
            let given = (service.at("status", "loadBalancer", "ingress")?.array ?? []).compactMap {
                $0["ip"]?.string ?? $0["hostname"]?.string
            }
            let all = given + own
            return all.isEmpty ? "<pending>" : all.joined(separator: ",")
        default: return own.isEmpty ? "<none>" : own.joined(separator: ",")
        }
    }

    private static func ports(_ ports: JSON?) -> String {
        let texts = (ports?.array ?? []).map { port -> String in
            let number = port["port"]?.int ?? 0
            let outside = port["nodePort"]?.int ?? 0
            return "\(number)\(outside > 0 ? ":\(outside)" : "")/\(port["protocol"]?.string ?? "TCP")"
        }
        return texts.isEmpty ? "<none>" : texts.joined(separator: ",")
    }

    static let endpoints = TablePrinter([.name, TableColumn(name: "Endpoints"), .age]) { object, now in
        var texts: [String] = []
        for subset in object["subsets"]?.array ?? [] {
            let addresses = (subset["addresses"]?.array ?? []).compactMap { $0["ip"]?.string }
            let ports = subset["ports"]?.array ?? []
            if ports.isEmpty { texts += addresses }
            for port in ports { texts += addresses.map { "\($0):\(port["port"]?.int ?? 0)" } }
        }
        return [.string(object.name), .string(shortened(texts)), object.age(now)]
    }

    static let endpointSlices = TablePrinter([
        .name, TableColumn(name: "AddressType"), TableColumn(name: "Ports"), TableColumn(name: "Endpoints"), .age,
    ]) { object, now in
        let ports = (object["ports"]?.array ?? []).map { $0["port"]?.int.map(String.init) ?? $0["name"]?.string ?? "*" }
        let addresses = (object["endpoints"]?.array ?? []).flatMap { ($0["addresses"]?.array ?? []).compactMap(\.string) }
        let shownPorts = ports.isEmpty ? "<unset>" : shortened(ports, separator: ",")
        return [
            .string(object.name), object["addressType"] ?? "", .string(shownPorts),
            .string(addresses.isEmpty ? "<unset>" : shortened(addresses, separator: ",")), object.age(now),
        ]
    }

    static let networkPolicies = TablePrinter([.name, TableColumn(name: "Pod-Selector"), .age]) { object, now in
        [.string(object.name), WorkloadPrinters.selector(object.at("spec", "podSelector")), object.age(now)]
    }

    /// Three at most, and how many more there are.
    private static func shortened(_ texts: [String], separator: String = ",") -> String {
        guard !texts.isEmpty else { return "<none>" }
        let shown = texts.prefix(3).joined(separator: separator)
        return texts.count > 3 ? "\(shown) + \(texts.count - 3) more..." : shown
    }
}

/// Columns of volumes and claims.
enum StoragePrinters {
    static let claims = TablePrinter([
        .name, TableColumn(name: "Status"), TableColumn(name: "Volume"), TableColumn(name: "Capacity"), TableColumn(name: "Access Modes"),
        TableColumn(name: "StorageClass"), TableColumn(name: "VolumeAttributesClass"), .age, .wide("VolumeMode"),
    ]) { object, now in
        let isBound = object.at("spec", "volumeName")?.string?.isEmpty == false
        let phase = object.at("metadata", "deletionTimestamp") == nil ? object.at("status", "phase") ?? "" : "Terminating"
        return [
            .string(object.name), phase, object.at("spec", "volumeName") ?? "",
            isBound ? object.at("status", "capacity", "storage") ?? "" : "", isBound ? modes(object.at("status", "accessModes")) : "",
            object.at("spec", "storageClassName") ?? "", object.at("spec", "volumeAttributesClassName") ?? "<unset>", object.age(now),
            object.at("spec", "volumeMode") ?? "<unset>",
        ]
    }

    static let volumes = TablePrinter([
        .name, TableColumn(name: "Capacity"), TableColumn(name: "Access Modes"), TableColumn(name: "Reclaim Policy"),
        TableColumn(name: "Status"), TableColumn(name: "Claim"), TableColumn(name: "StorageClass"),
        TableColumn(name: "VolumeAttributesClass"), TableColumn(name: "Reason"), .age, .wide("VolumeMode"),
    ]) { object, now in
        let claim = object.at("spec", "claimRef").map { "\($0["namespace"]?.string ?? "")/\($0["name"]?.string ?? "")" } ?? ""
        let phase = object.at("metadata", "deletionTimestamp") == nil ? object.at("status", "phase") ?? "" : "Terminating"
        return [
            .string(object.name), object.at("spec", "capacity", "storage") ?? "", modes(object.at("spec", "accessModes")),
            object.at("spec", "persistentVolumeReclaimPolicy") ?? "", phase, .string(claim), object.at("spec", "storageClassName") ?? "",
            object.at("spec", "volumeAttributesClassName") ?? "<unset>", object.at("status", "reason") ?? "", object.age(now),
            object.at("spec", "volumeMode") ?? "<unset>",
        ]
    }

    static let classes = TablePrinter([
        .name, TableColumn(name: "Provisioner"), TableColumn(name: "ReclaimPolicy"), TableColumn(name: "VolumeBindingMode"),
        TableColumn(name: "AllowVolumeExpansion"), .age,
    ]) { object, now in
        let isDefault = object.at("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true"
        return [
            .string(object.name + (isDefault ? " (default)" : "")), object["provisioner"] ?? "", object["reclaimPolicy"] ?? "Delete",
            object["volumeBindingMode"] ?? "Immediate", .bool(object["allowVolumeExpansion"]?.bool ?? false), object.age(now),
        ]
    }

    private static let shortModes = [
        "ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP",
    ]

    private static func modes(_ modes: JSON?) -> JSON {
        .string((modes?.array ?? []).compactMap { $0.string.map { shortModes[$0] ?? $0 } }.joined(separator: ","))
    }
}
