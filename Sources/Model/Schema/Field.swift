/// One field of one of our resources: its name, what values it takes, and what it is for.
///
/// Tables of these are the one source of the CRDs, of the checks of a manifest and of `explain field`.
public struct Field: Sendable {
    public let name: String
    public let shape: Shape
    public let isRequired: Bool
    /// What the API server fills in.
    public let defaultValue: JSON?
    public let text: String
    /// The field that took this one's place, for fields kept for old manifests.
    public let replacedBy: String?
    /// The setting that counts where the field is not given.
    public let setting: String?
    /// Where the value goes: `StatefulSet spec.replicas`.
    public let reaches: [String]

    init(
        _ name: String, _ shape: Shape, required: Bool = false, default defaultValue: JSON? = nil, setting: String? = nil,
        reaches: [String] = [], replacedBy: String? = nil, _ text: String = ""
    ) {
        self.name = name
        self.shape = shape
        self.isRequired = required
        self.defaultValue = defaultValue
        self.text = text
        self.setting = setting
        self.reaches = reaches
        self.replacedBy = replacedBy
    }
}

/// What values a field takes, as far as a schema can say it.
public indirect enum Shape: Sendable {
    case string
    case oneOf([String])
    case format(Format)
    case boolean
    case int32(least: Int? = nil, most: Int? = nil)
    case int64(least: Int? = nil)
    /// A whole number or a string, as ports and quantities are.
    case intOrString
    case object([Field])
    case map(Shape)
    case list(Shape)
    /// Anything: passed on unread.
    case any
    /// Any object: passed on unread.
    case anyObject

    static var int32: Shape { .int32() }
    static var int64: Shape { .int64() }
    static var strings: Shape { .list(.string) }
    static var stringMap: Shape { .map(.string) }

    /// What a value must be, for messages.
    public var right: String {
        switch self {
        case .string: "a string"
        case .oneOf(let values): "one of \(values.joined(separator: ", "))"
        case .format(let format): format.right
        case .boolean: "true or false"
        case .int32(let least, let most): Self.right(least, most)
        case .int64(let least): Self.right(least, nil)
        case .intOrString: "a whole number or a string"
        case .object, .map, .anyObject: "an object"
        case .list: "a list"
        case .any: "any value"
        }
    }

    private static func right(_ least: Int?, _ most: Int?) -> String {
        switch (least, most) {
        case (let least?, let most?): "a whole number from \(least) to \(most)"
        case (let least?, nil): "a whole number, \(least) or more"
        case (nil, let most?): "a whole number, at most \(most)"
        case (nil, nil): "a whole number"
        }
    }
}

extension [Field] {
    public subscript(name: String) -> Field? { first { $0.name == name } }
}
