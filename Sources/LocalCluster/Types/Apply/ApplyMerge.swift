import Model

/// The heart of server-side apply: lays a configuration over the live object, takes out what its manager no longer applies, and finds
/// who else owns what changes.
struct ApplyMerge {
    let shape: Shape
    let live: JSON
    let config: JSON
    /// Fields that are nobody's.
    let ignored: FieldSet

    struct Result {
        /// Nil where nothing changes.
        var object: JSON?
        var managed: ManagedFields
    }

    /// Others own what would change.
    struct Conflicts: Error {
        var byManager: [(manager: ManagedFieldsEntry, fields: FieldSet)]

        var conflicts: FieldSet { byManager.reduce(FieldSet()) { $0.union($1.fields) } }

        var status: StatusError {
            let sorted = byManager.sorted { $0.manager.description < $1.manager.description }
            let all = sorted.flatMap { one in one.fields.paths().map { (one.manager.description, FieldSet.text(of: $0)) } }
            var message = "Apply failed with \(all.count) conflict\(all.count == 1 ? "" : "s"): "
            if all.count == 1 {
                message += "conflict with \(all[0].0): \(all[0].1)"
            } else {
                message += sorted.map { one in
                    (["conflicts with \(one.manager.description):"] + one.fields.paths().map { "- " + FieldSet.text(of: $0) })
                        .joined(separator: "\n")
                }.joined(separator: "\n")
            }
            return StatusError(
                code: 409, reason: "Conflict", message: message, name: "", group: "", kind: "",
                causes: all.map { StatusCause(reason: "FieldManagerConflict", message: "conflict with \($0.0)", field: $0.1) })
        }
    }

    func run(_ before: ManagedFields, as applier: ManagedFieldsEntry, force: Bool) throws(Conflicts) -> Result {
        var managed = before
        let last = managed.place(of: applier).map { managed.entries[$0] }
        var own = applier
        own.fields = TypedValue(config, shape).fields.subtracting(ignored)
        own.time = last?.time
        if let place = managed.place(of: applier) { managed.entries[place] = own } else { managed.entries.append(own) }

        let merged = TypedValue(live, shape).merged(with: TypedValue(config, shape))
        let pruned = prune(merged, managed, last?.fields, own: own.fields)
        let comparison = FieldComparison(live, pruned.value, shape)
        try release(&managed, comparison, except: managed.place(of: applier), force: force)
        managed.dropEmpty()
        return Result(object: comparison.isSame ? JSON?.none : .some(pruned.value), managed: managed)
    }

    private func release(
        _ managed: inout ManagedFields, _ comparison: FieldComparison, except: Int?, force: Bool
    ) throws(Conflicts) {
        let changed = comparison.modified.union(comparison.added)
        var conflicts: [(manager: ManagedFieldsEntry, fields: FieldSet)] = []
        for place in managed.entries.indices where place != except {
            let contested = managed.entries[place].fields.intersection(changed)
            if !contested.isEmpty { conflicts.append((managed.entries[place], contested)) }
        }
        guard force || conflicts.isEmpty else { throw Conflicts(byManager: conflicts) }
        managed.release(comparison, except: except)
    }

    /// Without what this manager applied before, does not apply now, and nobody else owns.
    private func prune(_ merged: TypedValue, _ managed: ManagedFields, _ last: FieldSet?, own: FieldSet?) -> TypedValue {
        guard let last, !last.isEmpty else { return merged }
        // Mostly everything that was applied is applied again.
        if let own, last.subtracting(own).isEmpty { return merged }
        let lastNamed = last.withNamedFields(shape)
        let whole = merged.fields.withNamedFields(shape)
        let owned = managed.entries.reduce(FieldSet()) { $0.union($1.fields) }.withNamedFields(shape)
        let first = merged.removing(lastNamed).fields.withNamedFields(shape)
        let withOwned = merged.removing(whole.subtracting(first.union(owned)))
        let dangling = withOwned.fields.withNamedFields(shape)
        return merged.removing(whole.subtracting(dangling).intersection(lastNamed))
    }
}
