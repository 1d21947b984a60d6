import Model

/// What the database provisioner says to the reconciler.
public enum ProvisionerReport: Equatable, Sendable {
    case result(ProvisionResult)
}

extension ProvisionerReport {
    public var type: String { "result" }

    public var body: JSON {
        switch self {
        case .result(let result): result.json
        }
    }

    public init(type: String, body: JSON) throws(ProvisionFormError) {
        guard type == "result" else { throw ProvisionFormError(path: "type", expected: "result", found: "another word") }
        self = .result(try ProvisionResult(json: body))
    }
}
