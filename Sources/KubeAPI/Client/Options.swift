import Model

public struct ListOptions: Sendable {
    /// As in a URL: `application=spilo,cluster-name in (a,b)`.
    public var labelSelector: String?
    public var fieldSelector: String?
    /// Objects a page.
    public var limit: Int

    public init(labelSelector: String? = nil, fieldSelector: String? = nil, limit: Int = 500) {
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
        self.limit = limit
    }
}

public struct WatchOptions: Sendable {
    public var labelSelector: String?
    public var fieldSelector: String?
    /// From where; nil: the server first sends all there is as ADDED, then goes on.
    public var resourceVersion: String?
    public var bookmarks: Bool
    /// After so long the server ends the watch; a little later the client does, should the server be dead.
    public var timeout: Duration

    public init(
        labelSelector: String? = nil, fieldSelector: String? = nil, resourceVersion: String? = nil, bookmarks: Bool = true,
        timeout: Duration = .seconds(300)
    ) {
        self.labelSelector = labelSelector
        self.fieldSelector = fieldSelector
        self.resourceVersion = resourceVersion
        self.bookmarks = bookmarks
        self.timeout = timeout
    }
}

public struct WriteOptions: Sendable {
    /// Required by server-side apply; else optional.
    public var fieldManager: String?
    public var dryRun: Bool
    public var fieldValidation: FieldValidation?

    /// What the server does about fields it does not know.
    public enum FieldValidation: String, Sendable {
        case ignore = "Ignore"
        case warn = "Warn"
        case strict = "Strict"
    }

    public init(fieldManager: String? = nil, dryRun: Bool = false, fieldValidation: FieldValidation? = nil) {
        self.fieldManager = fieldManager
        self.dryRun = dryRun
        self.fieldValidation = fieldValidation
    }

    var query: [(String, String)] {
        var query: [(String, String)] = []
        if let fieldManager { query.append(("fieldManager", fieldManager)) }
        if dryRun { query.append(("dryRun", "All")) }
        if let fieldValidation { query.append(("fieldValidation", fieldValidation.rawValue)) }
        return query
    }
}

public struct DeleteOptions: Sendable {
    public var propagation: Propagation?
    /// Delete only the object with this uid, not a namesake made since.
    public var uid: String?
    /// Delete only in this version.
    public var resourceVersion: String?
    public var gracePeriodSeconds: Int?
    public var dryRun: Bool

    /// What becomes of the objects that the deleted one owns.
    public enum Propagation: String, Sendable {
        case background = "Background"
        case foreground = "Foreground"
        case orphan = "Orphan"
    }

    public init(
        propagation: Propagation? = nil, uid: String? = nil, resourceVersion: String? = nil, gracePeriodSeconds: Int? = nil,
        dryRun: Bool = false
    ) {
        self.propagation = propagation
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.gracePeriodSeconds = gracePeriodSeconds
        self.dryRun = dryRun
    }

    var json: JSON {
        var body: JSON = ["kind": "DeleteOptions", "apiVersion": "v1"]
        if let propagation { body["propagationPolicy"] = .string(propagation.rawValue) }
        if let uid { body.set(["preconditions", "uid"], to: .string(uid)) }
        if let resourceVersion { body.set(["preconditions", "resourceVersion"], to: .string(resourceVersion)) }
        if let gracePeriodSeconds { body["gracePeriodSeconds"] = JSON(gracePeriodSeconds) }
        if dryRun { body["dryRun"] = ["All"] }
        return body
    }
}

/// A change to an object, in one of the forms the API server takes.
public enum Patch: Sendable {
    /// A list of operations (RFC 6902).
    case json(JSON)
    /// A partial object; null removes (RFC 7386).
    case merge(JSON)
    /// A partial object; lists merge by key, for built-in types only.
    case strategic(JSON)
    /// Server-side apply: what this field manager wants of the object, in full. `force` takes fields from other managers.
    case apply(JSON, force: Bool)

    var body: JSON {
        switch self {
        case .json(let value), .merge(let value), .strategic(let value), .apply(let value, _): value
        }
    }

    var contentType: String {
        switch self {
        case .json: "application/json-patch+json"
        case .merge: "application/merge-patch+json"
        case .strategic: "application/strategic-merge-patch+json"
        // JSON is YAML; all servers since 1.16 know this name, the one with +json in it is not known to all.
        case .apply: "application/apply-patch+yaml"
        }
    }
}
