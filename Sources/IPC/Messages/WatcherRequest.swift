import Model

/// What a consumer says to the watcher.
public enum WatcherRequest: Equatable, Sendable {
    /// The whole list of objects without our labels that are wanted too (Secrets and ConfigMaps named by manifests or by the
    /// configuration). Each message replaces the one before; what is no longer named is no longer watched. For each object follows
    /// `applied`, or `deleted` where it does not exist.
    case interest(objects: [ObjectReference])
}

extension WatcherRequest: Message {
    public var type: String { "interest" }

    public var body: JSON {
        switch self {
        case .interest(let objects):
            ["objects": .array(objects.map { ["resource": .string($0.type.name), "key": $0.key.form] })]
        }
    }

    public init(type: String, body: JSON) throws(FormError) {
        guard type == "interest" else { throw FormError(path: "type", expected: "interest", found: "another word") }
        var objects: [ObjectReference] = []
        for item in try ProvisionForm(body).items("objects") {
            objects.append(ObjectReference(type: try item.resource("resource"), key: try item.key("key")))
        }
        self = .interest(objects: objects)
    }

    public var coalescingKey: String? { "interest" }
}
