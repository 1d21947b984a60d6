import Model

/// One place at which a live object is not what it should be.
public struct Difference: Sendable, Hashable {
    /// Whose doing the difference is, as far as the record of field managers tells.
    public enum Origin: String, Sendable, Hashable {
        /// Manifest or configuration ask for something else than before.
        case wanted
        /// Somebody else changed a field that is ours.
        case drift
    }

    public var path: FieldPath
    /// Nil: not there.
    public var old: JSON?
    /// Nil: to be removed.
    public var new: JSON?
    public var origin: Origin

    public init(_ path: FieldPath, old: JSON?, new: JSON?, origin: Origin = .wanted) {
        self.path = path
        self.old = old
        self.new = new
        self.origin = origin
    }
}

extension Difference: CustomStringConvertible {
    /// `spec.replicas: 2 → 3`. Nothing of a Secret's data is shown.
    public var description: String {
        let who = origin == .drift ? " (changed by another manager)" : ""
        return "\(path): \(shown(old)) → \(shown(new))\(who)"
    }

    var json: JSON {
        var form: JSONObject = ["path": .string(path.description), "origin": .string(origin.rawValue)]
        if let old { form["old"] = isSecret ? "<secret>" : old }
        if let new { form["new"] = isSecret ? "<secret>" : new }
        return .object(form)
    }

    private var isSecret: Bool { ["data", "stringData"].contains(path.fields.first) }

    private func shown(_ value: JSON?) -> String {
        guard let value else { return "nothing" }
        if isSecret { return "<secret>" }
        let text = value.text(.canonical)
        return text.utf8.count <= 160 ? text : String(text.prefix(157)) + "…"
    }
}
