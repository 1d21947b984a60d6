import Model

/// What goes back for one request.
struct APIAnswer: Sendable {
    enum Body: Sendable {
        case bytes([UInt8])
        /// Lines until the watch ends.
        case stream(WatchStream)
        /// Bytes from elsewhere, passed on as they come.
        case relay(Relay)
    }

    var code: Int
    var contentType: String
    /// More headers, in order; a name may stand several times.
    var headers: [(name: String, value: String)] = []
    var body: Body

    init(code: Int, contentType: String, body: Body) { (self.code, self.contentType, self.body) = (code, contentType, body) }

    static func json(_ value: JSON, code: Int = 200) -> APIAnswer {
        APIAnswer(code: code, contentType: "application/json", body: .bytes(value.bytes() + [UInt8(ascii: "\n")]))
    }

    static func text(_ text: String, code: Int = 200) -> APIAnswer {
        APIAnswer(code: code, contentType: "text/plain; charset=utf-8", body: .bytes(Array(text.utf8)))
    }

    static let pageNotFound = APIAnswer.text("404 page not found\n", code: 404)

    static func failure(_ error: StatusError) -> APIAnswer {
        var answer = APIAnswer.json(error.json, code: error.code)
        if let seconds = error.retryAfterSeconds { answer.headers.append(("Retry-After", String(seconds))) }
        answer.add(warnings: error.warnings)
        return answer
    }

    mutating func add(warnings: [String]) {
        for warning in warnings { headers.append(("Warning", "299 - \(Self.quoted(warning))")) }
    }

    /// A quoted string as in a header: backslash and quote escaped, no control characters.
    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "\"": out += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: out += " "
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
