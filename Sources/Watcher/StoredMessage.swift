import IPC
import Model

/// `WatcherMessage` with the object as text: what waits in queues and for later snapshots is kept small. On the line there is no
/// difference.
enum StoredMessage: Equatable, Sendable {
    case applied(type: ResourceType, object: ObservedObject)
    case other(WatcherMessage)

    var message: WatcherMessage {
        switch self {
        case .applied(let type, let object): .applied(type: type, object: (try? JSON(parsing: object.text)) ?? .object([:]))
        case .other(let message): message
        }
    }
}

extension StoredMessage: SnapshotMessage {
    var type: String {
        switch self {
        case .applied: "applied"
        case .other(let message): message.type
        }
    }

    var body: JSON { message.body }

    init(type: String, body: JSON) throws(FormError) { self = .other(try WatcherMessage(type: type, body: body)) }

    var coalescingKey: String? {
        switch self {
        // As WatcherMessage has it.
        case .applied(let type, let object): "\(type.name) \(object.key)"
        case .other(let message): message.coalescingKey
        }
    }

    var standing: SnapshotStanding {
        switch self {
        case .applied(let type, let object): .holds(key: "\(type.name) \(object.key)")
        case .other(let message): message.standing
        }
    }

    static func snapshotBegin(id: String) -> StoredMessage { .other(.snapshotBegin(id: id)) }
    static func snapshotEnd(id: String) -> StoredMessage { .other(.snapshotEnd(id: id)) }
}
