import Model

/// A value with its shape, for server-side apply: which fields it sets, merged with another, without some fields.
struct TypedValue: Sendable {
    var value: JSON
    var shape: Shape

    init(_ value: JSON, _ shape: Shape) { (self.value, self.shape) = (value, shape) }

    // MARK: Fields

    var fields: FieldSet { Self.fields(value, shape) }

    private static func fields(_ value: JSON, _ shape: Shape) -> FieldSet {
        let shape = shape.deduced(for: value)
        if shape.isAtomic { return FieldSet(isMember: true) }
        switch shape {
        case .scalar, .deduced: return FieldSet(isMember: true)
        case .list(let item, _): return items(value.array ?? [], item, shape)
        default:
            var out = FieldSet()
            for member in value.object ?? [:] {
                var inner = fields(member.value, shape.member(member.key) ?? .deduced)
                let isEmptyObject = if case .object(let members) = member.value { members.isEmpty } else { false }
                if member.value.isNull || isEmptyObject || shape.structure?.field(member.key) == nil { inner.isMember = true }
                out.set("f:" + member.key, inner)
            }
            return out
        }
    }

    private static func items(_ items: [JSON], _ item: Shape, _ shape: Shape) -> FieldSet {
        var out = FieldSet()
        var seen: Set<String> = []
        for element in items {
            guard case .success(let step) = shape.step(of: element) else { continue }
            var inner = seen.insert(step).inserted ? fields(element, item) : FieldSet()
            inner.isMember = true
            out.set(step, inner)
        }
        return out
    }

    // MARK: Merging

    /// This value with the other one laid over it.
    func merged(with other: TypedValue) -> TypedValue { TypedValue(Self.merge(value, other.value, shape), shape) }

    private static func merge(_ old: JSON?, _ new: JSON?, _ shape: Shape) -> JSON {
        guard let new else { return old ?? .null }
        guard let old else { return new }
        let shape = shape.deduced(for: new, other: old)
        if case .scalar = shape { return new }
        if shape.isAtomic || (old.isEmptyValue && new.isEmptyValue) { return new }
        if case .list(let item, _) = shape { return .array(mergeItems(old.array ?? [], new.array ?? [], item, shape)) }
        guard case .object(var members) = old else { return new }
        for member in new.object ?? [:] {
            members[member.key] = merge(members[member.key], member.value, shape.member(member.key) ?? .deduced)
        }
        return .object(members)
    }

