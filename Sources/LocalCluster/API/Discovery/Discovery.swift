import Model

/// The documents that tell a client what there is, made from the catalog: the old form, one document a group and version, and the
/// aggregated one.
struct Discovery {
    let catalog: Catalog

    /// Names, in the catalog's order; the core group is the empty one.
    var groups: [String] {
        var groups: [String] = []
        for type in catalog.types where !groups.contains(type.info.group) { groups.append(type.info.group) }
        return groups
    }

    /// The preferred one first.
    func versions(of group: String) -> [String] { catalog.versions(ofGroup: group).sorted { VersionRank($0) < VersionRank($1) } }

    // MARK: The old form

    var groupList: JSON {
        ["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups.filter { !$0.isEmpty }.map { group($0, standalone: false) })]
    }

    func group(_ name: String, standalone: Bool) -> JSON {
        let versions = versions(of: name).map { version -> JSON in
            ["groupVersion": .string("\(name)/\(version)"), "version": .string(version)]
        }
        var group: JSON = standalone ? ["kind": "APIGroup", "apiVersion": "v1"] : [:]
        group["name"] = .string(name)
        group["versions"] = .array(versions)
        group["preferredVersion"] = versions.first
        return group
    }

    func resources(group: String, version: String) -> JSON {
        let types = catalog.types.filter { $0.info.group == group && $0.info.version == version }
        return [
            "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": .string(group.isEmpty ? version : "\(group)/\(version)"),
            "resources": .array(types.flatMap { Self.entries($0.info) }),
        ]
    }

    private static func entries(_ info: ResourceInfo) -> [JSON] {
        var entry: JSON = [
            "name": .string(info.plural), "singularName": .string(info.singular), "namespaced": .bool(info.namespaced),
            "kind": .string(info.kind), "verbs": JSON(info.verbs),
        ]
        if !info.shortNames.isEmpty { entry["shortNames"] = JSON(info.shortNames) }
        if !info.categories.isEmpty { entry["categories"] = JSON(info.categories) }
        if !info.isVirtual { entry["storageVersionHash"] = .string(storageVersionHash(info)) }
        return [entry]
            + info.subresources.map { subresource in
                var entry: JSON = [
                    "name": .string("\(info.plural)/\(subresource.name)"), "singularName": "", "namespaced": .bool(info.namespaced),
                ]
                if let group = subresource.group { entry["group"] = .string(group) }
                if let version = subresource.version { entry["version"] = .string(version) }
                entry["kind"] = .string(subresource.kind)
                entry["verbs"] = JSON(subresource.verbs)
                return entry
            }
    }

    /// Eight bytes that change with the version in which objects are stored.
    private static func storageVersionHash(_ info: ResourceInfo) -> String {
        let digest = SHA256.hash(Array("\(info.storageGroup)/\(info.storageVersion)/\(info.kind)".utf8))
        return Base64URL.encode(digest.prefix(8)) + "="
    }

    // MARK: The aggregated form

    func aggregated(core: Bool) -> JSON {
        let names = groups.filter { $0.isEmpty == core }
        return [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": [:],
            "items": .array(names.map(aggregatedGroup)),
        ]
    }

    private func aggregatedGroup(_ name: String) -> JSON {
        let versions = versions(of: name).map { version -> JSON in
            let types = catalog.types.filter { $0.info.group == name && $0.info.version == version }
            return ["version": .string(version), "resources": .array(types.map { Self.aggregated($0.info) }), "freshness": "Current"]
        }
        var metadata: JSON = ["creationTimestamp": .null]
        if !name.isEmpty { metadata = ["name": .string(name), "creationTimestamp": .null] }
        return ["metadata": metadata, "versions": .array(versions)]
    }

    private static func aggregated(_ info: ResourceInfo) -> JSON {
        var entry: JSON = [
            "resource": .string(info.plural),
            "responseKind": kind(info.kind, group: info.isCustom ? info.group : "", version: info.isCustom ? info.version : ""),
            "scope": info.namespaced ? "Namespaced" : "Cluster", "singularResource": .string(info.singular), "verbs": JSON(info.verbs),
        ]
        if !info.shortNames.isEmpty { entry["shortNames"] = JSON(info.shortNames) }
        if !info.categories.isEmpty { entry["categories"] = JSON(info.categories) }
        let subresources = info.subresources.map { subresource -> JSON in
            [
                "subresource": .string(subresource.name),
                "responseKind": kind(
                    subresource.kind, group: subresource.group ?? (info.isCustom ? info.group : ""),
                    version: subresource.version ?? (info.isCustom ? info.version : "")), "verbs": JSON(subresource.verbs),
            ]
        }
        if !subresources.isEmpty { entry["subresources"] = .array(subresources) }
        return entry
    }

    private static func kind(_ kind: String, group: String, version: String) -> JSON {
        ["group": .string(group), "version": .string(version), "kind": .string(kind)]
    }
}
