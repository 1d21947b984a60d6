import Model

/// One write from the request's body to the object that is stored, in the order of the API server: decode, defaults, ownership of
/// fields, admission, what the server sets itself, validation.
struct WritePipeline {
    let type: APIType
    let context: WriteContext
    var warnings: [String] = []
    var info: ResourceInfo { type.info }
    var rules: any KindRules { type.rules }
    private var isStatus: Bool { context.subresource == "status" }

    init(_ type: APIType, _ context: WriteContext) { (self.type, self.context) = (type, context) }

    // MARK: Reading

    mutating func decode(_ body: RequestBody) throws(StatusError) -> JSON {
        let document = try BodyReader(info: info).read(body, kind: info.kind, apiVersion: info.apiVersion)
        let kind = document.value.text("kind")
        let (version, wanted) = (info.version, info.kind)
        do {
            var (object, unknown) = try type.codec.decode(document.value)
            try report(document.duplicates.map { "duplicate field \"\($0)\"" } + unknown.map { "unknown field \"\($0)\"" }) { problems in
                .badRequest("\(kind) in version \"\(version)\" cannot be handled as a \(wanted): \(problems)")
            }
            rules.setDefaults(&object)
            return object
        } catch let error as ShapeDecoder.Failure {
            throw .badRequest("\(kind) in version \"\(version)\" cannot be handled as a \(wanted): \(error.message)")
        } catch let error as StatusError {
            throw error
        } catch {
            throw .internalError("\(error)")
        }
    }

    /// Unknown and duplicate fields: refused, told, or let pass.
    mutating func report(_ problems: [String], _ refusal: (String) -> StatusError) throws(StatusError) {
        guard !problems.isEmpty else { return }
        switch context.fieldValidation {
        case .ignore: break
        case .warn: warnings += problems
        case .strict: throw refusal("strict decoding error: " + problems.joined(separator: ", "))
        }
    }

    /// A body names the object of the path, or nothing.
    func checkNames(_ object: inout JSON) throws(StatusError) {
        var metadata = object["metadata"] ?? [:]
        if let wanted = context.name {
            let name = metadata.text("name")
            if name.isEmpty {
                metadata["name"] = .string(wanted)
            } else if name != wanted {
                throw .badRequest("the name of the object (\(name)) does not match the name on the URL (\(wanted))")
            }
        }
        let namespace = metadata.text("namespace")
        if info.namespaced {
            if namespace.isEmpty {
                metadata["namespace"] = .string(context.namespace)
            } else if namespace != context.namespace {
                throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
            }
        }
        object["metadata"] = metadata
    }

    // MARK: Creating

    mutating func create(_ given: JSON) throws(StatusError) -> WriteOutcome {
        var object = given
        try checkNames(&object)
        object = FieldOwnership(type, context).updated(object, live: nil)
        return try finishCreate(object)
    }

    mutating func finishCreate(_ given: JSON) throws(StatusError) -> WriteOutcome {
        var object = type.codec.stored(given)
        try rules.admit(&object, old: nil, context)
        let version = object.at("metadata", "resourceVersion")?.string ?? ""
        object.modify("metadata") { $0["resourceVersion"] = nil }
        guard UInt64(version) ?? 0 == 0 else {
            throw StatusError(code: 500, reason: "", message: "resourceVersion should not be set on objects to be created")
        }
        object.modify("metadata", systemMetadata)
        if info.has(subresource: "status"), !rules.keepsStatusOnCreate { object["status"] = rules.initialStatus }
        rules.prepareForCreate(&object, context)
        var errors = metadataValidation.errors(object["metadata"] ?? .null)
        errors += rules.validate(object)
        guard errors.isEmpty else { throw invalid(object, errors) }
        warnings += rules.warnings(object, old: nil)
        return WriteOutcome(object: object, warnings: warnings)
    }

    private func systemMetadata(_ metadata: inout JSON) {
        for key in ["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"] { metadata[key] = nil }
        metadata["uid"] = .string(context.uid)
        metadata["creationTimestamp"] = .string(context.now)
        if metadata.text("name").isEmpty, !metadata.text("generateName").isEmpty {
            metadata["name"] = .string(String(metadata.text("generateName").prefix(58)) + context.suffix)
        }
        if rules.countsGeneration { metadata["generation"] = 1 }
    }

    var metadataValidation: MetadataValidation {
        MetadataValidation(nameRule: rules.nameRule, isNamespaced: info.namespaced, wantsFinalizerDomain: !info.isCustom)
    }

    func invalid(_ object: JSON, _ errors: [FieldError]) -> StatusError {
        .invalid(kind: info.kind, group: info.storageGroup, name: object.at("metadata", "name")?.string ?? "", errors)
    }

    // MARK: Updating

    /// `object` is complete and has its defaults; `isReplacement` for a PUT, whose uid and resourceVersion are conditions.
    mutating func update(_ object: JSON, existing: JSON, isReplacement: Bool) throws(StatusError) -> WriteOutcome {
        var object = object
        try checkNames(&object)
        if isReplacement { try checkIdentity(object, existing) }
        object = FieldOwnership(type, context).updated(object, live: type.view(existing))
        return try finishUpdate(object, existing: existing)
    }

