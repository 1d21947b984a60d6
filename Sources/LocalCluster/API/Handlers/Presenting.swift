import Model
import YAML

/// The forms in which objects and lists go out.
extension APIServer {
    func answer(with object: StoredObject, _ type: APIType, _ scope: RequestScope, code: Int = 200) throws(StatusError) -> APIAnswer {
        try answer(with: object.view(as: type), scope, code: code)
    }

    /// An object that is not stored: the outcome of a dry run.
    func answer(unstored value: JSON, _ type: APIType, _ scope: RequestScope, code: Int = 200) throws(StatusError) -> APIAnswer {
        try answer(with: ObjectView(value, as: type), scope, code: code)
    }

    private func answer(with view: ObjectView, _ scope: RequestScope, code: Int) throws(StatusError) -> APIAnswer {
        switch scope.negotiation.form {
        case .object:
            if scope.negotiation.isYAML { return yaml(Self.whole(view), code: code) }
            var out: [UInt8] = []
            out.reserveCapacity(view.members.count + 128)
            view.write(to: &out)
            out.append(UInt8(ascii: "\n"))
            return APIAnswer(code: code, contentType: "application/json", body: .bytes(out))
        case .table(let version):
            let table = TableAnswer(type: view.type, version: version, includes: try Self.included(scope), now: surroundings.now())
            let rows = table.rows([view.value])
            return form(table.json(rows: rows, resourceVersion: view.value.at("metadata", "resourceVersion")?.string), scope, code)
        case .partialMetadata(let version): return form(Self.partial(view.value, version), scope, code)
        case .partialMetadataList:
            throw StatusError(
                code: 406, reason: "NotAcceptable",
                message: "you requested PartialObjectMetadataList, but the requested object is not a list (\(Self.goName(view.type)))")
        }
    }

    func answer(with page: ListPage, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        switch scope.negotiation.form {
        case .object:
            if scope.negotiation.isYAML {
                return yaml((try? JSON(parsing: Self.list(page, type))) ?? .null, code: 200)
            }
            return APIAnswer(code: 200, contentType: "application/json", body: .bytes(Self.list(page, type)))
        case .table(let version):
            let table = TableAnswer(type: type, version: version, includes: try Self.included(scope), now: surroundings.now())
            let rows = table.rows(page.objects.map { $0.value(as: type) })
            return form(
                table.json(
                    rows: rows, resourceVersion: String(page.resourceVersion), next: page.continueText, remaining: page.remaining), scope,
                200)
        case .partialMetadataList(let version):
            let items = page.objects.map { Self.partial($0.value(as: type), version) }
            return form(
                [
                    "kind": "PartialObjectMetadataList", "apiVersion": .string("meta.k8s.io/\(version)"), "metadata": Self.metadata(page),
                    "items": .array(items),
                ], scope, 200)
        case .partialMetadata:
            throw StatusError(
                code: 406, reason: "NotAcceptable",
                message: "you requested PartialObjectMetadata, but the requested object is a list (\(Self.goName(type))List)")
        }
    }

    /// The list's text, from the texts of its objects.
    private static func list(_ page: ListPage, _ type: APIType) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(page.objects.reduce(256) { $0 + $1.view(as: type).members.count + 64 })
        let head: JSON = [
            "kind": .string(type.info.listKind), "apiVersion": .string(type.info.apiVersion), "metadata": metadata(page, type),
        ]
        head.write(to: &out)
        out.removeLast()
        out.append(contentsOf: ",\"items\":[".utf8)
        for (place, object) in page.objects.enumerated() {
            if place > 0 { out.append(UInt8(ascii: ",")) }
            object.view(as: type).writeItem(to: &out)
        }
        out.append(contentsOf: "]}\n".utf8)
        return out
    }

    private static func metadata(_ page: ListPage, _ type: APIType? = nil) -> JSON {
        var metadata: JSON = [:]
        if type?.info.isCustom == true { metadata["continue"] = .string(page.continueText ?? "") }
        metadata["resourceVersion"] = .string(String(page.resourceVersion))
        if let next = page.continueText { metadata["continue"] = .string(next) }
        if let remaining = page.remaining { metadata["remainingItemCount"] = JSON(remaining) }
        return metadata
    }

    static func whole(_ view: ObjectView) -> JSON {
        var whole: JSON = ["kind": .string(view.type.info.kind), "apiVersion": .string(view.type.info.apiVersion)]
        for (key, member) in view.value.object ?? [:] where key != "kind" && key != "apiVersion" { whole[key] = member }
        return whole
    }

    static func partial(_ value: JSON, _ version: String = "v1") -> JSON {
        ["kind": "PartialObjectMetadata", "apiVersion": .string("meta.k8s.io/\(version)"), "metadata": value["metadata"] ?? [:]]
    }

    /// What a Table's rows carry beside the cells, from `includeObject`.
    static func included(_ scope: RequestScope) throws(StatusError) -> TableAnswer.Included {
        guard let text = scope.request.query["includeObject"], !text.isEmpty else { return .metadata }
        guard let included = TableAnswer.Included(rawValue: text) else {
            throw .badRequest(
                "Unable to convert to Table as requested: includeObject: Invalid value: \"\(text)\": must be 'Metadata', 'Object', 'None', or empty"
            )
        }
        return included
    }

    private func form(_ value: JSON, _ scope: RequestScope, _ code: Int) -> APIAnswer {
        scope.negotiation.isYAML ? yaml(value, code: code) : .json(value, code: code)
    }

    private func yaml(_ value: JSON, code: Int) -> APIAnswer {
        APIAnswer(code: code, contentType: "application/yaml", body: .bytes(Array(value.yaml().utf8)))
    }

    /// How messages of the real server name the type of an object.
    static func goName(_ type: APIType) -> String {
        if type.info.isCustom { return "*unstructured.Unstructured" }
        let package = type.info.group.split(separator: ".").first.map(String.init) ?? "core"
        return "*\(package).\(type.info.kind)"
    }
}
