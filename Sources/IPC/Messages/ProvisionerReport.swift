import Model

/// What the database provisioner says to the reconciler.
public enum ProvisionerReport: Equatable, Sendable {
    case result(ProvisionResult)
}

extension ProvisionerReport: Message {
    public var type: String { "result" }

    public var body: JSON {
        switch self {
        case .result(let result): result.json
        }
    }

    public init(type: String, body: JSON) throws(FormError) {
        guard type == "result" else { throw FormError(path: "type", expected: "result", found: "another word") }
        self = .result(try ProvisionResult(json: body))
    }

    public var coalescingKey: String? {
        switch self {
        case .result(let result): result.cluster.description
        }
    }
}
