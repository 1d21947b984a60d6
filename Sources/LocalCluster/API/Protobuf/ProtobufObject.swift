import Model

/// Reads an object that a client sent as protobuf: the envelope is `k8s\0` and a message of type meta (apiVersion, kind) and the raw
/// object, whose fields `ProtobufNumbers` and `ShapeTable` explain. The outcome is the object as its JSON text would have it.
enum ProtobufObject {
    static func json(_ bytes: [UInt8]) throws(StatusError) -> JSON {
        guard bytes.starts(with: [0x6B, 0x38, 0x73, 0x00]) else {
            throw .badRequest("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]")
        }
        let envelope = try ProtobufMessage(bytes.dropFirst(4))
        let meta = try ProtobufMessage(envelope[1]?.bytes ?? [])
        let apiVersion = text(meta[1]?.bytes ?? [])
        let kind = text(meta[2]?.bytes ?? [])
        let name = apiVersion == "authentication.k8s.io/v1" && kind == "TokenRequest" ? "authentication.TokenRequest" : kind
        guard ProtobufNumbers.known.members(of: name) != nil, let structure = ShapeTable.builtIn.structure(named: name) else {
            throw StatusError(
                code: 415, reason: "UnsupportedMediaType",
                message: "no protobuf form of \(kind) in \(apiVersion) is understood here; send application/json")
        }
        var value: JSON = ["kind": .string(kind), "apiVersion": .string(apiVersion)]
        try read(envelope[2]?.bytes ?? [], structure, ProtobufNumbers.known.members(of: name) ?? [:], into: &value)
        return value
    }

    private static func read(
        _ bytes: ArraySlice<UInt8>, _ structure: Structure, _ members: [Int: ProtobufNumbers.Member], into value: inout JSON
    ) throws(StatusError) {
        for field in try ProtobufMessage(bytes).fields {
            switch members[field.number] {
            case .part(let name):
                try read(field.bytes, structure, ProtobufNumbers.known.members(of: name) ?? [:], into: &value)
            case .field(let name):
                guard let known = structure.field(name) else { continue }
                try read(field, known, into: &value)
            case nil: continue
            }
        }
    }

    private static func read(_ field: ProtobufMessage.Field, _ known: LocalCluster.Field, into value: inout JSON) throws(StatusError) {
        switch known.shape {
        case .list(let items, _):
            guard let item = try self.value(field, items) else { return }
            value[known.name] = .array((value[known.name]?.array ?? []) + [item])
        case .map(let items, _):
            let entry = try ProtobufMessage(field.bytes)
            let item = try entry[2].flatMap { field throws(StatusError) in try self.value(field, items) } ?? ""
            var map = value[known.name] ?? [:]
            map[text(entry[1]?.bytes ?? [])] = item
            value[known.name] = map
        default:
            // Go writes every field that is no pointer; what is empty there is as if it were not written.
            guard let item = try self.value(field, known.shape), known.isPointer || !isZero(item) else { return }
            value[known.name] = item
        }
    }

    private static func isZero(_ value: JSON) -> Bool { [.string(""), .int(0), .bool(false), .object([:])].contains(value) }

    private static func value(_ field: ProtobufMessage.Field, _ shape: Shape) throws(StatusError) -> JSON? {
        switch shape {
        case .scalar(let scalar): return try value(field, scalar)
        case .list, .map, .deduced: return nil
        case .structure, .named:
            guard let structure = shape.structure else { return nil }
            var value: JSON = [:]
            try read(field.bytes, structure, ProtobufNumbers.known.members(of: structure.name) ?? [:], into: &value)
            return value
        }
    }

    private static func value(_ field: ProtobufMessage.Field, _ scalar: Scalar) throws(StatusError) -> JSON? {
        switch scalar {
        case .string: return .string(text(field.bytes))
        case .bool: return .bool(field.integer != 0)
        case .int32, .int64: return .int(Int64(bitPattern: field.integer))
        case .quantity: return .string(text(try ProtobufMessage(field.bytes)[1]?.bytes ?? []))
        case .bytes: return .string(Base64URL.standard(field.bytes))
        case .time, .microTime:
            let seconds = Int64(bitPattern: try ProtobufMessage(field.bytes)[1]?.integer ?? 0)
            guard !field.bytes.isEmpty, seconds > -62_135_596_800 else { return nil }
            let whole = Timestamp.text(seconds)
            return .string(scalar == .microTime ? whole.dropLast() + ".000000Z" : whole)
        case .intOrString:
            let message = try ProtobufMessage(field.bytes)
            if message[1]?.integer == 1 { return .string(text(message[3]?.bytes ?? [])) }
            return .int(Int64(bitPattern: message[2]?.integer ?? 0))
        case .float, .any, .schemaOrOther: return nil
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
