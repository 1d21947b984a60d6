import Model

/// Reads a value as the Go type of its shape would: types are checked, unknown fields are taken out and remembered, empty values are
/// left out or written as Go's encoder does, quantities and times get their canonical form.
///
/// So what is stored and compared is one form, whoever wrote it.
struct ShapeDecoder {
    /// Why a value cannot be read, in the words of Go's decoder.
    struct Failure: Error {
        var message: String
    }

    /// `unknown field "spec.nope"`, in the order of the document.
    private(set) var unknownFields: [String] = []
    /// The kind, for messages.
    let kind: String
    private var path: [Step] = []
    private let table = ShapeTable.builtIn

    private enum Step {
        case field(String)
        case item(Int)
    }

    init(kind: String) { self.kind = kind }

    /// Nil where the value is empty and would not be written.
    mutating func decode(_ value: JSON, _ shape: Shape, isPointer: Bool = false, keepsEmpty: Bool = false) throws(Failure) -> JSON? {
        if case .null = value { return nil }
        switch shape {
        case .scalar(let scalar): return try decode(value, scalar, isPointer: isPointer, keepsEmpty: keepsEmpty)
        case .list(let item, _): return try decodeList(value, item, keepsEmpty: isPointer)
        case .map(let item, _): return try decodeMap(value, item)
        case .structure(let structure): return try decodeStructure(value, structure)
        case .named(let place, _): return try decodeStructure(value, table.structures[place])
        case .deduced: return value
        }
    }

    /// A whole object.
    mutating func decodeObject(_ value: JSON, _ structure: Structure) throws(Failure) -> JSON { try decodeStructure(value, structure) }

    private mutating func decodeList(_ value: JSON, _ item: Shape, keepsEmpty: Bool) throws(Failure) -> JSON? {
        guard case .array(let items) = value else { throw mismatch(value, "[]") }
        if items.isEmpty { return Self.kept(value, if: keepsEmpty) }
        var decoded: [JSON] = []
        decoded.reserveCapacity(items.count)
        for (place, element) in items.enumerated() {
            path.append(.item(place))
            decoded.append(try decode(element, item, keepsEmpty: true) ?? zero(of: item))
            path.removeLast()
        }
        return .array(decoded)
    }

    private mutating func decodeMap(_ value: JSON, _ item: Shape) throws(Failure) -> JSON? {
        guard case .object(let members) = value else { throw mismatch(value, "map[string]string") }
        if members.isEmpty { return nil }
        // Labels, annotations, data: mostly there is nothing to change.
        if case .scalar(.string) = item, members.allSatisfy({ if case .string = $0.value { true } else { false } }) { return value }
        var decoded = JSONObject()
        for member in members {
            path.append(.field(member.key))
            decoded[member.key] = try decode(member.value, item, keepsEmpty: true) ?? zero(of: item)
            path.removeLast()
        }
        return .object(decoded)
    }

    private mutating func decodeStructure(_ value: JSON, _ structure: Structure) throws(Failure) -> JSON {
        guard case .object(let members) = value else {
            if case .null = value { return .object(JSONObject(written(structure, given: []))) }
            throw mismatch(value, structure.name)
        }
        var given: [(place: Int, value: JSON)] = []
        given.reserveCapacity(members.count + structure.alwaysWritten.count)
        for member in members {
            guard let place = structure.place(of: member.key) else {
                unknownFields.append(text(of: path + [.field(member.key)]))
                continue
            }
            let field = structure.fields[place]
            path.append(.field(member.key))
            if let decoded = try decode(member.value, field.shape, isPointer: field.isPointer) { given.append((place, decoded)) }
            path.removeLast()
        }
        return .object(JSONObject(written(structure, given: given)))
    }

    /// The fields in the type's order, with those that are written even when empty.
    private func written(_ structure: Structure, given: [(place: Int, value: JSON)]) -> [(String, JSON)] {
        var all = given
        for place in structure.alwaysWritten where !given.contains(where: { $0.place == place }) {
            all.append((place, zero(of: structure.fields[place].shape, isPointer: structure.fields[place].isPointer)))
        }
        all.sort { $0.place < $1.place }
        return all.map { (structure.fields[$0.place].name, $0.value) }
    }

    /// What Go writes for a value that was not given.
    private func zero(of shape: Shape, isPointer: Bool = false) -> JSON {
        if isPointer { return .null }
        switch shape {
        case .scalar(let scalar):
            switch scalar {
            case .string: return ""
            case .bool: return false
            case .int32, .int64, .float, .intOrString: return 0
            case .quantity: return "0"
            case .time, .microTime, .bytes, .any, .schemaOrOther: return .null
            }
        case .list, .map, .deduced: return .null
        case .structure(let structure): return .object(JSONObject(written(structure, given: [])))
        case .named(let place, _): return .object(JSONObject(written(table.structures[place], given: [])))
        }
    }

