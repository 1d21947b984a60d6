import Model

/// Puts our finalizer on a `postgresql` object, or takes it away, as the configuration wants; others' finalizers stay.
enum FinalizerStep {
    static let name = "postgres-operator.acid.zalan.do"

    static func isThere(_ object: JSON) -> Bool {
        (object.at("metadata", "finalizers")?.array ?? []).contains(.string(name))
    }

    static func step(key: ObjectKey, object: JSON, isWanted: Bool) -> Step? {
        guard isThere(object) != isWanted else { return nil }
        let old = object.at("metadata", "finalizers")?.array ?? []
        let new = isWanted ? old + [.string(name)] : old.filter { $0 != .string(name) }
        // The list is written as a whole: the uid keeps it from a namesake. A finalizer that somebody adds at the same moment is added anew
        // by its owner, as controllers do.
        let patch: JSON = ["metadata": ["uid": object.at("metadata", "uid") ?? "", "finalizers": .array(new)]]
        let reason = Difference(FieldPath(fields: "metadata", "finalizers"), old: .array(old), new: .array(new))
        return Step(ObjectReference(type: .postgresqls, key: key), .merge(patch), reasons: [reason])
    }
}
