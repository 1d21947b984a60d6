import Model

/// What the command line asks the running reconciler, on `reconciler.sock`.
public enum ReconcilerQuery: Equatable, Sendable {
    /// The plan of one cluster, or of all: what would be done now.
    case plan(cluster: ObjectKey?)
    /// Why things are as they are: the last plan, what it waits for, who changed what.
    case explain(cluster: ObjectKey)
    /// Compare and apply now, without waiting for the periodic sync.
    case sync(cluster: ObjectKey?)
}

extension ReconcilerQuery: Message {
    public var type: String {
        switch self {
        case .plan: "plan"
        case .explain: "explain"
        case .sync: "sync"
        }
    }

    public var body: JSON {
        switch self {
        case .plan(let cluster), .sync(let cluster): cluster.map { ["cluster": $0.form] } ?? .object([:])
        case .explain(let cluster): ["cluster": cluster.form]
        }
    }

    public init(type: String, body: JSON) throws(FormError) {
        let form = try ProvisionForm(body)
        let cluster = form.member("cluster") == nil ? nil : try form.key("cluster")
        switch type {
        case "plan": self = .plan(cluster: cluster)
        case "explain": self = .explain(cluster: try form.key("cluster"))
        case "sync": self = .sync(cluster: cluster)
        default: throw FormError(path: "type", expected: "one of plan, explain, sync", found: "another word")
        }
    }
}

/// What the reconciler answers: one answer a query.
public enum ReconcilerAnswer: Equatable, Sendable {
    /// The same twice: for people, and for programs (`-o json`).
    case result(text: String, value: JSON)
    case refused(reason: String)
}

extension ReconcilerAnswer: Message {
    public var type: String {
        switch self {
        case .result: "result"
        case .refused: "refused"
        }
    }

    public var body: JSON {
        switch self {
        case .result(let text, let value): ["text": .string(text), "value": value]
        case .refused(let reason): ["reason": .string(reason)]
        }
    }

    public init(type: String, body: JSON) throws(FormError) {
        let form = try ProvisionForm(body)
        switch type {
        case "result": self = .result(text: try form.string("text"), value: body["value"] ?? .null)
        case "refused": self = .refused(reason: try form.string("reason"))
        default: throw FormError(path: "type", expected: "one of result, refused", found: "another word")
        }
    }
}
