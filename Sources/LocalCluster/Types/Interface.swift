import Model

/// How unknown and duplicate fields of a request body are met (`?fieldValidation=`).
public enum FieldValidation: String, Sendable {
    case ignore = "Ignore"
    case warn = "Warn"
    case strict = "Strict"
}

/// The body of a write request. Parsing is left to the operation, since its failure is told differently for each.
public struct RequestBody: Sendable {
    /// The text as it came.
    public var text: [UInt8]
    /// Set where the body was YAML: the value that the text stands for.
    public var yaml: JSON?

    public init(text: [UInt8], yaml: JSON? = nil) { (self.text, self.yaml) = (text, yaml) }
}

/// The kinds of PATCH, by content type.
public enum PatchKind: String, Sendable {
    case json = "application/json-patch+json"
    case merge = "application/merge-patch+json"
    case strategic = "application/strategic-merge-patch+json"
}

/// What a write is told beside the object itself: everything that must not be asked of a clock, a random source or a store in here.
public struct WriteContext: Sendable {
    /// The path's namespace; empty for a cluster-scoped resource.
    public var namespace: String
    /// The path's name; nil for a POST to a collection.
    public var name: String?
    /// `status`, `scale`, …; nil for the object itself.
    public var subresource: String?
    /// The field manager: `FieldManager.name(parameter:userAgent:)`.
    public var manager: String
    public var fieldValidation: FieldValidation
    /// RFC 3339 in UTC, whole seconds: `2026-11-25T03:04:05Z`.
    public var now: String
    /// For a new object.
    public var uid: String
    /// Five characters for `generateName`.
    public var suffix: String
    /// `?force=true` of an apply.
    public var force = false
    /// A free ClusterIP and free node ports (five are plenty), wanted for Services only.
    public var freeClusterIP: String?
    public var freeNodePorts: [Int] = []
    /// Reads another object, for admission: plural with group (`storageclasses.storage.k8s.io`), namespace, name (an empty name asks for the
    /// default one, of StorageClasses).
    public var lookup: @Sendable (_ resource: String, _ namespace: String, _ name: String) -> JSON? = { _, _, _ in nil }

    public init(
        namespace: String, name: String?, subresource: String? = nil, manager: String, fieldValidation: FieldValidation = .warn,
        now: String,
        uid: String = "", suffix: String = ""
    ) {
        self.namespace = namespace
        self.name = name
        self.subresource = subresource
        self.manager = manager
        self.fieldValidation = fieldValidation
        self.now = now
        self.uid = uid
        self.suffix = suffix
    }
}

/// What a write comes to: the object to store, without a new resourceVersion (the store's), and warnings for the client.
///
/// Where `object` equals the object before, nothing is to be stored and the old resourceVersion stays. `metadata.resourceVersion` in
/// `object` is the one the client demanded (empty or absent: none), which the store compares.
public struct WriteOutcome: Sendable {
    public var object: JSON
    public var warnings: [String]
    /// An update that took the last finalizer of an object that is being deleted: the object is to be removed now.
    public var removesObject = false

    public init(object: JSON, warnings: [String] = []) { (self.object, self.warnings) = (object, warnings) }
}
