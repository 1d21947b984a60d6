/// The fields of one protobuf message as they lie on the wire.
struct ProtobufMessage: Sendable {
    struct Field: Sendable {
        var number: Int
        /// Of a varint.
        var integer: UInt64 = 0
        /// Of everything else.
        var bytes: ArraySlice<UInt8> = []
    }

    private(set) var fields: [Field] = []

    init(_ bytes: ArraySlice<UInt8>) throws(StatusError) {
        var rest = bytes
        while !rest.isEmpty {
            let key = try Self.varint(&rest)
            var field = Field(number: Int(key >> 3))
            switch key & 7 {
            case 0: field.integer = try Self.varint(&rest)
            case 1: field.bytes = try Self.take(8, &rest)
            case 2: field.bytes = try Self.take(Int(clamping: try Self.varint(&rest)), &rest)
            case 5: field.bytes = try Self.take(4, &rest)
            default: throw .badRequest("proto: illegal wireType \(key & 7)")
            }
            fields.append(field)
        }
    }

    subscript(_ number: Int) -> Field? { fields.last { $0.number == number } }

    private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws(StatusError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw .badRequest("unexpected EOF") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) throws(StatusError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
            if shift > 63 { break }
        }
        throw .badRequest("unexpected EOF")
    }
}
