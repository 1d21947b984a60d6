import Model

/// What the reconciler says to the database provisioner.
public enum ProvisionerRequest: Equatable, Sendable {
    /// Make it so. The newest order for a cluster overtakes an older one.
    case order(ProvisionOrder)
    /// The cluster is gone, or nothing is wanted of its database any more: stop trying.
    case forget(cluster: ObjectKey)
}

extension ProvisionerRequest: Message {
    public var type: String {
        switch self {
        case .order: "order"
        case .forget: "forget"
        }
    }

    public var body: JSON {
        switch self {
        case .order(let order): order.json
        case .forget(let cluster): ["cluster": cluster.provisionForm]
        }
    }

    public init(type: String, body: JSON) throws(FormError) {
        switch type {
        case "order": self = .order(try ProvisionOrder(json: body))
        case "forget": self = .forget(cluster: try ProvisionForm(body).key("cluster"))
        default: throw FormError(path: "type", expected: "one of order, forget", found: "another word")
        }
    }

    /// The newest order for a cluster replaces one that was not sent yet, and so does `forget`.
    public var coalescingKey: String? {
        switch self {
        case .order(let order): order.cluster.description
        case .forget(let cluster): cluster.description
        }
    }

    public var redactedBody: JSON {
        switch self {
        case .order(let order): order.redacted().json
        case .forget: body
        }
    }
}
