import IPC

/// Plans the publications of streams in one database. Pure. Only publications of the session's own user with the streams' prefix are
/// looked after; one that is no longer wanted is dropped only while there are others of this cluster to compare with.
enum PublicationPlanner {
    static func plan(_ wanted: [WantedPublication], database: String, observed: ObservedInside) -> ProvisionPlan {
        var plan = ProvisionPlan()
        for publication in wanted {
            let item = "\(database)/\(publication.name)"
            let tables = publication.tables.sorted()
            guard !tables.isEmpty else {
                plan.refusals.append(Refusal(.publication, item, "it has no table"))
                continue
            }
            let list = tables.map(qualified)
            guard let present = observed.publications[publication.name] else {
                var statement: SQLText = "create publication \(name: publication.name) for table "
                append(list, to: &statement)
                plan.steps.append(
                    PlannedStep(
                        .publication, item, .created, "publish inserts and updates of \(tables.joined(separator: ", "))",
                        ["\(statement) with (publish = 'insert, update')"]))
                continue
            }
            guard present.tables.sorted() != tables else {
                plan.unchanged += 1
                continue
            }
            var statement: SQLText = "alter publication \(name: publication.name) set table "
            append(list, to: &statement)
            plan.steps.append(
                PlannedStep(.publication, item, .changed, "publish \(tables.joined(separator: ", "))", [statement]))
        }
        return plan
    }

    private static func append(_ list: [SQLText], to statement: inout SQLText) {
        for (place, table) in list.enumerated() { statement = place == 0 ? "\(statement)\(table)" : "\(statement), \(table)" }
    }

    /// `schema.table`, split at the first dot.
    private static func qualified(_ table: String) -> SQLText {
        let parts = table.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return "public.\(name: table)" }
        return "\(name: parts[0]).\(name: parts[1])"
    }
}
