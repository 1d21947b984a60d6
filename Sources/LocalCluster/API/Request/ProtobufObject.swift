import Model

/// Reads the few objects that kubectl sends as protobuf: access reviews, token requests, evictions, delete options.
///
/// The envelope is `k8s\0` and a message of type meta (apiVersion, kind) and the raw object; the object's fields are named by
/// `ProtobufSchema`, a fraction of the published definitions.
enum ProtobufObject {
    static func json(_ bytes: [UInt8]) throws(StatusError) -> JSON {
        guard bytes.starts(with: [0x6B, 0x38, 0x73, 0x00]) else {
            throw .badRequest("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]")
        }
        let envelope = try fields(bytes.dropFirst(4))
        let meta = try fields(envelope.last { $0.number == 1 }?.bytes ?? [])
        let apiVersion = String(decoding: meta.last { $0.number == 1 }?.bytes ?? [], as: UTF8.self)
        let kind = String(decoding: meta.last { $0.number == 2 }?.bytes ?? [], as: UTF8.self)
        guard let schema = ProtobufSchema.object(apiVersion: apiVersion, kind: kind) else {
            throw StatusError(
                code: 415, reason: "UnsupportedMediaType",
                message: "no protobuf form of \(kind) in \(apiVersion) is understood here; send application/json")
        }
        var value = try object(envelope.last { $0.number == 2 }?.bytes ?? [], schema)
        value["kind"] = .string(kind)
        value["apiVersion"] = .string(apiVersion)
        return value
    }

    private static func object(_ bytes: ArraySlice<UInt8>, _ schema: ProtobufSchema) throws(StatusError) -> JSON {
        var value: JSON = [:]
        for field in try fields(bytes) {
            guard let (name, kind) = schema.fields[field.number] else { continue }
            switch kind {
            case .text:
                if !field.bytes.isEmpty { value[name] = .string(String(decoding: field.bytes, as: UTF8.self)) }
            case .texts: value[name] = .array((value[name]?.array ?? []) + [.string(String(decoding: field.bytes, as: UTF8.self))])
            case .number: value[name] = .int(Int64(bitPattern: field.number64))
            case .flag: value[name] = .bool(field.number64 != 0)
            case .message(let inner): value[name] = try object(field.bytes, inner)
            }
        }
        return value
    }

    private struct Field {
        var number: Int
        var number64: UInt64 = 0
        var bytes: ArraySlice<UInt8> = []
    }

    private static func fields(_ bytes: ArraySlice<UInt8>) throws(StatusError) -> [Field] {
        var rest = bytes
        var fields: [Field] = []
        while !rest.isEmpty {
            let key = try varint(&rest)
            var field = Field(number: Int(key >> 3))
            switch key & 7 {
            case 0: field.number64 = try varint(&rest)
            case 1: field.bytes = try take(8, &rest)
            case 2: field.bytes = try take(Int(clamping: try varint(&rest)), &rest)
            case 5: field.bytes = try take(4, &rest)
            default: throw .badRequest("proto: illegal wireType \(key & 7)")
            }
            fields.append(field)
        }
        return fields
    }

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

/// The fields of a protobuf message that matter here, by number.
struct ProtobufSchema: Sendable {
    indirect enum Kind: Sendable {
        case text, texts, number, flag
        case message(ProtobufSchema)
    }

    var fields: [Int: (name: String, kind: Kind)]

    static func object(apiVersion: String, kind: String) -> ProtobufSchema? {
        switch (apiVersion, kind) {
        case ("authorization.k8s.io/v1", "SelfSubjectAccessReview"): withMetadata([2: ("spec", .message(accessSpec))])
        case ("authorization.k8s.io/v1", "SelfSubjectRulesReview"):
            withMetadata([2: ("spec", .message(ProtobufSchema(fields: [1: ("namespace", .text)])))])
        case ("authentication.k8s.io/v1", "SelfSubjectReview"): withMetadata([:])
        case ("authentication.k8s.io/v1", "TokenRequest"): withMetadata([2: ("spec", .message(tokenSpec))])
        case ("policy/v1", "Eviction"): withMetadata([2: ("deleteOptions", .message(deleteOptions))])
        case (_, "DeleteOptions"): deleteOptions
        default: nil
        }
    }

    private static func withMetadata(_ fields: [Int: (name: String, kind: Kind)]) -> ProtobufSchema {
        let metadata = ProtobufSchema(fields: [1: ("name", .text), 2: ("generateName", .text), 3: ("namespace", .text)])
        return ProtobufSchema(fields: fields.merging([1: ("metadata", .message(metadata))]) { $1 })
    }

    private static let accessSpec = ProtobufSchema(fields: [
        1: (
            "resourceAttributes",
            .message(
                ProtobufSchema(fields: [
                    1: ("namespace", .text), 2: ("verb", .text), 3: ("group", .text), 4: ("version", .text), 5: ("resource", .text),
                    6: ("subresource", .text), 7: ("name", .text),
                ]))
        ),
        2: ("nonResourceAttributes", .message(ProtobufSchema(fields: [1: ("path", .text), 2: ("verb", .text)]))),
    ])

    private static let tokenSpec = ProtobufSchema(fields: [
        1: ("audiences", .texts),
        3: (
            "boundObjectRef",
            .message(ProtobufSchema(fields: [1: ("kind", .text), 2: ("apiVersion", .text), 3: ("name", .text), 4: ("uid", .text)]))
        ),
        4: ("expirationSeconds", .number),
    ])

    private static let deleteOptions = ProtobufSchema(fields: [
        1: ("gracePeriodSeconds", .number),
        2: ("preconditions", .message(ProtobufSchema(fields: [1: ("uid", .text), 2: ("resourceVersion", .text)]))),
        3: ("orphanDependents", .flag), 4: ("propagationPolicy", .text), 5: ("dryRun", .texts),
    ])
}
