import Model

/// The options of a DELETE, from its body where it has one, else from its query.
struct DeleteParameters: Equatable, Sendable {
    enum Propagation: String, Sendable {
        case foreground = "Foreground"
        case background = "Background"
        case orphan = "Orphan"
    }

    var propagation: Propagation?
    var gracePeriodSeconds: Int?
    var uid: String?
    var resourceVersion: String?
    var isDryRun = false

    init() {}

    /// `body` is null where the request has none.
    init(_ query: Query, body: JSON) throws(StatusError) {
        var problems = OptionProblems(kind: "DeleteOptions")
        let hasBody = !body.isNull
        isDryRun = problems.dryRun(hasBody ? (body["dryRun"]?.array ?? []).compactMap(\.string) : query.all("dryRun"))
        let policy = hasBody ? body["propagationPolicy"]?.string : query["propagationPolicy"]
        let orphans = hasBody ? body["orphanDependents"]?.bool : query.flag("orphanDependents")
        if let policy, orphans != nil {
            problems.invalid("propagationPolicy", "\"\(policy)\"", "orphanDependents and deletionPropagation cannot be both set")
        } else if let policy {
            propagation = Propagation(rawValue: policy)
            if propagation == nil {
                problems.unsupported("propagationPolicy", "\"\(policy)\"", ["Foreground", "Background", "Orphan", "nil"])
            }
        } else if let orphans {
            propagation = orphans ? .orphan : .background
        }
        gracePeriodSeconds = hasBody ? body["gracePeriodSeconds"]?.int : query["gracePeriodSeconds"].flatMap { Int($0) }
        if let seconds = gracePeriodSeconds, seconds < 0 { gracePeriodSeconds = 1 }
        uid = body.at("preconditions", "uid")?.string
        resourceVersion = body.at("preconditions", "resourceVersion")?.string
        try problems.refuse()
    }
}
