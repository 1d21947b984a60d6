import IPC

/// Plans what a session user who is no superuser (on a managed server) needs first: membership in the roles that shall own something or
/// whose default privileges are kept. Pure.
enum SessionUserPlanner {
    static func plan(_ order: ProvisionOrder, user: String?, observed: ObservedRoles, roles: Set<String>) -> ProvisionPlan {
        var plan = ProvisionPlan()
        guard let user else { return plan }
        var needed = Set(order.databases.map(\.owner))
        for database in order.preparedDatabases { needed.formUnion(PreparedPlanner.rules(of: database).map(\.grantor)) }
        for role in needed.sorted() where role != user && roles.contains(role) {
            guard !observed.memberships.contains(Membership(role: role, member: user)) else {
                plan.unchanged += 1
                continue
            }
            plan.steps.append(
                PlannedStep(
                    .membership, "\(user) in \(role)", .created,
                    "make \"\(user)\", who is no superuser, a member of \"\(role)\" to act for it", ["grant \(name: role) to \(name: user)"]
                ))
        }
        return plan
    }
}
