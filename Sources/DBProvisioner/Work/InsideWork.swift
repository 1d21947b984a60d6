import IPC

/// All that an order wants inside one database.
struct InsideWork: Equatable, Sendable {
    var database: String
    var prepared: WantedPreparedDatabase?
    var pooler: WantedPoolerLookup?
    var publications: [WantedPublication] = []

    var question: InsideQuestion {
        var question = prepared.map { PreparedPlanner.question($0) } ?? InsideQuestion()
        question.poolerSchema = pooler?.schema
        question.publications = !publications.isEmpty
        return question
    }

    func plan(_ observed: ObservedInside) -> ProvisionPlan {
        var plan = ProvisionPlan()
        if let prepared {
            plan += PreparedPlanner.plan(prepared, observed: observed)
            plan += ExtensionPlanner.plan(prepared, observed: observed)
        }
        if let pooler { plan += PoolerLookupPlanner.plan(pooler, database: database, observed: observed) }
        if !publications.isEmpty { plan += PublicationPlanner.plan(publications, database: database, observed: observed) }
        return plan
    }

    /// What a database has that was just made, for planning ahead; every extension counts as available.
    var emptyDatabase: ObservedInside {
        ObservedInside(
            schemas: ["public": ObservedInside.Schema(owner: "pg_database_owner")],
            available: Set(prepared.map { Array($0.extensions.keys) } ?? []))
    }

    /// What to name when the database itself cannot be worked on.
    var mainKind: ProvisionResult.Item.Kind { prepared != nil ? .schema : pooler != nil ? .poolerLookup : .publication }
}
