import Model

/// Turns what our field manager wrote by update (as the predecessor did everything) into what it applied. Without that, a field that we
/// stop applying would stay, because the record by update still holds it. Data is left out: it is never applied, and what is applied
/// without it must not take it away.
enum OwnershipMove {
    /// A JSON patch, guarded by the object's version; nil where there is nothing to move.
    ///
    /// - Parameter live: the whole object with all managers' entries, as only the API server gives it.
    static func patch(for live: JSON) -> JSON? {
        guard let entries = live.at("metadata", "managedFields")?.array, let version = live.at("metadata", "resourceVersion") else {
            return nil
        }
        let isOurs: (JSON) -> Bool = { $0["manager"]?.string == Ownership.manager && ($0["subresource"]?.string ?? "").isEmpty }
        let ours = entries.filter(isOurs)
        guard ours.contains(where: { $0["operation"]?.string == "Update" }), var entry = ours.first(where: isApply) ?? ours.first else {
            return nil
        }
        var fields = ours.filter(isApply).compactMap { $0["fieldsV1"] }.first ?? .object([:])
        for update in ours where !isApply(update) { fields = union(fields, update["fieldsV1"] ?? .object([:])) }
        for name in ["f:data", "f:stringData", "f:type", "f:subsets"] { fields[name] = nil }
        for name in OptionalFields.keptAnnotations { fields.set(["f:metadata", "f:annotations", "f:" + name], to: nil) }
        entry["operation"] = "Apply"
        entry["fieldsV1"] = fields
        return [
            ["op": "replace", "path": "/metadata/managedFields", "value": .array(entries.filter { !isOurs($0) } + [entry])],
            ["op": "replace", "path": "/metadata/resourceVersion", "value": version],
        ]
    }

    private static func isApply(_ entry: JSON) -> Bool { entry["operation"]?.string == "Apply" }

    private static func union(_ a: JSON, _ b: JSON) -> JSON {
        guard case .object(var members) = a, case .object(let others) = b else { return a }
        for (name, value) in others { members[name] = members[name].map { union($0, value) } ?? value }
        return .object(members)
    }
}
