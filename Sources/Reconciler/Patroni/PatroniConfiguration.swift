import Model

/// The difference between the configuration that Patroni keeps and the one that manifest and configuration ask for, as the document for
/// `PATCH /config`. Names that nobody asks for are left alone; a slot that this operator once asked for is taken away.
enum PatroniConfiguration {
    /// - Parameters:
    ///   - wanted: as below `bootstrap.dcs` of Spilo's configuration, with `pg_hba` in `postgresql`.
    ///   - live: as Patroni keeps it.
    ///   - formerSlots: slots that were asked for before.
    /// - Returns: nil where nothing is to be changed.
    static func patch(wanted: JSON, live: JSON, formerSlots: Set<String> = []) -> JSON? {
        var patch = JSON.object([:])
        for (name, value) in wanted.object ?? [:] where !["postgresql", "slots"].contains(name) {
            if !isSame(value, live[name]) { patch[name] = value }
        }
        for (name, value) in wanted.at("postgresql", "parameters")?.object ?? [:]
        where !isSame(value, live.at("postgresql", "parameters", name)) {
            patch.set(["postgresql", "parameters", name], to: value)
        }
        let others = (wanted["postgresql"]?.object ?? [:]).filter { $0.key != "parameters" }
        for (name, value) in others where !isSame(value, live.at("postgresql", name)) {
            patch.set(["postgresql", name], to: value)
        }
        slots(wanted["slots"]?.object ?? [:], live["slots"]?.object ?? [:], former: formerSlots, into: &patch)
        guard patch.object?.isEmpty == false else { return nil }
        return patch
    }

    private static func slots(_ wanted: JSONObject, _ live: JSONObject, former: Set<String>, into patch: inout JSON) {
        for (name, value) in wanted where !isSame(value, live[name]) { patch.set(["slots", name], to: value) }
        for name in former.sorted() where wanted[name] == nil && live[name] != nil { patch.set(["slots", name], to: .some(.null)) }
    }

    /// Patroni keeps numbers and switches as they were given, and PostgreSQL reads text: values compare as text. A switch that is off
    /// and one that is not there are the same.
    private static func isSame(_ wanted: JSON, _ live: JSON?) -> Bool {
        guard let live, !live.isNull else { return wanted == false || wanted == 0 }
        if wanted == live { return true }
        return text(wanted) == text(live)
    }

    private static func text(_ value: JSON) -> String {
        switch value {
        case .string(let text): text
        case .object(let members): JSON.object(members.mapValues { .string(text($0)) }).text(.canonical)
        default: value.text(.canonical)
        }
    }

    /// What the patch does: parameters of PostgreSQL may turn out to need a restart, which Patroni then says itself.
    static func disruption(of patch: JSON) -> Disruption { .reload }

    /// The parameters in a patch as text.
    static func parameters(_ document: JSON) -> [String: String] {
        var result: [String: String] = [:]
        for (name, value) in document.at("postgresql", "parameters")?.object ?? [:] { result[name] = text(value) }
        return result
    }
}
