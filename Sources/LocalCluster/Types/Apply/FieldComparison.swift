import Model

/// What differs between two values of one shape, as sets of paths.
struct FieldComparison: Sendable {
    var added = FieldSet()
    var modified = FieldSet()
    var removed = FieldSet()

    var isSame: Bool { added.isEmpty && modified.isEmpty && removed.isEmpty }

    init(_ old: JSON?, _ new: JSON?, _ shape: Shape) {
        guard old != nil || new != nil else { return }
        if let old, let new, old == new { return }
        let isLeaf = compare(old, new, shape)
        guard !isLeaf else { return }
        if old == nil { added.isMember = true }
        if new == nil { removed.isMember = true }
    }

    /// True where the value is owned as a whole.
    private mutating func compare(_ old: JSON?, _ new: JSON?, _ shape: Shape) -> Bool {
        let shape = shape.deduced(for: new ?? old ?? .null, other: old)
        if case .scalar = shape { return leaf(old, new) }
        if shape.isAtomic || ((old?.isEmptyValue ?? true) && (new?.isEmptyValue ?? true)) { return leaf(old, new) }
        if case .list = shape {
            compareItems(old?.array ?? [], new?.array ?? [], shape)
        } else {
            compareMembers(old?.object ?? [:], new?.object ?? [:], shape)
        }
        return false
    }

    private mutating func leaf(_ old: JSON?, _ new: JSON?) -> Bool {
        if old == nil {
            added.isMember = true
        } else if new == nil {
            removed.isMember = true
        } else if old != new {
            modified.isMember = true
        }
        return true
    }

    private mutating func compareMembers(_ old: JSONObject, _ new: JSONObject, _ shape: Shape) {
        for member in new { merge("f:" + member.key, FieldComparison(old[member.key], member.value, shape.member(member.key) ?? .deduced)) }
        for member in old where new[member.key] == nil {
            merge("f:" + member.key, FieldComparison(member.value, nil, shape.member(member.key) ?? .deduced))
        }
    }

    private mutating func compareItems(_ old: [JSON], _ new: [JSON], _ shape: Shape) {
        guard case .list(let item, _) = shape else { return }
        let (before, after) = (Self.index(old, shape), Self.index(new, shape))
        for (step, items) in after {
            let others = before[step] ?? []
            switch (others.count > 1, items.count > 1) {
            case (false, false): merge(step, FieldComparison(others.first, items[0], item))
            case (true, true): if others != items { modified.insert([step]) }
            case (true, false):
                merge(step, FieldComparison(nil, items[0], item))
                removed.insert([step])
            case (false, true):
                if let other = others.first { merge(step, FieldComparison(other, nil, item)) }
                added.insert([step])
            }
        }
        for (step, items) in before where after[step] == nil {
            if items.count > 1 { removed.insert([step]) } else { merge(step, FieldComparison(items[0], nil, item)) }
        }
    }

    private static func index(_ items: [JSON], _ shape: Shape) -> [String: [JSON]] {
        var index: [String: [JSON]] = [:]
        for item in items {
            if case .success(let step) = shape.step(of: item) { index[step, default: []].append(item) }
        }
        return index
    }

    private mutating func merge(_ step: String, _ inner: FieldComparison) {
        if !inner.added.isEmpty { added.set(step, (added[step] ?? FieldSet()).union(inner.added)) }
        if !inner.modified.isEmpty { modified.set(step, (modified[step] ?? FieldSet()).union(inner.modified)) }
        if !inner.removed.isEmpty { removed.set(step, (removed[step] ?? FieldSet()).union(inner.removed)) }
    }
}

extension Shape {
    /// A value without schema is looked at: objects are maps, lists and the rest are owned as a whole.
    func deduced(for value: JSON, other: JSON? = nil) -> Shape {
        guard case .deduced = self else { return self }
        switch (value, other ?? value) {
        case (.object, .object), (.object, .null), (.null, .object): return .map(.deduced, isAtomic: false)
        default: return .scalar(.any)
        }
    }
}
