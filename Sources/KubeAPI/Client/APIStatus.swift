import Model

/// The `Status` object with which the API server says that something failed.
public struct APIStatus: Sendable, Hashable {
    /// The HTTP status, or that of an ERROR event in a watch.
    public var code: Int
    /// One word, `NotFound`, `AlreadyExists`, `Conflict`, `Invalid`…; empty where the reply was no Status.
    public var reason: String
    public var message: String
    /// Which object, which fields (`causes`).
    public var details: JSON?
    public var retryAfter: Duration?

    public init(code: Int, reason: String = "", message: String = "", details: JSON? = nil, retryAfter: Duration? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
        self.retryAfter = retryAfter
    }

    /// Of a reply that is no success; a body that is no Status (a proxy's error page) becomes the message, shortened.
    public init(_ response: HTTPResponse) {
        let body = try? response.json()
        if let body, body["kind"]?.string == "Status" {
            self.init(status: body)
            if code == 0 { code = response.status }
        } else {
            let text = response.text.split(separator: "\n", maxSplits: 1).first.map { String($0.prefix(300)) } ?? ""
            self.init(code: response.status, message: text.isEmpty ? "HTTP status \(response.status)" : text)
        }
        if let seconds = response.headers["Retry-After"].flatMap({ Int($0) }), seconds >= 0 { retryAfter = .seconds(seconds) }
    }

    /// Of a Status object, as ERROR events carry it.
    public init(status: JSON) {
        self.init(
            code: status["code"]?.int ?? 0, reason: status["reason"]?.string ?? "", message: status["message"]?.string ?? "",
            details: status["details"],
            retryAfter: status.at("details", "retryAfterSeconds")?.int.flatMap { $0 > 0 ? .seconds($0) : nil })
    }

    /// The fields that an Invalid status complains of, with the complaint.
    public var causes: [(field: String, reason: String, message: String)] {
        (details?["causes"]?.array ?? []).map {
            ($0["field"]?.string ?? "", $0["reason"]?.string ?? "", $0["message"]?.string ?? "")
        }
    }
}

extension APIStatus: CustomStringConvertible {
    public var description: String { reason.isEmpty ? "\(code): \(message)" : "\(code) \(reason): \(message)" }
}
