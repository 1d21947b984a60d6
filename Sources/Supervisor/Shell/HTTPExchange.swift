/// One HTTP/1.1 request and its answer, as bytes: just what health checks and Prometheus need. GET and HEAD only, no body, one request a
/// connection. Pure.
struct HTTPExchange {
    enum Step: Equatable {
        case needsMore
        /// A GET for this path, without its query; `body: false` for HEAD.
        case request(path: String, wantsBody: Bool)
        case refused(HTTPAnswer)
    }

    static let limit = 8192

    private var bytes: [UInt8] = []

    mutating func received(_ more: some Sequence<UInt8>) -> Step {
        bytes.append(contentsOf: more)
        guard let end = headEnd() else {
            return bytes.count > Self.limit ? .refused(HTTPAnswer(431, "the request is larger than \(Self.limit) bytes\n")) : .needsMore
        }
        guard end <= Self.limit else { return .refused(HTTPAnswer(431, "the request is larger than \(Self.limit) bytes\n")) }
        let line = String(decoding: bytes.prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self)
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[2].hasPrefix("HTTP/1."), words[1].hasPrefix("/") else {
            return .refused(HTTPAnswer(400, "this is no HTTP/1.1 request\n"))
        }
        guard words[0] == "GET" || words[0] == "HEAD" else {
            var answer = HTTPAnswer(405, "only GET is served here\n")
            answer.headers.append(("Allow", "GET, HEAD"))
            return .refused(answer)
        }
        let path = words[1].prefix { $0 != "?" && $0 != "#" }
        return .request(path: String(path), wantsBody: words[0] == "GET")
    }

    private func headEnd() -> Int? {
        guard bytes.count >= 2 else { return nil }
        for place in 1..<bytes.count where bytes[place] == 0x0A {
            if bytes[place - 1] == 0x0A || (place >= 3 && bytes[place - 1] == 0x0D && bytes[place - 2] == 0x0A) { return place + 1 }
        }
        return nil
    }
}

struct HTTPAnswer: Equatable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    init(_ status: Int, _ text: String, type: String = "text/plain; charset=utf-8") {
        self.status = status
        headers = [("Content-Type", type)]
        body = Array(text.utf8)
    }

    static func == (a: HTTPAnswer, b: HTTPAnswer) -> Bool {
        a.status == b.status && a.body == b.body && a.headers.elementsEqual(b.headers, by: ==)
    }

    func bytes(withBody: Bool = true) -> [UInt8] {
        var head = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Unknown")\r\n"
        for header in headers { head += "\(header.name): \(header.value)\r\n" }
        head += "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        return Array(head.utf8) + (withBody ? body : [])
    }

    private static let reasons = [
        200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 431: "Request Header Fields Too Large",
        503: "Service Unavailable",
    ]
}
