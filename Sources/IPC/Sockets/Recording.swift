import Glibc
import Model

/// A recording read back: the player's side of `Recorder`.
public struct Recording: Sendable {
    public struct Entry: Equatable, Sendable {
        public var connection: String
        public var direction: String
        /// A hello or an envelope, as it was on the line.
        public var line: JSON
    }

    public var entries: [Entry]

    /// Reads a recording; throws one sentence that names the line where it is none.
    public init(path: String, limit: Int = 1 << 30) throws(Misconfigured) {
        guard let bytes = File.read(path, limit: limit) else { throw Misconfigured("\(path): \(SystemError.text(errno))") }
        entries = []
        for (place, line) in bytes.split(separator: 0x0A).enumerated() {
            guard let json = try? JSON(parsing: line), let connection = json["connection"]?.string,
                let direction = json["direction"]?.string,
                let recorded = json["line"]
            else { throw Misconfigured("\(path), line \(place + 1): this is no recorded line") }
            entries.append(Entry(connection: connection, direction: direction, line: recorded))
        }
    }

    /// The messages of one direction of a connection, as the process that recorded them saw them.
    public func messages<M: Message>(_ connection: String, _ direction: Recorder.Direction, as type: M.Type = M.self) throws(IPCError)
        -> [M]
    {
        var messages: [M] = []
        for envelope in try envelopes(connection, direction) { messages.append(try envelope.message()) }
        return messages
    }

    /// The lines that a process would get from a connection, ready to be sent to it: a hello, and the messages numbered anew (the process may
    /// have connected more than once while it was recorded; only the last connection counts, which begins with a snapshot).
    public func playback(_ connection: String, _ direction: Recorder.Direction, hello: Hello) throws(IPCError) -> [UInt8] {
        var bytes: [UInt8] = []
        hello.json.write(to: &bytes)
        bytes.append(0x0A)
        for (place, var envelope) in try envelopes(connection, direction).enumerated() {
            envelope.sequence = place + 1
            envelope.json.write(to: &bytes)
            bytes.append(0x0A)
        }
        return bytes
    }

    private func envelopes(_ connection: String, _ direction: Recorder.Direction) throws(IPCError) -> [Envelope] {
        var envelopes: [Envelope] = []
        for entry in entries where entry.connection == connection && entry.direction == direction.rawValue {
            if entry.line["hello"] != nil { envelopes = [] } else { envelopes.append(try Envelope(json: entry.line)) }
        }
        return envelopes
    }
}
