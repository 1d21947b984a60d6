/// A JSON value (RFC 8259) as Kubernetes uses it: whole numbers kept apart from fractions, unknown fields kept, object members in the
/// order in which they came.
///
/// Equality and hashing ignore the order of object members; arrays compare in order. It is the one form in which Kubernetes objects,
/// IPC messages and manifests travel through the processes: no Codable, no Foundation.
public enum JSON: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    /// Finite always: neither the parser nor the writer knows NaN or infinity.
    case double(Double)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

extension JSON: Hashable {
    /// `1` and `1.0` are equal, as they are for a JSON reader; member order does not count.
    public static func == (a: JSON, b: JSON) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let x), .bool(let y)): x == y
        case (.int(let x), .int(let y)): x == y
        case (.double(let x), .double(let y)): x == y
        case (.int(let x), .double(let y)), (.double(let y), .int(let x)): Double(x) == y
        case (.string(let x), .string(let y)): x == y
        case (.array(let x), .array(let y)): x == y
        case (.object(let x), .object(let y)): x == y
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(Double(value))
        case .double(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value)
        case .array(let value): hasher.combine(value)
        case .object(let value): hasher.combine(value)
        }
    }
}

// MARK: - Typed access

extension JSON {
    public var isNull: Bool { if case .null = self { true } else { false } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// A whole number: also a fraction whose value is whole (`3.0`).
    public var int: Int? {
        switch self {
        case .int(let value): Int(value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }

    public var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }

    /// The JSON type's name as Kubernetes' schemas spell it, for messages.
    public var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .int: "integer"
        case .double: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The member of that name, or nil where there is none or this is no object. Setting nil removes it; setting on a value that is no
    /// object makes it one.
    public subscript(_ key: String) -> JSON? {
        get { if case .object(let members) = self { members[key] } else { nil } }
        set {
            guard case .object(var members) = self else {
                if let newValue { self = .object(JSONObject([(key, newValue)])) }
                return
            }
            self = .null  // releases the storage, so that the change below happens in place
            members[key] = newValue
            self = .object(members)
        }
    }

    /// The item at that place, or nil where there is none or this is no array.
    public subscript(_ index: Int) -> JSON? {
        if case .array(let items) = self, items.indices.contains(index) { items[index] } else { nil }
    }

    /// The value at the end of a path of member names, `value.at("metadata", "name")`.
    public func at(_ path: String...) -> JSON? { at(path) }

    public func at(_ path: some Sequence<String>) -> JSON? {
        var value = self
        for key in path {
            guard let next = value[key] else { return nil }
            value = next
        }
        return value
    }

    /// Sets (nil: removes) the value at a path of member names, making the objects on the way.
    public mutating func set(_ path: [String], to value: JSON?) {
        guard let first = path.first else {
            if let value { self = value }
            return
        }
        guard path.count > 1 else {
            self[first] = value
            return
        }
        var child = self[first] ?? .object([:])
        if value == nil, self[first] == nil { return }
        child.set(Array(path.dropFirst()), to: value)
        self[first] = child
    }
}

// MARK: - Literals

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral items: JSON...) { self = .array(items) }
    public init(dictionaryLiteral members: (String, JSON)...) { self = .object(JSONObject(members)) }
}

extension JSON {
    public init(_ value: Bool) { self = .bool(value) }
    public init(_ value: Int) { self = .int(Int64(value)) }
    public init(_ value: String) { self = .string(value) }
    public init(_ items: [JSON]) { self = .array(items) }
    public init(_ items: [String]) { self = .array(items.map(JSON.string)) }
    /// Members sorted by name.
    public init(_ members: [String: String]) {
        self = .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }
    /// Members sorted by name.
    public init(_ members: [String: JSON]) { self = .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })) }
}
