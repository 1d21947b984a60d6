import Model

/// The `scale` subresource: a small object that stands for the replicas of a larger one.
struct ScaleView {
    let specPath: [String]
    let statusPath: [String]
    let selectorPath: [String]?
    let info: ResourceInfo

    init?(_ info: ResourceInfo) {
        guard info.has(subresource: "scale") else { return nil }
        self.info = info
        func steps(_ path: String) -> [String] { path.split(separator: ".").map(String.init) }
        specPath = steps(info.scale?.specReplicas ?? ".spec.replicas")
        statusPath = steps(info.scale?.statusReplicas ?? ".status.replicas")
        selectorPath = info.isCustom ? info.scale?.labelSelector.map(steps) : ["spec", "selector"]
    }

    func scale(of object: JSON) -> JSON {
        var metadata: JSON = [:]
        for key in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] { metadata[key] = object.at("metadata", key) }
        var spec: JSON = [:]
        if let replicas = object.at(specPath)?.int, replicas != 0 { spec["replicas"] = .int(Int64(replicas)) }
        var status: JSON = ["replicas": .int(Int64(object.at(statusPath)?.int ?? 0))]
        if let selector = selector(of: object) { status["selector"] = .string(selector) }
        return ["kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata, "spec": spec, "status": status]
    }

    private func selector(of object: JSON) -> String? {
        guard let selectorPath, let value = object.at(selectorPath) else { return nil }
        if let text = value.string { return text.isEmpty ? nil : text }
        let labels = (value["matchLabels"] ?? (value["matchExpressions"] == nil ? value : [:])).object ?? [:]
        var parts = labels.map { "\($0.key)=\($0.value.string ?? "")" }
        for expression in value.items("matchExpressions") {
            let key = expression.text("key")
            let values = expression.items("values").compactMap(\.string).sorted().joined(separator: ",")
            switch expression.text("operator") {
            case "In": parts.append("\(key) in (\(values))")
            case "NotIn": parts.append("\(key) notin (\(values))")
            case "Exists": parts.append(key)
            default: parts.append("!\(key)")
            }
        }
        return parts.isEmpty ? nil : parts.sorted().joined(separator: ",")
    }
}

extension APIType {
    /// The `scale` subresource of an object (autoscaling/v1 Scale), nil where there is none.
    public func scale(of object: JSON) -> JSON? { ScaleView(info)?.scale(of: object) }
}

extension WritePipeline {
    private static let scaleInfo = ResourceInfo(
        group: "autoscaling", version: "v1", kind: "Scale", listKind: "", plural: "scales", singular: "scale", namespaced: true,
        verbs: [], storageVersion: "v1", storageGroup: "autoscaling")

    private var scaleType: APIType? {
        ShapeTable.builtIn.structure(named: "Scale").map { structure in
            APIType(
                info: Self.scaleInfo, codec: BuiltInCodec(structure: structure, kind: "Scale", apiVersion: "autoscaling/v1"),
                rules: PlainRules())
        }
    }

    mutating func updateScale(_ body: RequestBody, existing: JSON) throws(StatusError) -> WriteOutcome {
        guard let scaleType, let view = ScaleView(info) else { throw .notFound(info, name: context.name ?? "") }
        var inner = WritePipeline(scaleType, context)
        let scale = try inner.decode(body)
        return try setScale(scale, view, existing)
    }

    mutating func patchScale(_ kind: PatchKind, _ body: RequestBody, existing: JSON) throws(StatusError) -> WriteOutcome {
        guard let scaleType, let view = ScaleView(info) else { throw .notFound(info, name: context.name ?? "") }
        var inner = WritePipeline(scaleType, context)
        let scale = try inner.patched(kind, body, view.scale(of: existing))
        return try setScale(scale, view, existing)
    }

    private mutating func setScale(_ scale: JSON, _ view: ScaleView, _ existing: JSON) throws(StatusError) -> WriteOutcome {
        var named = scale
        try checkNames(&named)
        let replicas = scale.at("spec", "replicas")?.int ?? 0
        guard replicas >= 0 else {
            throw .invalid(
                kind: "Scale", group: "autoscaling", name: context.name ?? "",
                [.invalid("spec.replicas", .int(Int64(replicas)), "must be greater than or equal to 0")])
        }
        var object = type.view(existing)
        object.set(view.specPath, to: .int(Int64(replicas)))
        if let version = scale.at("metadata", "resourceVersion") { object.set(["metadata", "resourceVersion"], to: version) }
        object = FieldOwnership(type, context).updated(object, live: type.view(existing))
        return try finishUpdate(object, existing: existing)
    }
}
