import Model

/// A JSON merge patch (RFC 7386): objects merge, null removes, everything else replaces.
enum MergePatch {
    static func apply(_ patch: JSON, to target: JSON) -> JSON {
        guard case .object(let changes) = patch else { return patch }
        guard case .object(var members) = target else { return withoutNulls(patch) }
        for change in changes {
            if change.value.isNull {
                members[change.key] = nil
            } else if let old = members[change.key] {
                members[change.key] = apply(change.value, to: old)
            } else {
                members[change.key] = withoutNulls(change.value)
            }
        }
        return .object(members)
    }

    /// An object that is new takes no nulls in; those in lists stay.
    private static func withoutNulls(_ value: JSON) -> JSON {
        guard case .object(let members) = value else { return value }
        return .object(members.filter { !$0.value.isNull }.mapValues(withoutNulls))
    }
}
