import Model

/// One call to the API server, before credentials and retries.
public struct KubeRequest: Sendable {
    public var method: HTTPMethod
    /// Absolute and encoded, without a query: `/version`, `ResourceType.path(…)`.
    public var path: String
    /// Not encoded yet.
    public var query: [(String, String)]
    public var headers: HTTPHeaders
    public var body: JSON?
    public var timeout: Duration?
    /// For metrics and logs: Kubernetes' verb (`get`, `list`, `watch`, `create`, `update`, `patch`, `delete`) and the plural.
    public var verb: String
    public var resource: String

    public init(
        _ method: HTTPMethod = .get, _ path: String, query: [(String, String)] = [], headers: HTTPHeaders = [:], body: JSON? = nil,
        timeout: Duration? = .seconds(30), verb: String? = nil, resource: String = ""
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.verb = verb ?? method.rawValue.lowercased()
        self.resource = resource
    }

    /// Path and query, encoded.
    var target: String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\(PathSegment.encoded($0.0))=\(PathSegment.encoded($0.1))" }.joined(separator: "&")
    }
}

/// A successful reply: a status of 200 to 299.
public struct KubeResponse: Sendable {
    public var status: Int
    public var headers: HTTPHeaders
    public var body: [UInt8]

    public func json() throws(KubeError) -> JSON {
        do throws(JSONError) { return try JSON(parsing: body) } catch { throw .malformedReply("\(error)") }
    }
}

/// All objects of a list, and the version of the whole: what a watch goes on from.
public struct KubeList: Sendable {
    public var items: [JSON]
    public var resourceVersion: String

    public init(items: [JSON], resourceVersion: String) {
        self.items = items
        self.resourceVersion = resourceVersion
    }
}

/// One line of a watch.
public struct WatchEvent: Sendable, Equatable {
    public enum Kind: String, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
        /// Only `metadata.resourceVersion` counts: everything up to it has been sent.
        case bookmark = "BOOKMARK"
    }

    public var type: Kind
    public var object: JSON

    public init(type: Kind, object: JSON) {
        self.type = type
        self.object = object
    }

    public var resourceVersion: String? { object.at("metadata", "resourceVersion")?.string }
    /// The bookmark that ends a streamed list.
    public var endsInitialEvents: Bool {
        type == .bookmark && object.at("metadata", "annotations", "k8s.io/initial-events-end")?.string == "true"
    }
}

/// Is told of every finished request (a retried one counts each time), for metrics. Called on the way of the request: it must be quick.
public protocol KubeObserver: Sendable {
    /// `code` 0: no reply came. A watch is reported when it was answered, not when it ends.
    func requestFinished(verb: String, resource: String, code: Int, duration: Duration)
}
