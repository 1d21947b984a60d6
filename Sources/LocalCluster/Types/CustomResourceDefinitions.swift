import Model

/// What the server's controllers do to a CustomResourceDefinition once it is stored.
public enum CustomResourceDefinitions {
    /// The definition with `status` brought up to date (acceptedNames, NamesAccepted, Established), to be stored after the POST was
    /// answered, and after each change of the names. Equal to the given one where there is nothing to do.
    public static func established(_ definition: JSON, among others: [JSON], now: String) -> JSON {
        let claim = NameClaim(definition, among: others)
        var status = definition["status"] ?? DefinitionRules.initialStatus
        status["acceptedNames"] = claim.accepted
        var conditions = DefinitionConditions(status.items("conditions"), now: now)
        conditions.set(
            "NamesAccepted", claim.conflict == nil, claim.conflict?.reason ?? "NoConflicts", claim.conflict?.message ?? "no conflicts found"
        )
        if conditions.isTrue("NamesAccepted") {
            if !conditions.isTrue("Established") {
                conditions.set("Established", true, "InitialNamesAccepted", "the initial names have been accepted")
            }
        } else if !conditions.isTrue("Established") {
            conditions.set("Established", false, "NotAccepted", "not all names are accepted")
        }
        status["conditions"] = .array(conditions.items)
        var out = definition
        out["status"] = status
        return out
    }

    public static func isEstablished(_ definition: JSON) -> Bool {
        (definition["status"]?.items("conditions") ?? []).contains { $0.text("type") == "Established" && $0.text("status") == "True" }
    }
}

/// Which of its names a definition may have beside the others of its group.
private struct NameClaim {
    var accepted: JSON
    /// The last name that somebody else has.
    var conflict: (reason: String, message: String)?

    init(_ definition: JSON, among others: [JSON]) {
        let wanted = definition.at("spec", "names") ?? [:]
        var accepted: JSON = definition.at("status", "acceptedNames") ?? ["plural": "", "kind": ""]
        let own = definition.at("metadata", "name")
        let neighbours = others.filter {
            $0.at("metadata", "name") != own && $0.at("spec", "group") == definition.at("spec", "group")
        }.compactMap { $0.at("status", "acceptedNames") }
        let names = Set(neighbours.flatMap { [$0["plural"] ?? .null, $0["singular"] ?? .null] + $0.items("shortNames") })
        let kinds = Set(neighbours.flatMap { [$0["kind"] ?? .null, $0["listKind"] ?? .null] })
        var conflict: (reason: String, message: String)?
        func claim(_ key: String, _ reason: String, _ taken: Set<JSON>) {
            guard let name = wanted[key] else { return }
            if taken.contains(name) { conflict = (reason, "\"\(name.string ?? "")\" is already in use") } else { accepted[key] = name }
        }
        claim("plural", "PluralConflict", names)
        claim("singular", "SingularConflict", names)
        let short = wanted.items("shortNames")
        if let first = short.first(where: names.contains) {
            conflict = ("ShortNamesConflict", "\"\(first.string ?? "")\" is already in use")
        } else {
            accepted["shortNames"] = short.isEmpty ? JSON?.none : .some(.array(short))
        }
        claim("kind", "KindConflict", kinds)
        claim("listKind", "ListKindConflict", kinds)
        accepted["categories"] = wanted["categories"]
        (self.accepted, self.conflict) = (accepted, conflict)
    }
}

/// DefinitionConditions whose time changes only with their status.
private struct DefinitionConditions {
    var items: [JSON]
    let now: String

    init(_ items: [JSON], now: String) { (self.items, self.now) = (items, now) }

    func isTrue(_ type: String) -> Bool { items.contains { $0.text("type") == type && $0.text("status") == "True" } }

    mutating func set(_ type: String, _ isTrue: Bool, _ reason: String, _ message: String) {
        let status: JSON = isTrue ? "True" : "False"
        let place = items.firstIndex { $0.text("type") == type }
        let before = place.map { items[$0] }
        let time = before?["status"] == status ? before?["lastTransitionTime"] : nil
        let condition: JSON = [
            "type": .string(type), "status": status, "lastTransitionTime": time ?? .string(now), "reason": .string(reason),
            "message": .string(message),
        ]
        if let place { items[place] = condition } else { items.append(condition) }
    }
}

/// The name under which a write is booked in managedFields.
public enum FieldManager {
    /// The `fieldManager` parameter, else the part of the User-Agent before the first slash.
    public static func name(parameter: String?, userAgent: String?) -> String {
        if let parameter, !parameter.isEmpty { return parameter }
        let agent = userAgent ?? ""
        let name = agent.prefix { $0 != "/" }
        return name.isEmpty ? "unknown" : String(name)
    }
}

extension APIType {
    private static let customVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"]

    /// One for each served version.
    static func types(ofCustomResourceDefinition definition: JSON) -> [APIType] {
        let spec = definition["spec"] ?? [:]
        let versions = spec.items("versions")
        let storage = versions.first { $0["storage"]?.bool == true }?.text("name") ?? ""
        return versions.filter { $0["served"]?.bool == true }.map { version in
            let info = customInfo(spec, version, storage)
            let schema = CustomSchema(version.at("schema", "openAPIV3Schema") ?? ["x-kubernetes-preserve-unknown-fields": true])
            return APIType(
                info: info, definitionName: definition.at("metadata", "name")?.string,
                codec: CustomCodec(
                    schema: schema, kind: info.kind, apiVersion: info.apiVersion, storedVersion: "\(info.group)/\(info.storageVersion)"),
                rules: CustomRules(info: info, schema: schema))
        }
    }

    private static func customInfo(_ spec: JSON, _ version: JSON, _ storage: String) -> ResourceInfo {
        let names = spec["names"] ?? [:]
        let group = spec.text("group")
        var info = ResourceInfo(
            group: group, version: version.text("name"), kind: names.text("kind"), listKind: names.text("listKind"),
            plural: names.text("plural"), singular: names.text("singular"), namespaced: spec.text("scope") == "Namespaced",
            verbs: customVerbs, storageVersion: storage, storageGroup: group)
        info.shortNames = names.items("shortNames").compactMap(\.string)
        info.categories = names.items("categories").compactMap(\.string)
        info.isCustom = true
        if version.at("subresources", "status") != nil {
            info.subresources.append(SubresourceInfo(name: "status", kind: info.kind, verbs: ["get", "patch", "update"]))
        }
        if let scale = version.at("subresources", "scale") {
            info.scale = ScalePaths(
                specReplicas: scale.text("specReplicasPath"), statusReplicas: scale.text("statusReplicasPath"),
                labelSelector: scale["labelSelectorPath"]?.string)
            info.subresources.append(
                SubresourceInfo(name: "scale", kind: "Scale", group: "autoscaling", version: "v1", verbs: ["get", "patch", "update"]))
        }
        info.printerColumns = version.items("additionalPrinterColumns").map { column in
            PrinterColumn(
                name: column.text("name"), type: column.text("type"), format: column.text("format"),
                description: column.text("description"),
                priority: column["priority"]?.int ?? 0, jsonPath: column.text("jsonPath"))
        }
        info.selectableFields += version.items("selectableFields").map { String($0.text("jsonPath").drop { $0 == "." }) }
        return info
    }
}
