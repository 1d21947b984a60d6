/// Where a setting lives in `Configuration`, and with that its type.
///
/// Values travel as JSON: the OperatorConfiguration has them so already, the flat form's text is turned into it (`SettingText`). Durations
/// and names are strings there.
public enum SettingStorage: Sendable {
    public typealias Path<Value> = any WritableKeyPath<Configuration, Value> & Sendable

    case bool(Path<Bool>)
    case int(Path<Int>)
    /// Zero counts as not given.
    case uint(Path<Int>)
    /// May be unset.
    case number(Path<Int?>)
    case string(Path<String>)
    /// A string with `{placeholders}`.
    case template(Path<String>)
    case list(Path<[String]>)
    case map(Path<[String: String]>)
    case duration(Path<Duration>)
    case name(Path<NamespacedName?>)
    case containers(Path<[JSON]>)
    case roleSources(Path<[InfrastructureRoleSource]>)
    case probe(Path<JSON?>)

    /// What a value must be, for messages and the reference.
    public var typeName: String {
        switch self {
        case .bool: "boolean"
        case .int, .uint, .number: "integer"
        case .string: "string"
        case .template: "template"
        case .list: "list"
        case .map: "map"
        case .duration: "duration"
        case .name: "[namespace/]name"
        case .containers: "list of containers"
        case .roleSources: "list of role sources"
        case .probe: "probe"
        }
    }

    /// The value of a default as the table writes it: the flat form's syntax.
    func defaultValue(_ text: String) -> JSON? {
        if case .success(let value) = SettingText(storage: self).value(of: text) { value.json } else { nil }
    }

    /// Whether a value counts as "not given" where the OperatorConfiguration has a fallback.
    func isUnset(_ value: JSON) -> Bool {
        switch self {
        case .uint: value.int == 0
        case .duration: value.string.flatMap { Duration(go: $0) } == .zero || value.string == ""
        case .bool, .int, .number, .probe: false
        default: value.string == "" || value.array?.isEmpty == true || value.object?.isEmpty == true
        }
    }

    /// Stores a value; the answer says what would be right where it has the wrong type.
    func set(_ value: JSON, in configuration: inout Configuration) -> String? {
        switch self {
        case .bool(let path): store(value.bool, "true or false", path, &configuration)
        case .int(let path): store(value.int, "a whole number", path, &configuration)
        case .uint(let path): store(value.int.flatMap { $0 >= 0 ? $0 : nil }, "a whole number, 0 or more", path, &configuration)
        case .number(let path): storeOptional(value.int, "a whole number", path, &configuration)
        case .string(let path), .template(let path): store(value.string, "a string", path, &configuration)
        case .list(let path): store(strings(value), "a list of strings", path, &configuration)
        case .map(let path): store(stringMap(value), "a map of strings", path, &configuration)
        case .duration(let path): store(value.string.flatMap { Duration(go: $0) }, Duration.goForm, path, &configuration)
        case .name(let path): storeOptional(value.string.flatMap { NamespacedName($0) }, "a name, or namespace/name", path, &configuration)
        case .containers(let path): store(containers(value), "a list of containers, each with a name", path, &configuration)
        case .roleSources(let path):
            store(InfrastructureRoleSource.list(value), "a list of objects, each with a secretname", path, &configuration)
        case .probe(let path): storeOptional(probe(value), "a probe", path, &configuration)
        }
    }

    private func store<Value>(
        _ value: Value?, _ right: String, _ path: WritableKeyPath<Configuration, Value>, _ configuration: inout Configuration
    ) -> String? {
        guard let value else { return right }
        configuration[keyPath: path] = value
        return nil
    }

    private func storeOptional<Value>(
        _ value: Value?, _ right: String, _ path: WritableKeyPath<Configuration, Value?>, _ configuration: inout Configuration
    ) -> String? {
        guard let value else { return right }
        configuration[keyPath: path] = value
        return nil
    }

    private func strings(_ value: JSON) -> [String]? {
        guard let items = value.array else { return nil }
        let strings = items.compactMap(\.string)
        return strings.count == items.count ? strings : nil
    }

    private func stringMap(_ value: JSON) -> [String: String]? {
        guard let members = value.object else { return nil }
        var map: [String: String] = [:]
        for (key, value) in members {
            guard let text = value.string else { return nil }
            map[key] = text
        }
        return map
    }

    private func probe(_ value: JSON) -> JSON? {
        guard value.object != nil else { return nil }
        return CoreNormal.normal(value)
    }

    private func containers(_ value: JSON) -> [JSON]? {
        guard let items = value.array, items.allSatisfy({ !($0["name"]?.string ?? "").isEmpty }) else { return nil }
        return items.map { CoreNormal.normal($0) }
    }

    /// The value that a configuration holds, nil where it is empty.
    public func value(in configuration: Configuration) -> JSON? {
        let value: JSON =
            switch self {
            case .bool(let path): .bool(configuration[keyPath: path])
            case .int(let path), .uint(let path): JSON(configuration[keyPath: path])
            case .number(let path): configuration[keyPath: path].map { JSON($0) } ?? .null
            case .string(let path), .template(let path): .string(configuration[keyPath: path])
            case .list(let path): JSON(configuration[keyPath: path])
            case .map(let path): JSON(configuration[keyPath: path])
            case .duration(let path): .string(configuration[keyPath: path].goText)
            case .name(let path): (configuration[keyPath: path]?.description).map { .string($0) } ?? .null
            case .containers(let path): JSON(configuration[keyPath: path])
            case .roleSources(let path): .array(configuration[keyPath: path].map(\.json))
            case .probe(let path): configuration[keyPath: path] ?? .null
            }
        let isEmpty = value.isNull || value.string == "" || value.array?.isEmpty == true || value.object?.isEmpty == true
        return isEmpty ? JSON?.none : value
    }
}
