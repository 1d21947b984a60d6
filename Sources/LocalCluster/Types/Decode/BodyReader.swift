import Model

/// The body of a POST or PUT as an object of the wanted kind, before it is decoded field by field.
struct BodyReader {
    struct Document {
        var value: JSON
        /// Paths of names that stand twice.
        var duplicates: [String]
    }

    let info: ResourceInfo

    static func parse(_ bytes: [UInt8], yaml: JSON?) throws(JSONError) -> Document {
        if let yaml { return Document(value: yaml, duplicates: []) }
        var duplicates: [String] = []
        var result: Result<JSON, JSONError> = .failure(.unexpectedEnd(offset: 0))
        bytes.withUnsafeBufferPointer { buffer in
            do throws(JSONError) { result = .success(try JSON.parse(buffer, duplicates: &duplicates)) } catch { result = .failure(error) }
        }
        return Document(value: try result.get(), duplicates: duplicates)
    }

    /// `kind` is the one wanted, which differs from the resource's own for `scale`.
    func read(_ body: RequestBody, kind: String, apiVersion: String) throws(StatusError) -> Document {
        var document: Document
        do { document = try Self.parse(body.text, yaml: body.yaml) } catch {
            let reason = "couldn't get version/kind; json parse error: " + BodySyntax(bytes: body.text).message(error)
            throw unrecognized(kind, reason, body)
        }
        guard case .object = document.value else {
            let found = ["boolean": "bool", "integer": "number"][document.value.typeName] ?? document.value.typeName
            let type = "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }"
            throw unrecognized(
                kind, "couldn't get version/kind; json parse error: json: cannot unmarshal \(found) into Go value of type \(type)", body)
        }
        try identify(&document.value, kind, apiVersion, body)
        return document
    }

    private func unrecognized(_ kind: String, _ reason: String, _ body: RequestBody) -> StatusError {
        .badRequest("the object provided is unrecognized (must be of type \(kind)): \(reason) (\(BodySyntax.summary(body.text)))")
    }

    /// Kind and version may be left out, except for custom resources; else they must be the path's.
    private func identify(_ value: inout JSON, _ kind: String, _ apiVersion: String, _ body: RequestBody) throws(StatusError) {
        let givenKind = value.text("kind")
        let givenVersion = value.text("apiVersion")
        if info.isCustom, info.kind == kind {
            guard !givenKind.isEmpty else {
                let text = String(decoding: body.text, as: UTF8.self)
                throw unrecognized(kind, "Object 'Kind' is missing in '\(text)'", body)
            }
            if givenVersion != apiVersion {
                var error = StatusError.badRequest(
                    "the API version in the data (\(givenVersion)) does not match the expected API version (\(apiVersion))")
                // Nothing is known of that version: every field is unknown.
                let fields = (value.object?.keys ?? []).filter { !["kind", "apiVersion", "metadata"].contains($0) }
                error.warnings = fields.sorted().map { "unknown field \"\($0)\"" }
                throw error
            }
            guard givenKind == kind else {
                throw .invalid(
                    kind: givenKind, group: info.group, name: value.at("metadata", "name")?.string ?? "",
                    [.invalid("kind", .string(givenKind), "must be \(kind)")])
            }
            return
        }
        if givenKind.isEmpty { value["kind"] = .string(kind) }
        if givenVersion.isEmpty { value["apiVersion"] = .string(apiVersion) }
        let found = value.text("kind")
        let foundVersion = value.text("apiVersion")
        guard found != kind || foundVersion != apiVersion else { return }
        throw wrongKind(found, foundVersion, kind: kind, apiVersion: apiVersion)
    }

    private func wrongKind(_ found: String, _ foundVersion: String, kind: String, apiVersion: String) -> StatusError {
        let (_, version) = BuiltInResources.groupVersion(foundVersion)
        let isKnown = BuiltInResources.resources.contains { $0.kind == found && $0.apiVersion == foundVersion }
        let group = info.group.isEmpty ? "core" : info.group.split(separator: ".")[0].description
        let reason =
            isKnown
            ? "converting (\(version).\(found)) to (\(group).\(kind)): unknown conversion"
            : "no kind \"\(found)\" is registered for version \"\(foundVersion)\" in scheme \"pkg/api/legacyscheme/scheme.go:30\""
        return .badRequest("\(found) in version \"\(version)\" cannot be handled as a \(kind): \(reason)")
    }
}
