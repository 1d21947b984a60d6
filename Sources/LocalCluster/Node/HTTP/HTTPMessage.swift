import Model

/// A request to one of the node's own small servers.
struct NodeRequest: Sendable, Equatable {
    var method: String
    /// Without the query, as it came.
    var path: String
    var query: [String: String]
    var headers: [String: String]
    var body: [UInt8]
    /// The local address that it came to.
    var address: String

    var json: JSON? { try? JSON(parsing: body) }
    var keepsAlive: Bool { headers["connection"]?.lowercased() != "close" }
    var segments: [String] { path.split(separator: "/").map { Self.decoded(String($0)) } }

    static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

struct NodeResponse: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        /// Sent in chunks as they come, until the stream ends or the client has gone.
        case stream(AsyncStream<[UInt8]>)
    }

    var status: Int
    var contentType: String
    var body: Body

    static func json(_ status: Int, _ json: JSON) -> NodeResponse {
        NodeResponse(status: status, contentType: "application/json", body: .bytes(json.bytes()))
    }

    static func text(_ status: Int, _ text: String) -> NodeResponse {
        NodeResponse(status: status, contentType: "text/plain; charset=utf-8", body: .bytes(Array(text.utf8)))
    }

    static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 202: "Accepted"
        case 400: "Bad Request"
        case 404: "Not Found"
        case 409: "Conflict"
        case 412: "Precondition Failed"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        default: "Status"
        }
    }
}

/// Reads requests (HTTP/1.1, bodies by Content-Length) out of the bytes of a connection.
struct NodeRequestParser: Sendable {
    enum Failure: Error, Equatable { case malformed, tooLarge }

    static let headLimit = 64 << 10
    static let bodyLimit = 8 << 20

    private var bytes: [UInt8] = []

    mutating func feed(_ new: some Sequence<UInt8>) { bytes += new }

    /// nil where more must come first.
    mutating func next(address: String) throws(Failure) -> NodeRequest? {
        guard let end = headEnd() else {
            guard bytes.count <= Self.headLimit else { throw .tooLarge }
            return nil
        }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: true)
        let start = (lines.first ?? "").split(separator: " ")
        guard start.count == 3, start[2].hasPrefix("HTTP/1.") else { throw .malformed }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw .malformed }
            headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop(while: { $0 == " " }))
        }
        let length = Int(headers["content-length"] ?? "0") ?? -1
        guard length >= 0 else { throw .malformed }
        guard length <= Self.bodyLimit else { throw .tooLarge }
        guard bytes.count >= end + 4 + length else { return nil }
        let body = Array(bytes[(end + 4)..<(end + 4 + length)])
        bytes.removeFirst(end + 4 + length)
        if start[2] == "HTTP/1.0", headers["connection"] == nil { headers["connection"] = "close" }
        let (path, query) = Self.split(String(start[1]))
        return NodeRequest(method: String(start[0]), path: path, query: query, headers: headers, body: body, address: address)
    }

    private func headEnd() -> Int? {
        guard bytes.count >= 4 else { return nil }
        return (0...(bytes.count - 4)).first {
            bytes[$0] == 13 && bytes[$0 + 1] == 10 && bytes[$0 + 2] == 13 && bytes[$0 + 3] == 10
        }
    }

    private static func split(_ target: String) -> (String, [String: String]) {
        guard let mark = target.firstIndex(of: "?") else { return (target, [:]) }
        var query: [String: String] = [:]
        for pair in target[target.index(after: mark)...].split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { NodeRequest.decoded(String($0)) }
            query[parts[0]] = parts.count == 2 ? parts[1] : ""
        }
        return (String(target[..<mark]), query)
    }
}
