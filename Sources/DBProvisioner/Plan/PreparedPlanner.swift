import IPC

/// Plans the inside of a prepared database: schemas with their owners, who may use them, and the default privileges for future objects.
/// Pure.
///
/// Schemas are made by the superuser for their owner, so that it does not matter who owns the database. What is missing is added in a
/// database or schema that was there before as well.
struct PreparedPlanner {
    let database: WantedPreparedDatabase
    let observed: ObservedInside
    private var plan = ProvisionPlan()

    static func plan(_ database: WantedPreparedDatabase, observed: ObservedInside) -> ProvisionPlan {
        var planner = PreparedPlanner(database: database, observed: observed)
        planner.run()
        return planner.plan
    }

    static func question(_ database: WantedPreparedDatabase) -> InsideQuestion {
        var question = InsideQuestion(schemas: Set(database.schemas.map(\.name)))
        question.grantors = Set(rules(of: database).map(\.grantor))
        question.extensions = Set(database.extensions.keys)
        question.schemas.formUnion(database.extensions.values)
        return question
    }

    private init(database: WantedPreparedDatabase, observed: ObservedInside) {
        self.database = database
        self.observed = observed
    }

    /// Objects that `grantor` makes (in that schema, or in any where it is empty) are open to the reader and the writer of that prefix.
    struct Rule: Hashable {
        var grantor: String
        var schema: String
        var prefix: String
    }

    /// Which grantors open their objects to which readers and writers.
    static func rules(of database: WantedPreparedDatabase) -> [Rule] {
        let owners = ["\(database.name)_owner"] + (database.defaultUsers ? ["\(database.name)_owner_user"] : [])
        var rules = owners.map { Rule(grantor: $0, schema: "", prefix: database.name) }
        for schema in database.schemas {
            guard schema.defaultRoles else {
                rules += owners.map { Rule(grantor: $0, schema: schema.name, prefix: database.name) }
                continue
            }
            let prefix = "\(database.name)_\(schema.name)"
            let schemaOwners = ["\(prefix)_owner"] + (schema.defaultUsers ? ["\(prefix)_owner_user"] : [])
            rules += schemaOwners.map { Rule(grantor: $0, schema: schema.name, prefix: database.name) }
            rules += (owners + schemaOwners).map { Rule(grantor: $0, schema: schema.name, prefix: prefix) }
        }
        return rules
    }

    private mutating func run() {
        for schema in database.schemas { planSchema(schema) }
        let rules = Self.rules(of: database)
        let grantors = rules.reduce(into: [(String, String)]()) { pairs, rule in
            if !pairs.contains(where: { $0 == (rule.schema, rule.grantor) }) { pairs.append((rule.schema, rule.grantor)) }
        }
        for (schema, grantor) in grantors {
            planDefaults(schema, grantor, prefixes: rules.filter { $0.schema == schema && $0.grantor == grantor }.map(\.prefix))
        }
    }

    // MARK: Schemas

    private mutating func planSchema(_ schema: WantedPreparedDatabase.Schema) {
        let item = "\(database.name)/\(schema.name)"
        if let objection = RolePlanner.objection(to: schema.name) {
            plan.refusals.append(Refusal(.schema, item, objection))
            return
        }
        let owner = schema.defaultRoles ? "\(database.name)_\(schema.name)_owner" : "\(database.name)_owner"
        if observed.schemas[schema.name] == nil {
            plan.steps.append(
                PlannedStep(
                    .schema, item, .created, "create schema \"\(schema.name)\" with owner \"\(owner)\"",
                    ["create schema \(name: schema.name) authorization \(name: owner)"]))
        } else {
            plan.unchanged += 1
        }
        let prefixes = [database.name] + (schema.defaultRoles ? ["\(database.name)_\(schema.name)"] : [])
        let present = observed.schemas[schema.name]?.usage ?? []
        let missing = prefixes.flatMap { ["\($0)_reader", "\($0)_writer"] }.filter { !present.contains($0) }
        guard !missing.isEmpty else { return }
        plan.steps.append(
            PlannedStep(
                .privileges, item, .changed, "let \(missing.joined(separator: ", ")) use schema \"\(schema.name)\"",
                ["grant usage on schema \(name: schema.name) to \(names: missing)"]))
    }

    // MARK: Default privileges

    private mutating func planDefaults(_ schema: String, _ grantor: String, prefixes: [String]) {
        var statements: [SQLText] = []
        var grantees: [String] = []
        for kind in DefaultPrivilegeKind.allCases where kind != .schemas || schema.isEmpty {
            for prefix in prefixes {
                for (grantee, privileges) in [("\(prefix)_reader", kind.readerPrivileges), ("\(prefix)_writer", kind.writerPrivileges)] {
                    let missing = privileges.filter { privilege in
                        !observed.defaultGrants.contains(
                            ObservedInside.DefaultGrant(
                                grantor: grantor, schema: schema, kind: kind, grantee: grantee, privilege: privilege))
                    }
                    guard !missing.isEmpty else { continue }
                    if !grantees.contains(grantee) { grantees.append(grantee) }
                    let place: SQLText = schema.isEmpty ? "" : " in schema \(name: schema)"
                    statements.append(
                        """
                        alter default privileges for role \(name: grantor)\(place) grant \(privileges: missing) on \(objects: kind) \
                        to \(name: grantee)
                        """)
                }
            }
        }
        guard !statements.isEmpty else {
            plan.unchanged += 1
            return
        }
        let place = schema.isEmpty ? "any schema" : "schema \"\(schema)\""
        plan.steps.append(
            PlannedStep(
                .privileges, "\(database.name)/\(schema.isEmpty ? "*" : schema) of \(grantor)", .changed,
                "open what \"\(grantor)\" will make in \(place) to \(grantees.joined(separator: ", "))", statements))
    }
}
