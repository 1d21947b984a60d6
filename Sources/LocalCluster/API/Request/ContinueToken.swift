import Model

/// Where the next page of a list begins, as the client carries it back: base64url of `{"v":"meta.k8s.io/v1","rv":N,"start":"NS/NAME"}`.
struct ContinueToken: Equatable, Sendable {
    /// The state that all pages show.
    var resourceVersion: Int64
    /// The last object of the page before.
    var after: ObjectPath

    init(resourceVersion: Int64, after: ObjectPath) { (self.resourceVersion, self.after) = (resourceVersion, after) }

    init(_ text: String) throws(StatusError) {
        let prefix = "invalid continue token: continue key is not valid: "
        let bytes: [UInt8]
        switch Base64URL.decode(text) {
        case .success(let decoded): bytes = decoded
        case .failure(let place): throw .badRequest(prefix + "illegal base64 data at input byte \(place.offset)")
        }
        guard let first = bytes.first, first == UInt8(ascii: "{") else {
            let shown = bytes.first.map { String(decoding: [$0], as: UTF8.self) } ?? ""
            throw .badRequest(prefix + "invalid character '\(shown)' looking for beginning of value")
        }
        guard let value = try? JSON(parsing: bytes), let version = value["rv"]?.int, let start = value["start"]?.string else {
            throw .badRequest(prefix + "unexpected end of JSON input")
        }
        guard value["v"]?.string == "meta.k8s.io/v1" else {
            throw .badRequest(prefix + "server does not recognize this encoded version \(value["v"] ?? "\"\"")")
        }
        let parts = start.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { throw .badRequest(prefix + "continue key is not valid: \(start)") }
        resourceVersion = Int64(version)
        after = ObjectPath(namespace: parts[0], name: parts[1])
    }

    var text: String {
        let value: JSON = [
            "v": "meta.k8s.io/v1", "rv": .int(resourceVersion), "start": .string("\(after.namespace)/\(after.name)"),
        ]
        return Base64URL.encode(value.bytes())
    }
}
