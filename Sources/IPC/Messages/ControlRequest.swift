import Model

/// What the command line asks the supervisor.
public enum ControlRequest: String, Equatable, Sendable {
    /// Named apart from a worker's report, which arrives at the same socket.
    case status = "getStatus"
}

extension ControlRequest: Message {
    public var type: String { rawValue }
    public var body: JSON { .object([:]) }

    public init(type: String, body: JSON) throws(FormError) {
        guard let request = ControlRequest(rawValue: type) else {
            throw FormError(path: "type", expected: "getStatus", found: "another word")
        }
        self = request
    }
}

/// What the supervisor answers.
public enum ControlReply: Equatable, Sendable {
    /// As `postgres-operator status -o json` prints it.
    case status(JSON)
    case refused(reason: String)
}

extension ControlReply: Message {
    public var type: String {
        switch self {
        case .status: "status"
        case .refused: "refused"
        }
    }

    public var body: JSON {
        switch self {
        case .status(let status): status
        case .refused(let reason): ["reason": .string(reason)]
        }
    }

    public init(type: String, body: JSON) throws(FormError) {
        switch type {
        case "status": self = .status(body)
        case "refused": self = .refused(reason: try ProvisionForm(body).string("reason"))
        default: throw FormError(path: "type", expected: "one of status, refused", found: "another word")
        }
    }
}
