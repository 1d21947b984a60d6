import Model

/// One entry of `Status.details.causes`.
public struct StatusCause: Sendable, Equatable {
    public var reason: String
    public var message: String
    public var field: String

    public init(reason: String, message: String, field: String) {
        (self.reason, self.message, self.field) = (reason, message, field)
    }
}

/// A failure as the API server tells it: the `Status` object of a refused request, with its HTTP code.
///
/// The texts are those of a real API server, since clients print and sometimes match them.
public struct StatusError: Error, Sendable, Equatable {
    public var code: Int
    /// Empty for a failure that has no reason (a plain 500).
    public var reason: String
    public var message: String
    public var name = ""
    public var group = ""
    public var kind = ""
    public var uid = ""
    public var causes: [StatusCause] = []
    public var retryAfterSeconds: Int?
    /// Warnings that go out with the failure.
    public var warnings: [String] = []
    var hasDetails = false

    public init(code: Int, reason: String, message: String) {
        (self.code, self.reason, self.message) = (code, reason, message)
    }

    /// With details that name an object.
    public init(
        code: Int, reason: String, message: String, name: String, group: String, kind: String, causes: [StatusCause] = [],
        retryAfterSeconds: Int? = nil
    ) {
        self.init(code: code, reason: reason, message: message)
        (self.name, self.group, self.kind, self.causes) = (name, group, kind, causes)
        self.retryAfterSeconds = retryAfterSeconds
        hasDetails = true
    }

    /// The `Status` object of the answer.
    public var json: JSON {
        var status: JSON = ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure"]
        if !message.isEmpty { status["message"] = .string(message) }
        if !reason.isEmpty { status["reason"] = .string(reason) }
        if hasDetails {
            var details: JSON = [:]
            for (key, value) in [("name", name), ("group", group), ("kind", kind), ("uid", uid)] where !value.isEmpty {
                details[key] = .string(value)
            }
            if !causes.isEmpty { details["causes"] = .array(causes.map(\.json)) }
            if let retryAfterSeconds { details["retryAfterSeconds"] = .int(Int64(retryAfterSeconds)) }
            status["details"] = details
        }
        status["code"] = .int(Int64(code))
        return status
    }
}

extension StatusCause {
    var json: JSON {
        var cause: JSON = [:]
        for (key, value) in [("reason", reason), ("message", message), ("field", field)] where !value.isEmpty {
            cause[key] = .string(value)
        }
        return cause
    }
}

// MARK: - The usual ones

extension StatusError {
    public static func badRequest(_ message: String) -> StatusError { StatusError(code: 400, reason: "BadRequest", message: message) }

    public static func internalError(_ message: String) -> StatusError {
        var error = StatusError(code: 500, reason: "InternalError", message: "Internal error occurred: \(message)")
        error.causes = [StatusCause(reason: "", message: message, field: "")]
        error.hasDetails = true
        return error
    }

    /// `services "x" not found`
    public static func notFound(_ resource: ResourceInfo, name: String) -> StatusError {
        StatusError(
            code: 404, reason: "NotFound", message: "\(resource.qualifiedPlural) \"\(name)\" not found", name: name, group: resource.group,
            kind: resource.plural)
    }

    public static func alreadyExists(_ resource: ResourceInfo, name: String) -> StatusError {
        StatusError(
            code: 409, reason: "AlreadyExists", message: "\(resource.qualifiedPlural) \"\(name)\" already exists", name: name,
            group: resource.group, kind: resource.plural)
    }

    /// A write against an older resourceVersion, or another uid: `detail` is the part after the colon.
    public static func conflict(_ resource: ResourceInfo, name: String, _ detail: String) -> StatusError {
        StatusError(
            code: 409, reason: "Conflict", message: "Operation cannot be fulfilled on \(resource.qualifiedPlural) \"\(name)\": \(detail)",
            name: name, group: resource.group, kind: resource.plural)
    }

    static let objectModified = "the object has been modified; please apply your changes to the latest version and try again"

    public static func modified(_ resource: ResourceInfo, name: String) -> StatusError { conflict(resource, name: name, objectModified) }

    public static func forbidden(_ resource: ResourceInfo, name: String, _ detail: String) -> StatusError {
        let object = name.isEmpty ? resource.qualifiedPlural : "\(resource.qualifiedPlural) \"\(name)\""
        return StatusError(
            code: 403, reason: "Forbidden", message: "\(object) is forbidden: \(detail)", name: name, group: resource.group,
            kind: resource.plural)
    }
}
