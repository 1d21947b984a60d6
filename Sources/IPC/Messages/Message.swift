import Model

/// A message that travels as the body of one line. Each direction of each connection has one enum that conforms; the wire forms are pinned
/// by golden tests, because both ends may be of different builds for a moment during an upgrade.
public protocol Message: Equatable, Sendable {
    /// The case's name on the line.
    var type: String { get }
    var body: JSON { get }
    /// Throws where the type is unknown or a field is missing or of another type.
    init(type: String, body: JSON) throws(FormError)
    /// Messages with the same key tell of the same thing: in a queue that has not been sent yet the newest replaces the older one. Nil:
    /// every message counts.
    var coalescingKey: String? { get }
    /// The body as it may be written to a file: without passwords, tokens and the data of Secrets.
    var redactedBody: JSON { get }
}

extension Message {
    public var coalescingKey: String? { nil }
    public var redactedBody: JSON { Redactor.redacted(body) }
}

/// A message of a stream that begins with a snapshot and goes on with changes.
public protocol SnapshotMessage: Message {
    static func snapshotBegin(id: String) -> Self
    static func snapshotEnd(id: String) -> Self
    var standing: SnapshotStanding { get }
}

/// What a message means for the snapshots that come after it.
public enum SnapshotStanding: Sendable, Hashable {
    /// Part of every later snapshot, until another message with this key replaces or ends it.
    case holds(key: String)
    /// The thing with this key is no longer part of later snapshots.
    case ends(key: String)
    /// Of no meaning for later snapshots.
    case passes
}

/// Why a JSON value is no wire form of the expected message. Never holds the value itself, which may be a password.
public typealias FormError = ProvisionFormError
