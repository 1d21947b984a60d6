import Model

/// JSON merge patches (RFC 7386).
enum PatchDifference {
    /// What turns one value into the other; nil where they are equal. Lists are replaced whole.
    static func between(_ old: JSON, to new: JSON) -> JSON? {
        guard let oldMembers = old.object, let newMembers = new.object else { return old == new ? JSON?.none : new }
        var patch: JSON = [:]
        for (key, _) in oldMembers where newMembers[key] == nil { patch[key] = .null }
        for (key, value) in newMembers {
            if let oldValue = oldMembers[key] {
                if let change = between(oldValue, to: value) { patch[key] = change }
            } else {
                patch[key] = value
            }
        }
        return patch.object?.isEmpty == true ? JSON?.none : patch
    }
}
