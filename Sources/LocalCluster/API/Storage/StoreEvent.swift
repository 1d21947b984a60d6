import Model

/// One change of one object, as history and watches keep it.
struct StoreEvent: Sendable {
    enum Kind: String, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
    }

    var kind: Kind
    /// The state after the change; of a deletion the last state under the deletion's resourceVersion.
    var object: StoredObject
    /// The state before; nil for a creation.
    var previous: StoredObject?

    var resourceVersion: Int64 { object.resourceVersion }
}

/// What comes to a watch.
enum WatchItem: Sendable {
    case event(StoreEvent)
    /// Nothing newer than this is still to come for older changes: material for a bookmark.
    case progress(Int64)
}
