import Model

/// One HTTP request as the API sees it, without the connection.
struct APIRequest: Sendable {
    var method: String
    /// Percent-decoded parts of the path, without empty ones.
    var path: [String]
    var query: Query
    /// Names in lower case.
    var headers: [String: String]
    var body: [UInt8]

    init(method: String, target: String, headers: [String: String] = [:], body: [UInt8] = []) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = (parts.first ?? "").split(separator: "/").map { PercentCoding.decode($0, plusIsSpace: false) }
        query = Query(parts.count > 1 ? String(parts[1]) : "")
        self.headers = headers
        self.body = body
    }

    var pathText: String { "/" + path.joined(separator: "/") }
    var contentType: String? { headers["content-type"] }
    var accept: String { headers["accept"] ?? "" }
}

/// The parameters of a request's query, in order; a name may stand several times.
struct Query: Sendable, Equatable {
    var items: [(name: String, value: String)]

    init(_ text: String) {
        items = text.split(separator: "&").map { item in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                PercentCoding.decode(parts[0], plusIsSpace: true), parts.count > 1 ? PercentCoding.decode(parts[1], plusIsSpace: true) : ""
            )
        }
    }

    subscript(_ name: String) -> String? { items.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// A boolean as the API server reads it: anything but `false` and `0` is true once the name is there.
    func flag(_ name: String) -> Bool? {
        guard let value = self[name] else { return nil }
        return value.lowercased() != "false" && value != "0"
    }

    static func == (a: Query, b: Query) -> Bool { a.items.elementsEqual(b.items) { $0 == $1 } }
}

/// Percent decoding of paths and queries; what is no valid escape stays as it is.
enum PercentCoding {
    static func decode(_ text: Substring, plusIsSpace: Bool) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || (plusIsSpace && $0 == UInt8(ascii: "+")) }) else {
            return String(text)
        }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count, let high = digit(bytes[at + 1]), let low = digit(bytes[at + 2]) {
                out.append(high << 4 | low)
                at += 3
                continue
            }
            out.append(plusIsSpace && bytes[at] == UInt8(ascii: "+") ? UInt8(ascii: " ") : bytes[at])
            at += 1
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
