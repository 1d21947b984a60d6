import Model

public enum HTTPMethod: String, Sendable, Hashable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"

    /// Doing it twice leaves the server as doing it once would (RFC 9110, 9.2.2). PATCH is not: a JSON patch may append.
    public var isIdempotent: Bool {
        switch self {
        case .get, .head, .put, .delete, .options: true
        case .post, .patch: false
        }
    }
}

/// Header fields in the order in which they came; names compare without regard to case.
public struct HTTPHeaders: Sendable, Equatable {
    public private(set) var fields: [(name: String, value: String)] = []

    public init(_ fields: [(String, String)] = []) { self.fields = fields.map { (name: $0.0, value: $0.1) } }

    public subscript(_ name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            fields.removeAll { Self.same($0.name, name) }
            if let newValue { fields.append((name, newValue)) }
        }
    }

    public mutating func append(_ name: String, _ value: String) { fields.append((name, value)) }

    public static func == (a: HTTPHeaders, b: HTTPHeaders) -> Bool {
        a.fields.count == b.fields.count && zip(a.fields, b.fields).allSatisfy { same($0.name, $1.name) && $0.value == $1.value }
    }

    private static func same(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).allSatisfy { lower($0) == lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral fields: (String, String)...) { self.init(fields) }
}

public struct HTTPRequest: Sendable {
    public var method: HTTPMethod
    /// Absolute: scheme, host, port, path and query, percent-encoded.
    public var url: String
    public var headers: HTTPHeaders
    public var body: [UInt8]?
    /// From the call to the last byte of the reply; nil: no limit (a watch has its own).
    public var timeout: Duration?
    /// A longer reply ends with `HTTPError.tooLarge`. Not for streams, which are consumed as they come.
    public var maximumReplyBytes: Int

    public init(
        _ method: HTTPMethod = .get, _ url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil,
        timeout: Duration? = .seconds(30), maximumReplyBytes: Int = 64 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.maximumReplyBytes = maximumReplyBytes
    }

    /// With a JSON body and its content type.
    public init(_ method: HTTPMethod, _ url: String, json: JSON, timeout: Duration? = .seconds(30)) {
        self.init(method, url, headers: ["Content-Type": "application/json"], body: json.bytes(), timeout: timeout)
    }
}

public struct HTTPResponse: Sendable {
    /// Any status the server sent, also 404 or 500: only the transport's failures are errors.
    public var status: Int
    public var headers: HTTPHeaders
    public var body: [UInt8]

    public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public var isSuccess: Bool { (200..<300).contains(status) }
    public func json() throws(JSONError) -> JSON { try JSON(parsing: body) }
    /// The body for messages: invalid UTF-8 replaced.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
