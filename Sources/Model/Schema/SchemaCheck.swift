/// Compares a value with its shape and finds everything that does not fit, with the path to it.
///
/// As at the API server, `null` is the same as a field that is not there. Unknown fields are reported and otherwise passed over.
public struct SchemaCheck {
    public private(set) var problems: [Problem] = []

    init() {}

    /// Everything that does not fit in an object of these fields, which must be there.
    public static func problems(_ value: JSON, _ fields: [Field], path: String) -> [Problem] {
        var check = SchemaCheck()
        if value.isNull {
            check.report(.error(path, "this field is required: \(Shape.object(fields).right)"))
        } else {
            check.check(value, .object(fields), path: path)
        }
        return check.problems
    }

    mutating func report(_ problem: Problem) { problems.append(problem) }

    mutating func check(_ value: JSON, _ shape: Shape, path: String) {
        switch shape {
        case .string: require(value.string != nil, value, shape, path)
        case .oneOf(let values): require(value.string.map(values.contains) ?? false, value, shape, path)
        case .format(let format): require(value.string.map { accepts($0, format) } ?? false, value, shape, path)
        case .boolean: require(value.bool != nil, value, shape, path)
        case .int32(let least, let most):
            require(whole(value, least ?? Int(Int32.min), most ?? Int(Int32.max)), value, shape, path)
        case .int64(let least): require(whole(value, least ?? .min, .max), value, shape, path)
        case .intOrString: require(value.int != nil || value.string != nil, value, shape, path)
        case .object(let fields): object(value, fields, shape, path)
        case .map(let inner): map(value, inner, shape, path)
        case .list(let inner): list(value, inner, shape, path)
        case .any: break
        case .anyObject: require(value.object != nil, value, shape, path)
        }
    }

    /// Where a quantity may be given, `""` and `null` mean that it is not.
    private func accepts(_ text: String, _ format: Format) -> Bool {
        guard format == .cpu || format == .memory else { return format.matches(text) }
        // The pattern lets a few through that are no quantities, such as 1e3Mi.
        return ["", "null"].contains(text) || format.matches(text) && Quantity(text) != nil
    }

    private func whole(_ value: JSON, _ least: Int, _ most: Int) -> Bool { value.int.map { least <= $0 && $0 <= most } ?? false }

    private mutating func require(_ fits: Bool, _ value: JSON, _ shape: Shape, _ path: String) {
        guard !fits else { return }
        problems.append(.error(path, value: value, "\(shape.right) is needed" + hint(value, shape)))
    }

    /// YAML reads an unquoted 17 as a number.
    private func hint(_ value: JSON, _ shape: Shape) -> String {
        switch (shape, value) {
        case (.string, .int), (.string, .double), (.string, .bool), (.oneOf, .int), (.format, .int), (.oneOf, .double), (.format, .double):
            "; write it in quotes"
        default: ""
        }
    }

    private mutating func object(_ value: JSON, _ fields: [Field], _ shape: Shape, _ path: String) {
        guard let members = value.object else { return require(false, value, shape, path) }
        for field in fields where field.isRequired && (members[field.name] ?? .null).isNull {
            problems.append(.error(path.appending(field.name), "this field is required: \(field.shape.right)"))
        }
        for (name, value) in members where !value.isNull {
            let memberPath = path.appending(name)
            guard let field = fields[name] else {
                problems.append(.unknown(memberPath, value: value, unknown(name, fields)))
                continue
            }
            if let new = field.replacedBy {
                problems.append(.warning(memberPath, value: value, "this field is deprecated; use \(new)"))
            }
            check(value, field.shape, path: memberPath)
        }
    }

    private func unknown(_ name: String, _ fields: [Field]) -> String {
        let near = Spelling.nearest(to: name, among: fields.filter { $0.replacedBy == nil }.map(\.name))
        return "there is no such field; it is ignored" + (near.map { "; did you mean \($0)?" } ?? "")
    }

    private mutating func map(_ value: JSON, _ inner: Shape, _ shape: Shape, _ path: String) {
        guard let members = value.object else { return require(false, value, shape, path) }
        for (name, value) in members where !value.isNull { check(value, inner, path: path.appending(name)) }
    }

    private mutating func list(_ value: JSON, _ inner: Shape, _ shape: Shape, _ path: String) {
        guard let items = value.array else { return require(false, value, shape, path) }
        for (place, item) in items.enumerated() where !item.isNull { check(item, inner, path: "\(path)[\(place)]") }
    }
}

extension String {
    /// The path one member further; names that hold a dot or a bracket are quoted.
    func appending(_ member: String) -> String {
        let plain = !member.isEmpty && !member.contains { $0 == "." || $0 == "[" || $0 == "]" }
        guard plain else { return "\(self)[\"\(member)\"]" }
        return isEmpty ? member : "\(self).\(member)"
    }
}
