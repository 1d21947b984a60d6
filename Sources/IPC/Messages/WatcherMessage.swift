import Model

/// What the watcher says to a consumer: one snapshot, then changes, without end.
///
/// Before `snapshotEnd` the consumer does not know everything and must not plan. When a watch has to start again (410), the watcher itself
/// compares and says only what differs, so that a consumer never sees more than one snapshot on a connection.
public enum WatcherMessage: Equatable, Sendable {
    case snapshotBegin(id: String)
    case applied(type: ResourceType, object: JSON)
    /// Also said of an object of `WatcherRequest.interest` that does not exist; `uid` is then empty.
    case deleted(type: ResourceType, key: ObjectKey, uid: String)
    case snapshotEnd(id: String)
    /// The watch of this type fails at present; what was said of its objects may be out of date.
    case trouble(type: ResourceType, reason: String)
    case recovered(type: ResourceType)
}

extension WatcherMessage: SnapshotMessage {
    public var type: String {
        switch self {
        case .snapshotBegin: "snapshotBegin"
        case .applied: "applied"
        case .deleted: "deleted"
        case .snapshotEnd: "snapshotEnd"
        case .trouble: "trouble"
        case .recovered: "recovered"
        }
    }

    public var body: JSON {
        switch self {
        case .snapshotBegin(let id), .snapshotEnd(let id): ["id": .string(id)]
        case .applied(let type, let object): ["resource": .string(type.name), "object": object]
        case .deleted(let type, let key, let uid):
            ["resource": .string(type.name), "key": key.form, "uid": .string(uid)]
        case .trouble(let type, let reason): ["resource": .string(type.name), "reason": .string(reason)]
        case .recovered(let type): ["resource": .string(type.name)]
        }
    }

    public init(type: String, body: JSON) throws(FormError) {
        let form = try ProvisionForm(body)
        switch type {
        case "snapshotBegin": self = .snapshotBegin(id: try form.string("id"))
        case "snapshotEnd": self = .snapshotEnd(id: try form.string("id"))
        case "applied":
            guard let object = body["object"], object.object != nil else { throw form.failure("object", expected: "an object") }
            self = .applied(type: try form.resource("resource"), object: object)
        case "deleted":
            self = .deleted(type: try form.resource("resource"), key: try form.key("key"), uid: try form.string("uid"))
        case "trouble": self = .trouble(type: try form.resource("resource"), reason: try form.string("reason"))
        case "recovered": self = .recovered(type: try form.resource("resource"))
        default:
            throw FormError(
                path: "type", expected: "one of snapshotBegin, applied, deleted, snapshotEnd, trouble, recovered", found: "another word")
        }
    }

    public var coalescingKey: String? {
        switch self {
        case .snapshotBegin, .snapshotEnd: nil
        case .applied(let type, let object): ObjectKey(object).map { "\(type.name) \($0)" }
        case .deleted(let type, let key, _): "\(type.name) \(key)"
        case .trouble(let type, _), .recovered(let type): "watch \(type.name)"
        }
    }

    public var standing: SnapshotStanding {
        guard let key = coalescingKey else { return .passes }
        switch self {
        case .snapshotBegin, .snapshotEnd: return .passes
        case .applied, .trouble: return .holds(key: key)
        case .deleted, .recovered: return .ends(key: key)
        }
    }
}
