import IPC

/// Plans the function through which the connection pooler asks for a user's verifier, in one database. Pure.
enum PoolerLookupPlanner {
    static let identityArguments = "i_username text, OUT uname text, OUT phash text"

    /// Every name and operator is qualified, so that nobody's search_path can change what a function that runs as superuser does.
    private static let body = """
        begin
          select u.usename, u.passwd into uname, phash
            from pg_catalog.pg_shadow as u
           where u.usename operator(pg_catalog.=) i_username;
        end
        """

    static func plan(_ pooler: WantedPoolerLookup, database: String, observed: ObservedInside) -> ProvisionPlan {
        var statements: [SQLText] = []
        let isNew = observed.lookup == nil
        let schema = observed.schemas[pooler.schema]
        if schema == nil { statements.append("create schema \(name: pooler.schema)") }
        let function: SQLText = "\(name: pooler.schema).user_lookup(text)"
        if !isTheFunction(observed.lookup) {
            statements.append(
                """
                create or replace function \(name: pooler.schema).user_lookup(in i_username text, out uname text, out phash text) \
                returns record language plpgsql volatile security definer as \(value: body)
                """)
        }
        let execute = observed.lookup?.execute ?? [""]
        if execute.contains("") { statements.append("revoke all on function \(function) from public") }
        if !execute.contains(pooler.user) { statements.append("grant execute on function \(function) to \(name: pooler.user)") }
        if !(schema?.usage.contains(pooler.user) ?? false) {
            statements.append("grant usage on schema \(name: pooler.schema) to \(name: pooler.user)")
        }
        var plan = ProvisionPlan()
        guard !statements.isEmpty else {
            plan.unchanged = 1
            return plan
        }
        plan.steps.append(
            PlannedStep(
                .poolerLookup, database, isNew ? .created : .changed,
                "let the pooler's user \"\(pooler.user)\" look up verifiers through schema \"\(pooler.schema)\"", statements))
        return plan
    }

    private static func isTheFunction(_ lookup: ObservedInside.LookupFunction?) -> Bool {
        guard let lookup else { return false }
        return lookup.isSecurityDefiner && lookup.language == "plpgsql" && lookup.result == "record" && lookup.body == body
    }
}
