import Model

/// Reads the lines of one direction of a connection: the hello first, then envelopes in sequence. Pure: bytes go in, messages come out.
package struct LineReader<Incoming: Message> {
    package enum Item {
        case hello(Hello)
        case message(Incoming)
    }

    private var buffer: LineBuffer
    package private(set) var hello: Hello?
    private var sequence = 0
    /// Is told every line as it came, for recordings.
    package var onLine: (@Sendable (JSON) -> Void)?

    package init(limit: Int) { buffer = LineBuffer(limit: limit) }

    package var isMidLine: Bool { buffer.isMidLine }

    package mutating func fill(_ read: (UnsafeMutableRawBufferPointer) throws(IPCError) -> Int?) throws(IPCError) -> Int? {
        try buffer.fill(read)
    }

    /// The next item, nil where no whole line is there.
    package mutating func next() throws(IPCError) -> Item? {
        let limit = buffer.limit
        let line = try buffer.next { (bytes) throws(IPCError) -> JSON in
            do throws(JSONError) {
                return try JSON(parsing: bytes, limits: JSONLimits(bytes: limit))
            } catch {
                throw .notJSON(error)
            }
        }
        guard let line else { return nil }
        onLine?(line)
        guard hello != nil else {
            let hello = try Hello(json: line)
            self.hello = hello
            return .hello(hello)
        }
        let envelope = try Envelope(json: line)
        guard envelope.sequence == sequence + 1 else { throw .sequenceGap(expected: sequence + 1, found: envelope.sequence) }
        sequence += 1
        return .message(try envelope.message())
    }
}

/// Writes the lines of one direction of a connection: the hello first, then envelopes in sequence.
package struct LineWriter<Outgoing: Message> {
    private var sequence = 0
    /// Is told every line as it goes, for recordings.
    package var onLine: (@Sendable (JSON) -> Void)?

    package init() {}

    package func write(_ hello: Hello, to out: inout [UInt8]) {
        let line = hello.json
        line.write(to: &out)
        out.append(0x0A)
        onLine?(line)
    }

    package mutating func write(_ message: Outgoing, to out: inout [UInt8]) {
        sequence += 1
        let line = Envelope(sequence: sequence, message).json
        line.write(to: &out)
        out.append(0x0A)
        onLine?(line)
    }
}
