import IPC

/// Plans the extensions of a prepared database. Pure.
enum ExtensionPlanner {
    static func plan(_ database: WantedPreparedDatabase, observed: ObservedInside) -> ProvisionPlan {
        var plan = ProvisionPlan()
        let schemas = Set(observed.schemas.keys).union(database.schemas.map(\.name))
        for (name, schema) in database.extensions.sorted(by: { $0.key < $1.key }) {
            let item = "\(database.name)/\(name)"
            let present = observed.extensions[name]
            if present == schema {
                plan.unchanged += 1
            } else if !schemas.contains(schema) {
                plan.refusals.append(Refusal(.extension, item, "there is no schema \"\(schema)\" in the database: list it under schemas"))
            } else if let present {
                plan.steps.append(
                    PlannedStep(
                        .extension, item, .changed, "move extension \"\(name)\" from schema \"\(present)\" to \"\(schema)\"",
                        ["alter extension \(name: name) set schema \(name: schema)"]))
            } else if observed.available.contains(name) {
                plan.steps.append(
                    PlannedStep(
                        .extension, item, .created, "create extension \"\(name)\" in schema \"\(schema)\"",
                        ["create extension \(name: name) schema \(name: schema)"]))
            } else {
                plan.refusals.append(Refusal(.extension, item, "the server has no extension \"\(name)\" to install"))
            }
        }
        return plan
    }
}
