import Model

/// Kubernetes' strategic merge patch: lists with a merge key are merged item by item, and directives (`$patch`, `$retainKeys`,
/// `$setElementOrder/…`, `$deleteFromPrimitiveList/…`) say what a plain merge cannot.
struct StrategicMergePatch {
    /// What is wrong with a patch.
    enum Failure: Error {
        /// Answered with 400.
        case badFormat(String)
        /// Answered with 422.
        case notRetained
        /// Answered with 500, as the server does for an item without its merge key.
        case broken(String)
    }

    static let directive = "$patch"
    static let retainKeys = "$retainKeys"
    static let deleteFromList = "$deleteFromPrimitiveList/"
    static let elementOrder = "$setElementOrder/"

    func apply(_ patch: JSON, to original: JSON, _ shape: Shape) throws(Failure) -> JSON {
        guard case .object(let changes) = patch, case .object(let members) = original else { return withoutDirectives(patch) }
        return .object(try merge(changes, into: members, shape))
    }

    // MARK: Objects

    private func merge(_ patch: JSONObject, into original: JSONObject, _ shape: Shape) throws(Failure) -> JSONObject {
        var original = original
        var patch = patch
        if let directive = patch[Self.directive]?.string {
            patch[Self.directive] = nil
            switch directive {
            case "replace": return withoutDirectives(.object(patch)).object ?? JSONObject()
            case "delete": return JSONObject()
            default:
                patch[Self.directive] = .string(directive)
                throw .broken("unknown patch type: \(directive) in map: \(GoText.value(.object(patch)))")
            }
        }
        try retain(&patch, &original)
        try mergeOrdered(&patch, &original, shape)
        for change in patch {
            if change.key.hasPrefix(Self.deleteFromList) {
                deleteFromList(change.value, String(change.key.dropFirst(Self.deleteFromList.count)), &original)
                continue
            }
            try merge(change.value, at: change.key, into: &original, shape)
        }
        return original
    }

    private func merge(_ change: JSON, at key: String, into original: inout JSONObject, _ shape: Shape) throws(Failure) {
        if change.isNull {
            original[key] = nil
            return
        }
        guard let old = original[key] else {
            original[key] = withoutDirectives(change)
            return
        }
        switch (old, change) {
        case (.object(let members), .object(let changes)):
            original[key] = .object(try merge(changes, into: members, child(of: shape, key).shape))
        case (.array(let items), .array(let changes)):
            original[key] = .array(try mergeList(changes, into: items, child(of: shape, key)))
        default: original[key] = withoutDirectives(change)
        }
    }

    private func child(of shape: Shape, _ key: String) -> Field {
        if let structure = shape.structure, let field = structure.field(key) { return field }
        if case .map(let item, _) = shape { return Field(name: key, shape: item) }
        return Field(name: key, shape: .deduced)
    }

    /// `$retainKeys`: members that are not in the list go.
    private func retain(_ patch: inout JSONObject, _ original: inout JSONObject) throws(Failure) {
        guard let list = patch[Self.retainKeys] else { return }
        patch[Self.retainKeys] = nil
        guard let keys = list.array?.compactMap(\.string), keys.count == list.array?.count else {
            throw .badFormat("invalid patch format of retainKeys")
        }
        for change in patch where !change.key.hasPrefix("$") && !change.value.isNull && !keys.contains(change.key) {
            throw .notRetained
        }
        original = original.filter { keys.contains($0.key) }
    }

    private func deleteFromList(_ values: JSON, _ key: String, _ original: inout JSONObject) {
        guard let unwanted = values.array, let items = original[key]?.array else { return }
        original[key] = .array(items.filter { !unwanted.contains($0) })
    }

    /// `$setElementOrder/…`: the lists it names are merged here and taken out of the patch.
    private func mergeOrdered(_ patch: inout JSONObject, _ original: inout JSONObject, _ shape: Shape) throws(Failure) {
        for change in patch where change.key.hasPrefix(Self.elementOrder) {
            let key = String(change.key.dropFirst(Self.elementOrder.count))
            patch[change.key] = nil
            guard let order = change.value.array else { throw .badFormat("invalid patch format of setElementOrder list") }
            let field = child(of: shape, key)
            if case .null? = patch[key] { continue }
            let old = original[key]?.array
            let new = patch[key]?.array
            guard old != nil || new != nil else { continue }
            if let deletion = patch[Self.deleteFromList + key] {
                deleteFromList(deletion, key, &original)
                patch[Self.deleteFromList + key] = nil
            }
            let before = original[key]?.array ?? []
            let merged =
                try new.map { list throws(Failure) in
                    old == nil ? withoutDirectives(.array(list)).array ?? [] : try mergeList(list, into: before, field)
                } ?? before
            original[key] = .array(ListOrder(mergeKey: field.mergeKey).arrange(merged, patchOrder: order, serverOrder: before))
            patch[key] = nil
        }
    }