    private func checkIdentity(_ object: JSON, _ existing: JSON) throws(StatusError) {
        let uid = object.at("metadata", "uid")?.string ?? ""
        let current = existing.at("metadata", "uid")?.string ?? ""
        guard uid.isEmpty || uid == current else {
            throw .conflict(
                info, name: context.name ?? "",
                "StorageError: invalid object, Code: 4, Key: \(storageKey), ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: "
                    + "UID in precondition: \(uid), UID in object meta: \(current)")
        }
        let version = object.at("metadata", "resourceVersion")?.string ?? ""
        guard version.isEmpty || version == "0", !rules.allowsUnconditionalUpdate else { return }
        throw .invalid(
            kind: info.plural, group: info.group, name: context.name ?? "",
            [.invalid("metadata.resourceVersion", 0, "must be specified for an update")])
    }

    /// Where a real server keeps the object; some messages show it.
    private var storageKey: String {
        let special = ["services": "services/specs", "endpoints": "services/endpoints", "nodes": "minions"]
        let isPlain = !info.isCustom && !info.group.hasSuffix("apiextensions.k8s.io")
        let kind = isPlain ? special[info.plural] ?? info.plural : "\(info.group)/\(info.plural)"
        return "/registry/\(kind)/" + (info.namespaced ? "\(context.namespace)/" : "") + (context.name ?? "")
    }

    mutating func finishUpdate(_ given: JSON, existing: JSON) throws(StatusError) -> WriteOutcome {
        var object = type.codec.stored(given)
        // A schema may have changed since the object was stored: it counts as it is read.
        let old = info.isCustom ? type.codec.stored(type.view(existing)) : existing
        try rules.admit(&object, old: old, context)
        try checkVersion(object, old)
        object.modify("metadata") { keepSystemMetadata(&$0, old["metadata"] ?? .null) }
        if isStatus { prepareStatus(&object, old) } else { prepare(&object, old) }
        let errors = updateErrors(object, old)
        guard errors.isEmpty else { throw invalid(object, errors) }
        warnings += rules.warnings(object, old: old)
        if FieldOwnership.isSame(object, existing) { object = existing }
        var outcome = WriteOutcome(object: object, warnings: warnings)
        outcome.removesObject = isReleased(object)
        return outcome
    }

    private func checkVersion(_ object: JSON, _ existing: JSON) throws(StatusError) {
        let version = object.at("metadata", "resourceVersion")?.string ?? ""
        guard version.isEmpty || UInt64(version) != nil else {
            throw StatusError(code: 500, reason: "", message: "strconv.ParseUint: parsing \(GoText.quoted(version)): invalid syntax")
        }
        guard !version.isEmpty, version != "0", version != existing.at("metadata", "resourceVersion")?.string else { return }
        throw .modified(info, name: context.name ?? "")
    }

    private func keepSystemMetadata(_ metadata: inout JSON, _ old: JSON) {
        for key in ["generation", "creationTimestamp", "selfLink", "resourceVersion"] { metadata[key] = old[key] }
        if metadata.text("uid").isEmpty { metadata["uid"] = old["uid"] }
        metadata["deletionTimestamp"] = old["deletionTimestamp"]
        if metadata["deletionGracePeriodSeconds"] == nil || old["deletionTimestamp"] == nil {
            metadata["deletionGracePeriodSeconds"] = old["deletionGracePeriodSeconds"]
        }
    }

    private func prepare(_ object: inout JSON, _ old: JSON) {
        if info.has(subresource: "status") { object["status"] = old["status"] }
        rules.prepareForUpdate(&object, old: old, context)
        let isRenamed = rules.countsAnnotations && object.at("metadata", "annotations") != old.at("metadata", "annotations")
        guard rules.countsGeneration, isRenamed || !Self.sameButMetadataAndStatus(object, old) else { return }
        let generation = old.at("metadata", "generation")?.int ?? 0
        object.modify("metadata") { $0["generation"] = .int(Int64(generation + 1)) }
    }

    private func prepareStatus(_ object: inout JSON, _ old: JSON) {
        let status = object["status"]
        let metadata = object["metadata"]
        object = old
        object["status"] = status
        object["metadata"] = metadata
        rules.prepareForStatusUpdate(&object, old: old)
    }

    private static func sameButMetadataAndStatus(_ a: JSON, _ b: JSON) -> Bool {
        guard case .object(var x) = a, case .object(var y) = b else { return false }
        for key in ["metadata", "status"] {
            x[key] = nil
            y[key] = nil
        }
        return x == y
    }

    private func updateErrors(_ object: JSON, _ existing: JSON) -> [FieldError] {
        let metadata = object["metadata"] ?? .null
        let validation = metadataValidation
        let update = validation.updateErrors(metadata, old: existing["metadata"] ?? .null)
        let whole = validation.errors(metadata)
        var errors = whole + update + update
        if isStatus { return errors + rules.validateStatusUpdate(object, old: existing) }
        if rules.repeatsMetadataCheck { errors += whole }
        return errors + rules.validateUpdate(object, old: existing)
    }

    /// The last finalizer of an object under deletion is gone.
    private func isReleased(_ object: JSON) -> Bool {
        guard object.at("metadata", "deletionTimestamp")?.string != nil, object["metadata"]?.items("finalizers").isEmpty == true else {
            return false
        }
        let grace = object.at("metadata", "deletionGracePeriodSeconds")?.int ?? 0
        return grace == 0 && object["spec"]?.items("finalizers").isEmpty != false
    }
}