    // MARK: Leaves

    private mutating func decode(_ value: JSON, _ scalar: Scalar, isPointer: Bool, keepsEmpty: Bool) throws(Failure) -> JSON? {
        let keeps = isPointer || keepsEmpty
        switch (scalar, value) {
        case (.string, .string(let text)): return Self.kept(value, if: keeps || !text.isEmpty)
        case (.bool, .bool(let flag)): return Self.kept(value, if: keeps || flag)
        case (.int32, .int(let number)):
            guard number >= Int64(Int32.min), number <= Int64(Int32.max) else { throw mismatch("number \(number)", "int32") }
            return Self.kept(value, if: keeps || number != 0)
        case (.int64, .int(let number)): return Self.kept(value, if: keeps || number != 0)
        case (.int32, .double(let number)), (.int64, .double(let number)):
            guard let whole = Int64(exactly: number), abs(number) < 1e15 else { throw mismatch("number \(value)", typeName(scalar)) }
            return try decode(.int(whole), scalar, isPointer: isPointer, keepsEmpty: keepsEmpty)
        case (.float, .int(let number)): return Self.kept(value, if: keeps || number != 0)
        case (.float, .double(let number)): return Self.kept(value, if: keeps || number != 0)
        case (.quantity, .string), (.quantity, .int), (.quantity, .double): return try decodeQuantity(value)
        case (.time, .string(let text)): return try decodeTime(text, .seconds)
        case (.microTime, .string(let text)): return try decodeTime(text, .micros)
        case (.intOrString, .int), (.intOrString, .string): return value
        case (.bytes, .string(let text)): return try decodeBytes(text)
        case (.any, _): return value
        case (.schemaOrOther, .object):
            guard let schema = table.structure(named: "JSONSchemaProps") else { return value }
            return try decodeStructure(value, schema)
        case (.schemaOrOther, .array(let items)):
            var decoded: [JSON] = []
            for item in items { decoded.append(try decode(item, .schemaOrOther, isPointer: true, keepsEmpty: true) ?? .null) }
            return .array(decoded)
        case (.schemaOrOther, _): return value
        default: throw mismatch(value, typeName(scalar))
        }
    }

    /// An optional that is spelt out: a bare nil would be read as JSON's null.
    private static func kept(_ value: JSON, if isKept: Bool) -> JSON? { isKept ? .some(value) : .none }

    private func decodeQuantity(_ value: JSON) throws(Failure) -> JSON {
        let text = value.string ?? value.text()
        do { return .string(try CanonicalQuantity(text.trimmingSpace).text) } catch { throw Failure(message: error.message) }
    }

    private func decodeTime(_ text: String, _ layout: GoTime.Layout) throws(Failure) -> JSON {
        do { return .string(try GoTime.canonical(text, layout)) } catch { throw Failure(message: error.message) }
    }

    private func decodeBytes(_ text: String) throws(Failure) -> JSON {
        if let place = Base64.firstInvalid(text) { throw Failure(message: "illegal base64 data at input byte \(place)") }
        return .string(text)
    }

    // MARK: Messages

    private func typeName(_ scalar: Scalar) -> String {
        switch scalar {
        case .bool: "bool"
        case .int32, .intOrString: "int32"
        case .int64: "int64"
        case .float: "float64"
        default: "string"
        }
    }

    private func mismatch(_ value: JSON, _ type: String) -> Failure {
        let found =
            switch value {
            case .bool: "bool"
            case .int, .double: "number"
            default: value.typeName
            }
        return mismatch(found, type)
    }

    private func mismatch(_ found: String, _ type: String) -> Failure {
        let fields = path.compactMap { step -> String? in if case .field(let name) = step { name } else { nil } }
        let place = fields.isEmpty ? "value of type \(kind)" : "struct field \(([kind] + fields).joined(separator: "."))"
        return Failure(message: "json: cannot unmarshal \(found) into Go \(place)\(fields.isEmpty ? "" : " of type \(type)")")
    }

    private func text(of path: [Step]) -> String {
        path.reduce(into: "") { text, step in
            switch step {
            case .field(let name): text += text.isEmpty ? name : "." + name
            case .item(let place): text += "[\(place)]"
            }
        }
    }
}

extension String {
    var trimmingSpace: String {
        let isSpace = { (character: Character) in character == " " || character == "\n" || character == "\t" || character == "\r" }
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
