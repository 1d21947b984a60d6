import Model

/// What the command line asks the supervisor.
public enum ControlRequest: Equatable, Sendable {
    case status
    /// The newest log records of all processes, at most so many; with `follow` also those that come, without end.
    case logs(newest: Int, follow: Bool)
}

extension ControlRequest: Message {
    /// Named apart from a worker's reports, which arrive at the same socket.
    public var type: String {
        switch self {
        case .status: "getStatus"
        case .logs: "getLogs"
        }
    }

    public var body: JSON {
        switch self {
        case .status: .object([:])
        case .logs(let newest, let follow): ["newest": JSON(newest), "follow": .bool(follow)]
        }
    }

    public init(type: String, body: JSON) throws(FormError) {
        let form = try ProvisionForm(body)
        switch type {
        case "getStatus": self = .status
        case "getLogs": self = .logs(newest: try form.int("newest"), follow: try form.bool("follow", default: false))
        default: throw FormError(path: "type", expected: "one of getStatus, getLogs", found: "another word")
        }
    }
}

/// What the supervisor answers.
public enum ControlReply: Equatable, Sendable {
    /// As `postgres-operator status -o json` prints it.
    case status(JSON)
    /// Log records, oldest first.
    case logs([JSON])
    case refused(reason: String)
}

extension ControlReply: Message {
    public var type: String {
        switch self {
        case .status: "status"
        case .logs: "logs"
        case .refused: "refused"
        }
    }

    public var body: JSON {
        switch self {
        case .status(let status): status
        case .logs(let records): ["records": .array(records)]
        case .refused(let reason): ["reason": .string(reason)]
        }
    }

    public init(type: String, body: JSON) throws(FormError) {
        switch type {
        case "status": self = .status(body)
        case "logs":
            guard let records = body["records"]?.array else { throw try ProvisionForm(body).failure("records", expected: "a list") }
            self = .logs(records)
        case "refused": self = .refused(reason: try ProvisionForm(body).string("reason"))
        default: throw FormError(path: "type", expected: "one of status, logs, refused", found: "another word")
        }
    }
}
