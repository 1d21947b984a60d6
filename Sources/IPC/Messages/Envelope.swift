import Model

/// What surrounds every message on a line: `{"v":1,"seq":17,"type":"applied","body":{…}}`.
///
/// `seq` counts the lines of one connection and direction from 1 without a gap: a line that was lost or came twice is found at once.
public struct Envelope: Equatable, Sendable {
    public static let version = 1

    public var sequence: Int
    public var type: String
    public var body: JSON

    public init(sequence: Int, type: String, body: JSON) {
        self.sequence = sequence
        self.type = type
        self.body = body
    }

    public init(sequence: Int, _ message: some Message) {
        self.init(sequence: sequence, type: message.type, body: message.body)
    }

    public var json: JSON {
        ["v": JSON(Self.version), "seq": JSON(sequence), "type": .string(type), "body": body]
    }

    public init(json: JSON) throws(IPCError) {
        guard json.object != nil else { throw .invalidEnvelope("expected an object, found \(json.typeName)") }
        guard let version = json["v"]?.int else { throw .invalidEnvelope("v: expected a whole number") }
        guard version == Self.version else { throw .invalidEnvelope("v: expected \(Self.version), found \(version)") }
        guard let sequence = json["seq"]?.int else { throw .invalidEnvelope("seq: expected a whole number") }
        guard let type = json["type"]?.string else { throw .invalidEnvelope("type: expected a string") }
        self.init(sequence: sequence, type: type, body: json["body"] ?? .object([:]))
    }

    public func message<M: Message>(_ type: M.Type = M.self) throws(IPCError) -> M {
        do { return try M(type: self.type, body: body) } catch { throw .invalidMessage(type: self.type, error) }
    }
}
