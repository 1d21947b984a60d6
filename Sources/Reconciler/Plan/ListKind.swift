import Model

/// How a list of the API is put together from the lists of several writers: as a whole, as a set, or item by item through keys.
///
/// The table holds the lists of the types that the operator writes, as their `x-kubernetes-list-type` and `-map-keys` say
/// (Kubernetes' OpenAPI description); lists it does not know are taken as a whole.
enum ListKind: Equatable {
    case atomic
    /// Order does not count.
    case set
    case keyed([String])

    /// Of the list in that field, recognised by its items where one name means two things.
    static func of(_ field: String, items: [JSON]) -> ListKind {
        switch field {
        case "containers", "initContainers", "ephemeralContainers", "env", "volumes", "imagePullSecrets": .keyed(["name"])
        case "ports":
            if items.contains(where: { $0["containerPort"] != nil }) {
                .keyed(["containerPort", "protocol"])
            } else if items.contains(where: { $0["port"] != nil }) {
                .keyed(["port", "protocol"])
            } else {
                .atomic
            }
        case "volumeMounts": .keyed(["mountPath"])
        case "volumeDevices": .keyed(["devicePath"])
        case "topologySpreadConstraints": .keyed(["topologyKey", "whenUnsatisfiable"])
        case "hostAliases": .keyed(["ip"])
        case "ownerReferences": .keyed(["uid"])
        case "conditions": .keyed(["type"])
        case "finalizers", "loadBalancerSourceRanges", "accessModes", "add", "drop", "matchExpressions": .set
        default: .atomic
        }
    }

    /// The values of an item's keys, with the API's default where one is left out; nil where the item has no such key.
    static func key(of item: JSON, _ names: [String]) -> [String: JSON]? {
        var key: [String: JSON] = [:]
        for name in names {
            if let value = item[name], !value.isNull {
                key[name] = value
            } else if name == "protocol" {
                key[name] = "TCP"
            } else {
                return nil
            }
        }
        return key
    }

    /// The items by their keys; nil where an item has none or two have the same, so that the list can only be taken as a whole.
    static func index(_ items: [JSON], _ names: [String]) -> [[String: JSON]: JSON]? {
        var index: [[String: JSON]: JSON] = [:]
        for item in items {
            guard let key = key(of: item, names), index.updateValue(item, forKey: key) == nil else { return nil }
        }
        return index
    }
}