    /// Items of both lists: where the new list has an order it is kept, items only of the old one stay where they were between them.
    private static func mergeItems(_ old: [JSON], _ new: [JSON], _ item: Shape, _ shape: Shape) -> [JSON] {
        let oldSteps = old.map { try? shape.step(of: $0).get() }
        let newSteps = new.map { try? shape.step(of: $0).get() }
        var oldBy: [String: JSON] = [:]
        for (step, value) in zip(oldSteps, old) { if let step, oldBy[step] == nil { oldBy[step] = value } }
        let newSet = Set(newSteps.compactMap { $0 })
        var shared = newSteps.compactMap { $0 }.filter { oldBy[$0] != nil }[...]
        var next = shared.popFirst()
        var merged: Set<String> = []
        var out: [JSON] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, right < new.count, let step = oldSteps[left] {
                if step == newSteps[right] {
                    merged.insert(step)
                    out.append(merge(oldBy[step], new[right], item))
                    left += 1
                    right += 1
                    next = shared.popFirst()
                    continue
                }
                if newSet.contains(step), let wanted = next, wanted != step {
                    left += 1
                    continue
                }
            }
            if left < old.count {
                let step = oldSteps[left] ?? ""
                if !newSet.contains(step) {
                    out.append(old[left])
                    left += 1
                    continue
                }
                if merged.contains(step) {
                    left += 1
                    continue
                }
            }
            guard right < new.count else { continue }
            let step = newSteps[right] ?? ""
            merged.insert(step)
            out.append(merge(oldBy[step], new[right], item))
            right += 1
            if next == step { next = shared.popFirst() }
        }
        return out
    }

    // MARK: Removing

    /// Without the members of the set, and everything in them.
    func removing(_ set: FieldSet) -> TypedValue { TypedValue(Self.remove(value, set, shape), shape) }

    private static func remove(_ value: JSON, _ set: FieldSet, _ shape: Shape) -> JSON {
        let shape = shape.deduced(for: value)
        if case .scalar = shape { return value }
        if shape.isAtomic || value.isEmptyValue { return .null }
        switch value {
        case .array(let items):
            var out: [JSON] = []
            for item in items {
                guard case .success(let step) = shape.step(of: item), let inner = set[step] else {
                    out.append(item)
                    continue
                }
                if inner.isMember { continue }
                out.append(remove(item, inner, shape.child(step)))
            }
            return out.isEmpty ? .null : .array(out)
        case .object(let members):
            var out = JSONObject()
            for member in members {
                guard let inner = set["f:" + member.key] else {
                    out[member.key] = member.value
                    continue
                }
                if inner.isMember { continue }
                out[member.key] = remove(member.value, inner, shape.member(member.key) ?? .deduced)
            }
            return out.isEmpty ? .null : .object(out)
        default: return value
        }
    }

    // MARK: Checking

    /// What does not fit the shape: `.spec.nope: field not declared in schema`.
    var problems: [String] { Self.problems(value, shape, "") }

    private static func problems(_ value: JSON, _ shape: Shape, _ path: String) -> [String] {
        if value.isNull { return [] }
        switch shape {
        case .deduced: return []
        case .scalar(let scalar): return problem(value, scalar).map { ["\(path): \($0)"] } ?? []
        case .list(let item, let kind):
            guard case .array(let items) = value else { return ["\(path): expected list, got \(goValue(value))"] }
            return items.enumerated().flatMap { place, element in
                guard kind != .atomic else { return problems(element, item, "\(path)[\(place)]") }
                switch shape.step(of: element) {
                case .failure(let failure): return ["\(path): element \(place): \(failure.message)"]
                case .success(let step): return problems(element, item, path + FieldSet.text(of: [step]))
                }
            } + duplicates(items, shape, path)
        case .map, .structure, .named:
            guard case .object(let members) = value else { return ["\(path): expected map, got \(goValue(value))"] }
            return members.flatMap { member -> [String] in
                guard let inner = shape.member(member.key) else { return ["\(path).\(member.key): field not declared in schema"] }
                return problems(member.value, inner, "\(path).\(member.key)")
            }
        }
    }

    private static func duplicates(_ items: [JSON], _ shape: Shape, _ path: String) -> [String] {
        if case .list(_, .atomic) = shape { return [] }
        var seen: Set<String> = []
        return items.compactMap { item in
            guard case .success(let step) = shape.step(of: item), !seen.insert(step).inserted else { return nil }
            return "\(path): duplicate entries for key \(FieldSet.text(of: [step]))"
        }
    }

    private static func problem(_ value: JSON, _ scalar: Scalar) -> String? {
        switch (scalar, value) {
        case (.any, _), (.schemaOrOther, _): nil
        case (.quantity, .object), (.quantity, .array), (.intOrString, .object), (.intOrString, .array), (.quantity, .bool),
            (.intOrString, .bool):
            "expected any scalar, got \(goValue(value))"
        case (.quantity, _), (.intOrString, _): nil
        case (.bool, .bool), (.int32, .int), (.int64, .int), (.float, .int), (.int32, .double), (.int64, .double), (.float, .double): nil
        case (.string, .string), (.time, .string), (.microTime, .string), (.bytes, .string): nil
        case (.bool, _): "expected boolean, got \(goValue(value))"
        case (.int32, _), (.int64, _), (.float, _): "expected numeric (int or float), got \(goType(value))"
        default: "expected string, got \(goValue(value))"
        }
    }

    private static func goValue(_ value: JSON) -> String { "&value.valueUnstructured{Value:\(GoText.value(value))}" }

    private static func goType(_ value: JSON) -> String {
        switch value {
        case .string: "string"
        case .bool: "bool"
        case .array: "[]interface {}"
        default: "map[string]interface {}"
        }
    }
}