    // MARK: Lists

    private func mergeList(_ patch: [JSON], into original: [JSON], _ field: Field) throws(Failure) -> [JSON] {
        guard field.isMerged else { return withoutDirectives(.array(patch)).array ?? [] }
        guard let key = field.mergeKey else {
            let merged = original + patch.filter { !original.contains($0) }
            return ListOrder(mergeKey: nil).arrange(merged, patchOrder: patch, serverOrder: original)
        }
        var server = original
        guard let changes = try special(patch, &server, key) else {
            return patch.filter { $0[Self.directive] == nil }.map(withoutDirectives)
        }
        guard case .list(let itemShape, _) = field.shape else { return patch }
        var merged = server
        for change in changes {
            let value = try keyValue(change, key)
            if let place = merged.firstIndex(where: { $0[key] == value }) {
                merged[place] = try apply(change, to: merged[place], itemShape)
            } else {
                merged.append(withoutDirectives(change))
            }
        }
        return ListOrder(mergeKey: key).arrange(merged, patchOrder: changes, serverOrder: server)
    }

    /// Carries out the items that are directives; nil where the list is to be replaced.
    private func special(_ patch: [JSON], _ original: inout [JSON], _ key: String) throws(Failure) -> [JSON]? {
        var changes: [JSON] = []
        for item in patch {
            guard let directive = item[Self.directive]?.string else {
                changes.append(item)
                continue
            }
            switch directive {
            case "delete":
                let value = try keyValue(item, key)
                original.removeAll { $0[key] == value }
            case "replace": return nil
            case "merge": throw .badFormat("merging lists is not allowed in patches")
            default: throw .broken("unknown patch type: \(directive) in map: \(GoText.value(item))")
            }
        }
        return changes
    }

    private func keyValue(_ item: JSON, _ key: String) throws(Failure) -> JSON {
        guard let value = item[key] else {
            throw .broken("map: \(GoText.value(item)) does not contain declared merge key: \(key)")
        }
        return value
    }

    /// A value that is new: no directives and no nulls in it.
    private func withoutDirectives(_ value: JSON) -> JSON {
        switch value {
        case .object(let members):
            return .object(
                members.filter { member in
                    !member.value.isNull && member.key != Self.directive && member.key != Self.retainKeys
                        && !member.key.hasPrefix(Self.deleteFromList) && !member.key.hasPrefix(Self.elementOrder)
                }.mapValues(withoutDirectives))
        case .array(let items):
            return .array(items.filter { $0[Self.directive]?.string == nil }.map(withoutDirectives))
        default: return value
        }
    }
}

/// The order of a merged list: items of the patch in the patch's order, the others in the server's, woven together by the server's.
struct ListOrder {
    let mergeKey: String?

    func arrange(_ merged: [JSON], patchOrder: [JSON], serverOrder: [JSON]) -> [JSON] {
        let patchPlaces = places(patchOrder)
        let serverPlaces = places(serverOrder)
        func sorted(_ items: [JSON], by places: [JSON: Int]) -> [JSON] {
            items.enumerated().sorted { a, b in
                let (x, y) = (places[key(a.element)] ?? Int.max, places[key(b.element)] ?? Int.max)
                return x == y ? a.offset < b.offset : x < y
            }.map(\.element)
        }
        let left = sorted(merged.filter { patchPlaces[key($0)] == nil }, by: serverPlaces)
        let right = sorted(merged.filter { patchPlaces[key($0)] != nil }, by: patchPlaces)
        return weave(left, right, serverPlaces)
    }

    /// An item of the patch goes first, unless the server had both and the other one before it.
    private func weave(_ left: [JSON], _ right: [JSON], _ places: [JSON: Int]) -> [JSON] {
        var out: [JSON] = []
        var (i, j) = (0, 0)
        while i < left.count, j < right.count {
            if let l = places[key(left[i])], let r = places[key(right[j])], l < r {
                out.append(left[i])
                i += 1
            } else {
                out.append(right[j])
                j += 1
            }
        }
        return out + left[i...] + right[j...]
    }

    private func places(_ items: [JSON]) -> [JSON: Int] {
        var places: [JSON: Int] = [:]
        for (place, item) in items.enumerated() where places[key(item)] == nil { places[key(item)] = place }
        return places
    }

    private func key(_ item: JSON) -> JSON { mergeKey.map { item[$0] ?? .null } ?? item }
}
