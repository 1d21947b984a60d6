import Model

/// A set of field paths, as the tree that `managedFields` carries (fieldsV1).
///
/// A step of a path is its text there: `f:name` a field, `k:{"name":"x"}` a list item by its keys, `v:"x"` an item of a set. A node is a
/// member (`.`), or only on the way to members, or both.
struct FieldSet: Sendable, Equatable {
    var isMember = false
    private(set) var children: [String: FieldSet] = [:]

    init(isMember: Bool = false) { self.isMember = isMember }

    /// Nothing in it: neither this path nor one below.
    var isEmpty: Bool { !isMember && children.isEmpty }

    subscript(_ step: String) -> FieldSet? { children[step] }

    mutating func set(_ step: String, _ child: FieldSet) { children[step] = child.isEmpty ? nil : child }

    mutating func insert(_ path: some Collection<String>) {
        guard let first = path.first else {
            isMember = true
            return
        }
        children[first, default: FieldSet()].insert(path.dropFirst())
    }

    // MARK: fieldsV1

    init(fieldsV1: JSON) {
        guard case .object(let members) = fieldsV1 else { return }
        for member in members where member.key != "." { children[member.key] = FieldSet(node: member.value) }
    }

    private init(node: JSON) {
        self.init(fieldsV1: node)
        isMember = children.isEmpty || node["."] != nil
    }

    var fieldsV1: JSON {
        var out = JSONObject()
        if isMember, !children.isEmpty { out["."] = [:] }
        for step in children.keys.sorted() { out[step] = children[step]?.fieldsV1 }
        return .object(out)
    }

    // MARK: Sets

    func union(_ other: FieldSet) -> FieldSet {
        var out = self
        out.isMember = isMember || other.isMember
        for (step, child) in other.children { out.children[step] = children[step]?.union(child) ?? child }
        return out
    }

    func subtracting(_ other: FieldSet) -> FieldSet {
        var out = FieldSet(isMember: isMember && !other.isMember)
        for (step, child) in children { out.set(step, other.children[step].map(child.subtracting) ?? child) }
        return out
    }

    func intersection(_ other: FieldSet) -> FieldSet {
        var out = FieldSet(isMember: isMember && other.isMember)
        for (step, child) in children {
            if let its = other.children[step] { out.set(step, child.intersection(its)) }
        }
        return out
    }

    /// Without the members of the other set and everything below them.
    func subtractingTrees(_ other: FieldSet) -> FieldSet {
        if other.isMember { return FieldSet() }
        var out = FieldSet(isMember: isMember)
        for (step, child) in children { out.set(step, other.children[step].map(child.subtractingTrees) ?? child) }
        return out
    }

    /// Declared fields on the way to a member count as members.
    func withNamedFields(_ shape: Shape) -> FieldSet {
        var out = FieldSet(isMember: isMember)
        for (step, child) in children {
            var inner = child.withNamedFields(shape.child(step))
            if step.hasPrefix("f:"), shape.structure?.field(String(step.dropFirst(2))) != nil { inner.isMember = true }
            out.set(step, inner)
        }
        return out
    }

    /// The members' paths: at each level members first, then what is below, each in order.
    func paths(_ prefix: [String] = []) -> [[String]] {
        let steps = children.keys.sorted()
        return steps.filter { children[$0]?.isMember == true }.map { prefix + [$0] }
            + steps.flatMap { step in children[step]?.paths(prefix + [step]) ?? [] }
    }

    /// `.spec.items[name="a"].v`
    static func text(of path: [String]) -> String {
        path.map { step in
            let rest = String(step.dropFirst(2))
            if step.hasPrefix("f:") { return "." + rest }
            guard step.hasPrefix("k:"), let keys = try? JSON(parsing: rest).object else { return "[=\(rest)]" }
            return "[" + keys.map { "\($0.key)=\($0.value.text())" }.joined(separator: ",") + "]"
        }.joined()
    }
}

extension Shape {
    /// The shape at the end of a step.
    func child(_ step: String) -> Shape {
        guard step.hasPrefix("f:") else {
            if case .list(let item, _) = self { return item }
            return .deduced
        }
        return member(String(step.dropFirst(2))) ?? .deduced
    }

    /// The shape of a member of an object; nil where the shape does not allow it.
    func member(_ name: String) -> Shape? {
        if let structure { return structure.field(name)?.shape ?? structure.others }
        switch self {
        case .map(let item, _): return item
        case .deduced: return .deduced
        default: return nil
        }
    }

    var isDeclaredStructure: Bool { structure != nil }

    /// The step of a list item, or why it has none.
    func step(of item: JSON) -> Result<String, StepFailure> {
        guard case .list(let itemShape, let kind) = self else { return .failure(StepFailure(message: "not a list")) }
        switch kind {
        case .atomic: return .failure(StepFailure(message: "invalid list"))
        case .set:
            guard !item.isNull else {
                return .failure(StepFailure(message: "associative list without keys has an element that's an explicit null"))
            }
            return .success("v:" + item.text(.canonical))
        case .map(let keys):
            guard case .object = item else {
                return .failure(StepFailure(message: "associative list with keys may not have non-map elements"))
            }
            var values: [(String, JSON)] = []
            for key in keys.sorted() {
                if let value = item[key], !value.isNull {
                    values.append((key, value))
                } else if let value = itemShape.keyDefault(key) {
                    values.append((key, value))
                }
            }
            guard !values.isEmpty else {
                let list = keys.map(GoText.quoted).joined(separator: " ")
                return .failure(
                    StepFailure(
                        message:
                            "associative list with keys has an element that omits all key fields [\(list)] (and doesn't have default values for any key fields)"
                    ))
            }
            return .success("k:" + JSON.object(JSONObject(values)).text())
        }
    }

    private func keyDefault(_ key: String) -> JSON? { structure?.field(key)?.keyDefault.map(JSON.string) }

    struct StepFailure: Error {
        var message: String
    }
}
