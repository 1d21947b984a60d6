import IPC

/// Plans databases and their owners. Pure.
///
/// An owner that `databases` names is kept true; a prepared database that is there already keeps the owner that it has, as someone
/// gave it to that role on purpose.
enum DatabasePlanner {
    static func plan(
        _ order: ProvisionOrder, observed: [String: ObservedDatabase], roles: Set<String>
    ) -> ProvisionPlan {
        var plan = ProvisionPlan()
        let owners = Dictionary(order.databases.map { ($0.name, $0.owner) }, uniquingKeysWith: { _, last in last })
        let prepared = Set(order.preparedDatabases.map(\.name))
        for name in Set(owners.keys).union(prepared).sorted() {
            let owner = owners[name] ?? "\(name)_owner"
            if let objection = RolePlanner.objection(to: name) {
                plan.refusals.append(Refusal(.database, name, objection))
            } else if let present = observed[name] {
                guard let wanted = owners[name], wanted != present.owner else {
                    plan.unchanged += 1
                    continue
                }
                add(
                    PlannedStep(
                        .database, name, .changed, "give database \"\(name)\" to \"\(wanted)\" (now \"\(present.owner)\")",
                        ["alter database \(name: name) owner to \(name: wanted)"]), owner: wanted, roles, to: &plan)
            } else {
                add(
                    PlannedStep(
                        .database, name, .created, "create database \"\(name)\" with owner \"\(owner)\"",
                        ["create database \(name: name) owner \(name: owner)"]), owner: owner, roles, to: &plan)
            }
        }
        return plan
    }

    private static func add(_ step: PlannedStep, owner: String, _ roles: Set<String>, to plan: inout ProvisionPlan) {
        if roles.contains(owner) {
            plan.steps.append(step)
        } else {
            plan.refusals.append(Refusal(.database, step.name, "there is no role \"\(owner)\" that could own it"))
        }
    }
}
