import Model

/// The rules for `metadata`, in the order in which the API server checks them.
struct MetadataValidation {
    /// How names of the kind must look.
    let nameRule: @Sendable (String) -> [String]
    let isNamespaced: Bool
    /// Kinds with validation of their own want a domain in a finalizer's name; custom resources do not.
    let wantsFinalizerDomain: Bool

    static let annotationsLimit = 256 << 10

    func errors(_ metadata: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        if let prefix = metadata["generateName"]?.string {
            // Five letters will follow: an end that only looks wrong because of that is right.
            errors += nameRule(maskingEnd(prefix)).map { .invalid("metadata.generateName", .string(prefix), $0) }
        }
        if let name = metadata["name"]?.string, !name.isEmpty {
            errors += nameRule(name).map { .invalid("metadata.name", .string(name), $0) }
        } else {
            errors.append(.required("metadata.name", "name or generateName is required"))
        }
        let namespace = metadata["namespace"]?.string ?? ""
        if isNamespaced {
            if namespace.isEmpty {
                errors.append(.required("metadata.namespace"))
            } else {
                errors += Names.label(namespace).map { .invalid("metadata.namespace", .string(namespace), $0) }
            }
        } else if !namespace.isEmpty {
            errors.append(.forbidden("metadata.namespace", "not allowed on this type"))
        }
        if let generation = metadata["generation"]?.int, generation < 0 {
            errors.append(.invalid("metadata.generation", .int(Int64(generation)), "must be greater than or equal to 0"))
        }
        errors += Self.labels(metadata["labels"], "metadata.labels")
        errors += Self.annotations(metadata["annotations"], "metadata.annotations")
        errors += Self.owners(metadata["ownerReferences"])
        errors += finalizers(metadata["finalizers"])
        return errors
    }

    func updateErrors(_ metadata: JSON, old: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        if old["deletionTimestamp"]?.string != nil {
            let before = Set(old["finalizers"]?.array ?? [])
            let new = (metadata["finalizers"]?.array ?? []).filter { !before.contains($0) }.compactMap(\.string)
            if !new.isEmpty {
                let list = Set(new).sorted().map(GoText.quoted).joined(separator: ", ")
                errors.append(
                    .forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new finalizers []string{\(list)}"))
            }
        }
        for key in ["name", "namespace", "uid", "deletionTimestamp", "deletionGracePeriodSeconds"] where metadata[key] != old[key] {
            errors.append(.invalid("metadata.\(key)", metadata[key] ?? Self.empty(key), "field is immutable"))
        }
        errors += Self.labels(metadata["labels"], "metadata.labels")
        errors += Self.annotations(metadata["annotations"], "metadata.annotations")
        errors += Self.owners(metadata["ownerReferences"])
        return errors
    }

    private static func empty(_ key: String) -> JSON { key.hasPrefix("deletion") ? .null : "" }

    private func maskingEnd(_ prefix: String) -> String { prefix.hasSuffix("-") ? prefix.dropLast() + "a" : prefix }

    // MARK: Parts

    static func labels(_ labels: JSON?, _ field: String) -> [FieldError] {
        guard case .object(let members)? = labels else { return [] }
        var errors: [FieldError] = []
        for member in members {
            errors += Names.qualified(member.key).map { .invalid(field, .string(member.key), $0) }
            errors += Names.labelValue(member.value.string ?? "").map { .invalid(field, member.value, $0) }
        }
        return errors
    }

    static func annotations(_ annotations: JSON?, _ field: String) -> [FieldError] {
        guard case .object(let members)? = annotations else { return [] }
        var errors: [FieldError] = []
        var size = 0
        for member in members {
            size += member.key.utf8.count + (member.value.string?.utf8.count ?? 0)
            errors += Names.qualified(member.key.lowercased()).map { .invalid(field, .string(member.key), $0) }
        }
        if size > annotationsLimit { errors.append(.tooLong(field, annotationsLimit)) }
        return errors
    }

    private static func owners(_ owners: JSON?) -> [FieldError] {
        guard let owners, case .array(let items) = owners else { return [] }
        let field = "metadata.ownerReferences"
        var errors: [FieldError] = []
        var controller: String?
        for owner in items {
            for key in ["apiVersion", "kind", "name", "uid"] where (owner[key]?.string ?? "").isEmpty {
                let what = key == "apiVersion" ? "version must not be empty" : "must not be empty"
                errors.append(.invalid("\(field).\(key)", "", what))
            }
            if owner["apiVersion"]?.string == "v1", owner["kind"]?.string == "Event" {
                errors.append(.invalid(field, owner, "/v1, Kind=Event is disallowed from being an owner"))
            }
            guard owner["controller"]?.bool == true else { continue }
            let name = "\(owner["kind"]?.string ?? "")/\(owner["name"]?.string ?? "")"
            if let controller {
                let detail =
                    "Only one reference can have Controller set to true. Found \"true\" in references for \(controller) and \(name)"
                errors.append(.invalid(field, owners, detail))
            } else {
                controller = name
            }
        }
        return errors
    }

    private func finalizers(_ finalizers: JSON?) -> [FieldError] {
        guard let names = finalizers?.array?.compactMap(\.string) else { return [] }
        let field = "metadata.finalizers"
        var errors: [FieldError] = []
        for name in names { errors += Names.qualified(name).map { .invalid(field, .string(name), $0) } }
        if names.contains("orphan"), names.contains("foregroundDeletion") {
            errors.append(.invalid(field, finalizers, "finalizer orphan and foregroundDeletion cannot be both set"))
        }
        guard wantsFinalizerDomain else { return errors }
        let standard = ["kubernetes", "orphan", "foregroundDeletion"]
        for (place, name) in names.enumerated() where !name.contains("/") && !standard.contains(name) {
            errors.append(
                .invalid(
                    "\(field)[\(place)]", .string(name), "name is neither a standard finalizer name nor is it fully qualified"))
        }
        return errors
    }
}
