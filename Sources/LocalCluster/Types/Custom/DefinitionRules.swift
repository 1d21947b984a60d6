import Model

/// CustomResourceDefinitions themselves.
struct DefinitionRules: KindRules {
    static let initialStatus: JSON = ["conditions": .null, "acceptedNames": ["plural": "", "kind": ""], "storedVersions": .null]

    var nameRule: @Sendable (String) -> [String] { Names.subdomain }
    var allowsUnconditionalUpdate: Bool { false }
    var countsGeneration: Bool { true }
    var repeatsMetadataCheck: Bool { true }
    var initialStatus: JSON? { Self.initialStatus }

    func setDefaults(_ object: inout JSON) {
        object.modify("spec") { spec in
            spec.modify("names") { names in
                let kind = names.text("kind")
                if !kind.isEmpty {
                    names.setDefault("singular", .string(kind.lowercased()))
                    names.setDefault("listKind", .string(kind + "List"))
                }
            }
            if spec["conversion"] == nil { spec["conversion"] = [:] }
            spec.modify("conversion") { $0.setDefault("strategy", "None") }
        }
    }

    func prepareForCreate(_ object: inout JSON, _ context: WriteContext) { addStoredVersion(&object) }

    func prepareForUpdate(_ object: inout JSON, old: JSON, _ context: WriteContext) { addStoredVersion(&object) }

    func prepareForStatusUpdate(_ object: inout JSON, old: JSON) {
        object.modify("metadata") { metadata in
            for key in ["labels", "annotations", "ownerReferences", "finalizers"] { metadata[key] = old.at("metadata", key) }
        }
    }

    private func addStoredVersion(_ object: inout JSON) {
        let stored = object["spec"]?.items("versions").first { $0["storage"]?.bool == true }?["name"]
        guard let stored else { return }
        if object["status"] == nil { object["status"] = Self.initialStatus }
        object.modify("status") { status in
            let versions = status.items("storedVersions")
            if !versions.contains(stored) { status["storedVersions"] = .array(versions + [stored]) }
        }
    }

    // MARK: Validation

    func validate(_ object: JSON) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        let names = spec["names"] ?? [:]
        var errors: [FieldError] = []
        let name = object.at("metadata", "name")?.string ?? ""
        if name != "\(names.text("plural")).\(spec.text("group"))" {
            errors.append(.invalid("metadata.name", .string(name), "must be spec.names.plural+\".\"+spec.group"))
        }
        errors += group(spec.text("group"))
        let scope = spec.text("scope")
        if scope.isEmpty {
            errors.append(.required("spec.scope"))
        } else if !["Cluster", "Namespaced"].contains(scope) {
            errors.append(.notSupported("spec.scope", .string(scope), ["Cluster", "Namespaced"]))
        }
        errors += versions(spec)
        errors += self.names(names)
        errors += DefinitionVersionValidation.errors(spec.items("versions"))
        if object["status"]?.items("storedVersions").isEmpty != false {
            errors.append(.invalid("status.storedVersions", .null, "must have at least one stored version"))
        }
        if spec["preserveUnknownFields"]?.bool == true {
            errors.append(
                .invalid(
                    "spec.preserveUnknownFields", true,
                    "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"))
        }
        return errors
    }

    private func group(_ group: String) -> [FieldError] {
        if group.isEmpty { return [.required("spec.group")] }
        let problems = Names.subdomain(group)
        if !problems.isEmpty { return problems.map { .invalid("spec.group", .string(group), $0) } }
        return group.contains(".") ? [] : [.invalid("spec.group", .string(group), "should be a domain with at least one dot")]
    }

    private func names(_ names: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        let keys = ["plural", "singular", "kind", "listKind"]
        for key in keys where names.text(key).isEmpty { errors.append(.required("spec.names.\(key)")) }
        for key in keys where !names.text(key).isEmpty {
            let isKind = key.hasSuffix("ind")
            let problems = Names.label1035(isKind ? names.text(key).lowercased() : names.text(key)).joined(separator: ",")
            if problems.isEmpty { continue }
            let start = isKind ? "may have mixed case, but should otherwise match: " : ""
            errors.append(.invalid("spec.names.\(key)", names[key], start + problems))
        }
        for (place, short) in names.items("shortNames").enumerated() {
            errors += Names.label1035(short.string ?? "").map { .invalid("spec.names.shortNames[\(place)]", short, $0) }
        }
        if !names.text("kind").isEmpty, names["kind"] == names["listKind"] {
            errors.append(.invalid("spec.names.listKind", names["listKind"], "kind and listKind may not be the same"))
        }
        return errors
    }

    private func versions(_ spec: JSON) -> [FieldError] {
        let versions = spec.items("versions")
        var errors: [FieldError] = []
        var seen: Set<String> = []
        for (place, version) in versions.enumerated() {
            let field = "spec.versions[\(place)]"
            let name = version.text("name")
            if name.isEmpty {
                errors.append(.required("\(field).name"))
            } else {
                errors += Names.label1035(name).map { .invalid("\(field).name", .string(name), $0) }
            }
            if !seen.insert(name).inserted {
                errors.append(.invalid("spec.versions", shown(versions), "must contain unique version names"))
            }
        }
        if versions.filter({ $0["storage"]?.bool == true }).count != 1 {
            errors.append(.invalid("spec.versions", shown(versions), "must have exactly one version marked as storage version"))
        }
        // What is the same in all versions is told for the whole definition.
        let schemas = Set(versions.map { $0.at("schema", "openAPIV3Schema") ?? .null })
        let isShared = schemas.count == 1
        for (place, version) in versions.enumerated() {
            let field = "spec.versions[\(place)]"
            guard let schema = version.at("schema", "openAPIV3Schema") else {
                errors.append(.required("\(field).schema.openAPIV3Schema"))
                continue
            }
            if isShared, place > 0 { continue }
            let path = isShared ? "spec.validation.openAPIV3Schema" : "\(field).schema.openAPIV3Schema"
            errors += DefinitionSchemaValidation(hasStatus: version.at("subresources", "status") != nil).errors(schema, path)
        }
        return errors
    }

    private func shown(_ versions: [JSON]) -> JSON {
        .array(versions.map { ["Name": $0["name"] ?? "", "Served": $0["served"] ?? false, "Storage": $0["storage"] ?? false] })
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        var errors = validate(object)
        let (spec, before) = (object["spec"] ?? [:], old["spec"] ?? [:])
        if spec["group"] != before["group"] { errors.append(.invalid("spec.group", spec["group"], "field is immutable")) }
        if spec.at("names", "plural") != before.at("names", "plural") {
            errors.append(.invalid("spec.names.plural", spec.at("names", "plural"), "field is immutable"))
        }
        guard CustomResourceDefinitions.isEstablished(old) else { return errors }
        if spec["scope"] != before["scope"] { errors.append(.invalid("spec.scope", spec["scope"], "field is immutable")) }
        if spec.at("names", "kind") != before.at("names", "kind") {
            errors.append(.invalid("spec.names.kind", spec.at("names", "kind"), "field is immutable"))
        }
        let known = Set(spec.items("versions").map { $0["name"] })
        for (place, version) in (object["status"]?.items("storedVersions") ?? []).enumerated() where !known.contains(version) {
            errors.append(
                .invalid(
                    "status.storedVersions[\(place)]", version,
                    "missing from spec.versions; \(version.string ?? "") was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in \(version.string ?? "") and removes \(version.string ?? "") from status.storedVersions"
                ))
        }
        return errors
    }
}
