import Model

extension WritePipeline {
    /// The object after a patch, decoded and with its defaults.
    mutating func patched(_ kind: PatchKind, _ body: RequestBody, _ current: JSON) throws(StatusError) -> JSON {
        guard kind != .strategic else { return try strategicallyPatched(body, current) }
        let document: BodyReader.Document
        do { document = try BodyReader.parse(body.text, yaml: body.yaml) } catch {
            throw .badRequest("error decoding patch: \(BodySyntax(bytes: body.text).message(error))")
        }
        let patched = kind == .json ? try jsonPatched(document, current) : try mergePatched(document, current)
        return try decodePatched(patched, shown: patched.text(), document.duplicates)
    }

    /// What the server says of a patch that does not go with the object.
    private static let unprocessable = StatusError(
        code: 422, reason: "Invalid", message: "the server rejected our request due to an error in our request", name: "", group: "",
        kind: "")

    private func jsonPatched(_ document: BodyReader.Document, _ current: JSON) throws(StatusError) -> JSON {
        guard case .array(let items) = document.value else {
            throw .badRequest(
                "error decoding patch: json: cannot unmarshal \(goType(document.value)) into Go value of type jsonpatch.Patch")
        }
        guard items.count <= JSONPatch.maxOperations else {
            throw StatusError(
                code: 413, reason: "RequestEntityTooLarge",
                message: "The allowed maximum operations in a JSON patch is \(JSONPatch.maxOperations), got \(items.count)")
        }
        do { return try JSONPatch(operations: items).applied(to: current) } catch {
            throw Self.unprocessable
        }
    }

    private func mergePatched(_ document: BodyReader.Document, _ current: JSON) throws(StatusError) -> JSON {
        guard case .object = document.value else {
            throw .badRequest(
                "error decoding patch: json: cannot unmarshal \(goType(document.value)) into Go value of type map[string]interface {}")
        }
        return MergePatch.apply(document.value, to: current)
    }

    private func goType(_ value: JSON) -> String {
        switch value {
        case .bool: "bool"
        case .int, .double: "number"
        default: value.typeName
        }
    }

    private mutating func strategicallyPatched(_ body: RequestBody, _ current: JSON) throws(StatusError) -> JSON {
        let document: BodyReader.Document
        do { document = try BodyReader.parse(body.text, yaml: body.yaml) } catch {
            throw .badRequest(BodySyntax(bytes: body.text).message(error))
        }
        guard case .object = document.value else {
            throw .badRequest("json: cannot unmarshal \(goType(document.value)) into Go value of type map[string]interface {}")
        }
        let patched: JSON
        do { patched = try StrategicMergePatch().apply(document.value, to: current, type.codec.shape) } catch {
            switch error {
            case .badFormat(let message): throw .badRequest(message)
            case .notRetained: throw Self.unprocessable
            case .broken(let message): throw StatusError(code: 500, reason: "", message: message)
            }
        }
        return try decodePatched(patched, shown: GoText.value(document.value), document.duplicates)
    }

    /// What does not decode after the patch is the patch's fault.
    private mutating func decodePatched(_ value: JSON, shown: String, _ duplicates: [String]) throws(StatusError) -> JSON {
        func refusal(_ message: String) -> StatusError {
            .invalid(kind: "", group: "", name: "", [.invalid("patch", .string(shown), message)])
        }
        try checkKind(value, refusal)
        do {
            var (object, unknown) = try type.codec.decode(value)
            try report(duplicates.map { "duplicate field \"\($0)\"" } + unknown.map { "unknown field \"\($0)\"" }, refusal)
            rules.setDefaults(&object)
            return object
        } catch let error as ShapeDecoder.Failure {
            throw refusal(error.message)
        } catch let error as StatusError {
            throw error
        } catch {
            throw .internalError("\(error)")
        }
    }

    private func checkKind(_ value: JSON, _ refusal: (String) -> StatusError) throws(StatusError) {
        let (kind, apiVersion) = (value.text("kind"), value.text("apiVersion"))
        guard kind != info.kind || apiVersion != info.apiVersion else { return }
        let (_, version) = BuiltInResources.groupVersion(apiVersion)
        guard let other = Catalog.builtIn.types.first(where: { $0.info.kind == kind && $0.info.apiVersion == apiVersion }) else {
            throw refusal("no kind \"\(kind)\" is registered for version \"\(apiVersion)\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"")
        }
        do { _ = try other.codec.decode(value) } catch { throw refusal(error.message) }
        let group = info.group.isEmpty ? "core" : info.group.split(separator: ".")[0].description
        throw refusal("converting (\(version).\(kind)) to (\(group).\(info.kind)): unknown conversion")
    }

    // MARK: Apply

    mutating func apply(_ body: RequestBody, existing: JSON?) throws(StatusError) -> WriteOutcome {
        if context.subresource != nil, existing == nil { throw .notFound(info, name: context.name ?? "") }
        var patch = try applyBody(body)
        try checkApplied(&patch)
        let live = existing.map(type.view)
        if live == nil, let uid = patch.at("metadata", "uid")?.string, !uid.isEmpty {
            throw .conflict(
                info, name: context.name ?? "",
                "uid mismatch: the provided object specified uid \(uid), and no existing object was found")
        }
        let (codec, rules) = (type.codec, rules)
        var object = try FieldOwnership(type, context).applied(patch, live: live) { merged throws(StatusError) in
            do throws(ShapeDecoder.Failure) {
                var (object, _) = try codec.decode(merged)
                rules.setDefaults(&object)
                return object
            } catch {
                throw StatusError(
                    code: 500, reason: "", message: "failed to convert merged object to last applied version: \(error.message)")
            }
        }
        try checkNames(&object)
        guard let existing else { return try finishCreate(object) }
        return try finishUpdate(object, existing: existing)
    }

    private func applyBody(_ body: RequestBody) throws(StatusError) -> JSON {
        let value: JSON
        do { value = try BodyReader.parse(body.text, yaml: body.yaml).value } catch {
            throw .badRequest("error decoding YAML: \(BodySyntax(bytes: body.text).message(error))")
        }
        guard case .object = value else {
            throw .badRequest(
                "error decoding YAML: json: cannot unmarshal \(goType(value)) into Go value of type map[string]interface {}")
        }
        return value
    }

    private func checkApplied(_ patch: inout JSON) throws(StatusError) {
        let (kind, apiVersion) = (patch.text("kind"), patch.text("apiVersion"))
        let (group, version) = BuiltInResources.groupVersion(apiVersion)
        let gvk = "\(group)/\(version), Kind=\(kind)"
        guard kind == info.kind, apiVersion == info.apiVersion else { throw .badRequest("invalid object type: \(gvk)") }
        if let managed = patch.at("metadata", "managedFields"), !managed.isNull { throw .badRequest("metadata.managedFields must be nil") }
        let name = patch.at("metadata", "name")?.string ?? ""
        let problems = TypedValue(patch, type.codec.shape).problems
        if !problems.isEmpty {
            let list = problems.count == 1 ? problems[0] : "errors:\n" + problems.map { "  " + $0 }.joined(separator: "\n")
            let namespace = patch.at("metadata", "namespace")?.string ?? ""
            throw StatusError(
                code: 500, reason: "", message: "failed to create typed patch object (\(namespace)/\(name); \(gvk)): \(list)")
        }
        var named = patch
        try checkNames(&named)
    }
}
