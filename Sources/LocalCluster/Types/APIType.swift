import Model

/// One resource in one version with everything the server does to its objects: decode, default, prune, validate, patch, apply.
///
/// Pure: no store, no clock, no randomness. The server reads the object before, calls one of these functions, and stores the outcome
/// if the object before is still the stored one; else it reads again and calls again.
public final class APIType: Sendable {
    public let info: ResourceInfo
    /// The CustomResourceDefinition this comes from.
    public let definitionName: String?
    let codec: any ObjectCodec
    let rules: any KindRules

    init(info: ResourceInfo, definitionName: String? = nil, codec: any ObjectCodec, rules: any KindRules) {
        self.info = info
        self.definitionName = definitionName
        self.codec = codec
        self.rules = rules
    }

    /// POST.
    public func create(_ body: RequestBody, _ context: WriteContext) throws(StatusError) -> WriteOutcome {
        var pipeline = WritePipeline(self, context)
        let object = try pipeline.decode(body)
        return try pipeline.create(object)
    }

    /// PUT, of the object or of a subresource. `existing` as stored (in the storage version).
    public func update(_ body: RequestBody, existing: JSON, _ context: WriteContext) throws(StatusError) -> WriteOutcome {
        var pipeline = WritePipeline(self, context)
        if context.subresource == "scale" { return try pipeline.updateScale(body, existing: existing) }
        let object = try pipeline.decode(body)
        return try pipeline.update(object, existing: existing, isReplacement: true)
    }

    /// PATCH with one of the three patch kinds.
    public func patch(_ kind: PatchKind, _ body: RequestBody, existing: JSON, _ context: WriteContext) throws(StatusError) -> WriteOutcome {
        var pipeline = WritePipeline(self, context)
        if context.subresource == "scale" { return try pipeline.patchScale(kind, body, existing: existing) }
        let object = try pipeline.patched(kind, body, view(existing))
        return try pipeline.update(object, existing: existing, isReplacement: false)
    }

    /// PATCH with `application/apply-patch+yaml`. Without `existing` the object is made.
    public func apply(_ body: RequestBody, existing: JSON?, _ context: WriteContext) throws(StatusError) -> WriteOutcome {
        var pipeline = WritePipeline(self, context)
        return try pipeline.apply(body, existing: existing)
    }

    /// A stored object as this version shows it: apiVersion and kind, defaults, pruning.
    public func view(_ stored: JSON) -> JSON { codec.view(stored) }

    /// Warnings that every GET and LIST of this resource carries (deprecated APIs).
    public var readWarnings: [String] {
        info.group.isEmpty && info.plural == "endpoints"
            ? ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"] : []
    }
}

/// How objects of one resource in one version are read, and turned from and into the stored form.
protocol ObjectCodec: Sendable {
    /// The shape for patches and apply.
    var shape: Shape { get }
    /// An object with its types checked; unknown fields are taken out and named.
    func decode(_ value: JSON) throws(ShapeDecoder.Failure) -> (object: JSON, unknownFields: [String])
    /// A stored object in this version.
    func view(_ stored: JSON) -> JSON
    /// An object of this version as it is stored.
    func stored(_ object: JSON) -> JSON
}

extension ObjectCodec {
    func stored(_ object: JSON) -> JSON { object }
}

/// Built-in types: a structure of `ShapeTable`.
struct BuiltInCodec: ObjectCodec {
    let structure: Structure
    let kind: String
    let apiVersion: String

    var shape: Shape { .structure(structure) }

    func decode(_ value: JSON) throws(ShapeDecoder.Failure) -> (object: JSON, unknownFields: [String]) {
        var decoder = ShapeDecoder(kind: kind)
        let object = try decoder.decodeObject(value, structure)
        return (object, decoder.unknownFields)
    }

    func view(_ stored: JSON) -> JSON { stored }
}
