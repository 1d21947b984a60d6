import Model

/// One resource in one version with everything the server does to its objects: decode, default, prune, validate, patch, apply.
///
/// Pure: no store, no clock, no randomness. The server reads the object before, calls one of these functions, and stores the outcome
/// if the object before is still the stored one; else it reads again and calls again.
public final class APIType: Sendable {
    public let info: ResourceInfo
    /// The CustomResourceDefinition this comes from.
    public let definitionName: String?

    init(info: ResourceInfo, definitionName: String? = nil) {
        self.info = info
        self.definitionName = definitionName
    }

    static func types(ofCustomResourceDefinition definition: JSON) -> [APIType] { [] }

    /// POST.
    public func create(_ body: RequestBody, _ context: WriteContext) throws(StatusError) -> WriteOutcome {
        throw .internalError("not there yet")
    }

    /// PUT, of the object or of a subresource. `existing` as stored (in the storage version).
    public func update(_ body: RequestBody, existing: JSON, _ context: WriteContext) throws(StatusError) -> WriteOutcome {
        throw .internalError("not there yet")
    }

    /// PATCH with one of the three patch kinds.
    public func patch(_ kind: PatchKind, _ body: RequestBody, existing: JSON, _ context: WriteContext) throws(StatusError) -> WriteOutcome {
        throw .internalError("not there yet")
    }

    /// PATCH with `application/apply-patch+yaml`. Without `existing` the object is made.
    public func apply(_ body: RequestBody, existing: JSON?, _ context: WriteContext) throws(StatusError) -> WriteOutcome {
        throw .internalError("not there yet")
    }

    /// A stored object as this version shows it: apiVersion and kind, defaults, pruning.
    public func view(_ stored: JSON) -> JSON { stored }

    /// The `scale` subresource of an object (autoscaling/v1 Scale), nil where there is none.
    public func scale(of object: JSON) -> JSON? { nil }

    /// Warnings that every GET and LIST of this resource carries (deprecated APIs).
    public var readWarnings: [String] { [] }
}
