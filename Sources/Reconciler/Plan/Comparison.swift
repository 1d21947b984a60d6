import Model

/// Finds what an object that is wanted and the object that is there do not have in common, as Kubernetes means it.
///
/// Only what is wanted is looked at: whatever else the live object holds (defaults of the API server, fields of other managers, injected
/// containers and annotations) is no difference. What is to be taken away again is `Ownership`'s part.
struct Comparison {
    private(set) var differences: [Difference] = []
    /// Whether a live value that differs was last written by us, so that the wish must have changed.
    let isOurs: (FieldPath) -> Bool

    static func differences(
        wanted: JSON, live: JSON, isOurs: @escaping (FieldPath) -> Bool = { _ in true }
    ) -> [Difference] {
        var comparison = Comparison(isOurs: isOurs)
        comparison.compare(wanted, live, at: FieldPath())
        return comparison.differences
    }

    private init(isOurs: @escaping (FieldPath) -> Bool) { self.isOurs = isOurs }

    private mutating func compare(_ wanted: JSON, _ live: JSON?, at path: FieldPath) {
        guard !Equivalence.isNothing(wanted, at: path) || isEmptied(wanted, live, at: path) else { return }
        guard let live else { return report(path, nil, wanted) }
        switch (wanted, live) {
        case (.object(let members), .object): compare(members, live, at: path)
        case (.array(let items), .array(let there)): compare(items, there, at: path)
        default:
            if !Equivalence.areEqual(wanted, live, at: path) { report(path, live, wanted) }
        }
    }

    /// A value that is stored only when it is not zero, and now shall be zero.
    private func isEmptied(_ wanted: JSON, _ live: JSON?, at path: FieldPath) -> Bool {
        guard let live else { return false }
        return switch wanted {
        case .bool, .int, .string: !Equivalence.isNothing(live, at: path)
        default: false
        }
    }

    private mutating func compare(_ members: JSONObject, _ live: JSON, at path: FieldPath) {
        for (name, value) in members where !Self.isIdentity(name, at: path) {
            compare(value, live[name], at: path.appending(field: name))
        }
    }

    /// What every object of the type and name has, and what belongs to the status, is not compared.
    private static func isIdentity(_ name: String, at path: FieldPath) -> Bool {
        switch path.elements.count {
        case 0: ["apiVersion", "kind", "status"].contains(name)
        case 1 where path.fields == ["metadata"]:
            ["name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"].contains(name)
        // In a pod template the namespace is not stored (`template.metadata.namespace` is, but means nothing).
        default: path.fields.suffix(2) == ["template", "metadata"] && ["namespace", "creationTimestamp"].contains(name)
        }
    }

    private mutating func compare(_ items: [JSON], _ live: [JSON], at path: FieldPath) {
        guard case .field(let name)? = path.elements.last else { return compareAsWhole(items, live, at: path) }
        switch ListKind.of(name, items: items) {
        case .set:
            let isSame = items.count == live.count && items.allSatisfy(live.contains)
            if !isSame { report(path, .array(live), .array(items)) }
        case .keyed(let keys):
            guard let wanted = ListKind.index(items, keys), let there = ListKind.index(live, keys) else {
                return compareAsWhole(items, live, at: path)
            }
            for item in items {
                guard let key = ListKind.key(of: item, keys), wanted[key] != nil else { continue }
                compareItem(item, there[key], at: path.appending(.item(key)))
            }
        case .atomic: compareAsWhole(items, live, at: path)
        }
    }

    private mutating func compareItem(_ item: JSON, _ live: JSON?, at path: FieldPath) {
        guard let live else { return report(path, nil, item) }
        compare(item, live, at: path)
        // A variable is either a text or a reference: the form that is not wanted must go with the change to the other.
        for form in ["value", "valueFrom"] where path.fields.last == "env" {
            let other = form == "value" ? "valueFrom" : "value"
            let isWanted = item[form].map { !Equivalence.isNothing($0, at: path) } ?? false
            if !isWanted, let rest = live[form], !Equivalence.isNothing(rest, at: path), item[other] != nil || item.object?.count == 1 {
                report(path.appending(field: form), rest, nil)
            }
        }
    }

    private mutating func compareAsWhole(_ items: [JSON], _ live: [JSON], at path: FieldPath) {
        guard items.count == live.count else { return report(path, .array(live), .array(items)) }
        for (place, pair) in zip(items, live).enumerated() { compare(pair.0, pair.1, at: path.appending(.index(place))) }
    }

    private mutating func report(_ path: FieldPath, _ old: JSON?, _ new: JSON?) {
        differences.append(Difference(path, old: old, new: new, origin: old == nil || isOurs(path) ? .wanted : .drift))
    }
}
