import IPC

/// Plans roles: flags, passwords, settings, comments, memberships, and team members who left or came back. Pure.
struct RolePlanner {
    let order: ProvisionOrder
    /// Changes as steps are planned: a role that was renamed back is there from then on.
    private var observed: ObservedRoles
    /// Roles whose stored password is the wanted one.
    private let passwordsInOrder: Set<String>
    private var plan = ProvisionPlan()
    /// Roles that have a step.
    private var touched: Set<String> = []

    init(order: ProvisionOrder, observed: ObservedRoles, passwordsInOrder: Set<String>) {
        self.order = order
        self.observed = observed
        self.passwordsInOrder = passwordsInOrder
    }

    /// All names that the plan depends on; what `CatalogReader.roles` has to be asked for.
    static func names(of order: ProvisionOrder) -> Set<String> {
        var names = Set(order.formerRoles)
        for role in order.roles {
            names.insert(role.name)
            names.formUnion(role.memberOf)
            names.formUnion(role.admins)
            if let base = role.basedOn { names.insert(base) }
        }
        if let suffix = order.options.deletionSuffix {
            for role in order.roles where role.source == .team { names.insert(role.name + suffix) }
            for name in order.formerRoles { names.insert(name + suffix) }
        }
        for database in order.databases { names.insert(database.owner) }
        for database in order.preparedDatabases { names.insert("\(database.name)_owner") }
        return names
    }

    static func plan(_ order: ProvisionOrder, observed: ObservedRoles, passwordsInOrder: Set<String>) -> ProvisionPlan {
        var planner = RolePlanner(order: order, observed: observed, passwordsInOrder: passwordsInOrder)
        return planner.result()
    }

    private mutating func result() -> ProvisionPlan {
        planFormerRoles()
        planReturns()
        let wanted = order.roles.filter { accept($0) }
        let missing = wanted.filter { observed.roles[$0.name] == nil }
        var creation = RoleCreationOrder(missing)
        for role in creation.sorted() { planCreation(role, withoutGroups: creation.deferred[role.name] ?? []) }
        let createdNames = Set(missing.map(\.name))
        for role in wanted where !createdNames.contains(role.name) { planChange(role) }
        for role in wanted { planSettings(role, isNew: createdNames.contains(role.name)) }
        for role in wanted { planMemberships(role) }
        for role in wanted { refuseMissingAdmins(role) }
        for role in wanted where createdNames.contains(role.name) { planDeferredAdmins(role, creation.deferredAdmins[role.name] ?? []) }
        plan.unchanged += wanted.count { !touched.contains($0.name) }
        return plan
    }

    /// What could not be right in any database.
    private mutating func accept(_ role: WantedRole) -> Bool {
        if let objection = Self.objection(to: role.name) {
            plan.refusals.append(Refusal(.role, role.name, objection))
            return false
        }
        if let password = role.password, password.utf8.contains(0) || password.isEmpty {
            plan.refusals.append(Refusal(.role, role.name, "its password \(password.isEmpty ? "is empty" : "holds a NUL byte")"))
            return false
        }
        return true
    }

    /// PostgreSQL cuts longer names silently: two of them could become one.
    static func objection(to name: String) -> String? {
        if name.isEmpty { return "the name is empty" }
        if name.utf8.count > 63 { return "the name has \(name.utf8.count) bytes, PostgreSQL cuts names after 63" }
        if name.utf8.contains(0) { return "the name holds a NUL byte" }
        return nil
    }

    private mutating func add(_ step: PlannedStep, for role: String) {
        plan.steps.append(step)
        touched.insert(role)
    }

    // MARK: Team members who left or came back

    private mutating func planFormerRoles() {
        guard let suffix = order.options.deletionSuffix, !suffix.isEmpty else { return }
        for name in order.formerRoles {
            guard let role = observed.roles[name] else { continue }
            let target = name + suffix
            var statements: [SQLText] = []
            if role.canLogin { statements.append("alter role \(name: name) nologin") }
            let canRename = observed.roles[target] == nil && Self.objection(to: target) == nil
            if canRename { statements.append("alter role \(name: name) rename to \(name: target)") }
            guard !statements.isEmpty else {
                plan.unchanged += 1
                continue
            }
            plan.steps.append(
                PlannedStep(
                    .role, name, .changed,
                    "take role \"\(name)\" out of service, as its owner left the team" + (canRename ? ", and name it \"\(target)\"" : ""),
                    statements))
            if canRename {
                observed.roles[target] = role
                observed.roles[name] = nil
            }
        }
    }

    private mutating func planReturns() {
        guard let suffix = order.options.deletionSuffix, !suffix.isEmpty else { return }
        for role in order.roles where role.source == .team && observed.roles[role.name] == nil {
            let former = role.name + suffix
            guard var present = observed.roles[former], !present.canLogin else { continue }
            add(
                PlannedStep(
                    .role, role.name, .changed, "put role \"\(former)\" back into service as \"\(role.name)\"",
                    ["alter role \(name: former) login", "alter role \(name: former) rename to \(name: role.name)"]), for: role.name)
            present.canLogin = true
            observed.roles[role.name] = present
            observed.roles[former] = nil
            observed.memberships = Set(
                observed.memberships.map { $0.member == former ? Membership(role: $0.role, member: role.name) : $0 })
        }
    }

    // MARK: Creation

    private mutating func planCreation(_ role: WantedRole, withoutGroups deferred: Set<String>) {
        let groups = role.memberOf.filter { !deferred.contains($0) && exists($0) }
        let admins = role.admins.filter { exists($0) }
        var statement: SQLText = "create role \(name: role.name) \(role.login ? "login" : "nologin")"
        if !role.flags.isEmpty { statement = "\(statement) \(flags: role.flags)" }
        if !groups.isEmpty { statement = "\(statement) in role \(names: groups)" }
        if !admins.isEmpty { statement = "\(statement) admin \(names: admins)" }
        if let password = role.password { statement = "\(statement) password \(verifier: wanted(password, of: role))" }
        var statements = [statement]
        if let comment = role.comment { statements.append("comment on role \(name: role.name) is \(value: comment)") }
        var traits = [role.login ? "LOGIN" : "NOLOGIN"] + role.flags.map(\.rawValue)
        if role.password != nil { traits.append("a password") }
        if !groups.isEmpty { traits.append("membership in \(groups.joined(separator: ", "))") }
        if !admins.isEmpty { traits.append("\(admins.joined(separator: ", ")) as its admin") }
        add(
            PlannedStep(.role, role.name, .created, "create role \"\(role.name)\" with \(traits.joined(separator: ", "))", statements),
            for: role.name)
        observed.roles[role.name] = ObservedRole(canLogin: role.login)
        for group in groups { observed.memberships.insert(Membership(role: group, member: role.name)) }
        for admin in admins { observed.memberships.insert(Membership(role: role.name, member: admin)) }
    }

    private mutating func planDeferredAdmins(_ role: WantedRole, _ admins: [String]) {
        for admin in admins where exists(admin) && !observed.memberships.contains(Membership(role: role.name, member: admin)) {
            add(
                PlannedStep(
                    .membership, "\(admin) in \(role.name)", .created, "let \"\(admin)\" pass on membership in \"\(role.name)\"",
                    ["grant \(name: role.name) to \(name: admin) with admin option"]), for: role.name)
        }
    }

    /// Admins are made so when a role is made, and left to whoever changes that later; but one that is not there at all is told of.
    private mutating func refuseMissingAdmins(_ role: WantedRole) {
        for admin in role.admins where !exists(admin) {
            plan.refusals.append(Refusal(.membership, "\(admin) in \(role.name)", "there is no role \"\(admin)\" that could be its admin"))
            touched.insert(role.name)
        }
    }

    private func exists(_ name: String) -> Bool { observed.roles[name] != nil }

    private func wanted(_ password: String, of role: WantedRole) -> WantedPassword {
        WantedPassword(role: role.name, secret: password, method: order.options.passwordEncryption)
    }

    // MARK: Changes

    private mutating func planChange(_ role: WantedRole) {
        guard let present = observed.roles[role.name] else { return }
        let flags = role.flags.filter { !present.has($0) }
        let needsLogin = role.login && !present.canLogin
        if !flags.isEmpty || needsLogin {
            let words = (needsLogin ? ["LOGIN"] : []) + flags.map(\.rawValue)
            let statement: SQLText =
                needsLogin ? "alter role \(name: role.name) login \(flags: flags)" : "alter role \(name: role.name) \(flags: flags)"
            add(
                PlannedStep(.role, role.name, .changed, "give role \"\(role.name)\" \(words.joined(separator: ", "))", [statement]),
                for: role.name)
        }
        if let password = role.password, !passwordsInOrder.contains(role.name) {
            add(
                PlannedStep(
                    .role, role.name, .changed, "set the password of role \"\(role.name)\"",
                    ["alter role \(name: role.name) password \(verifier: wanted(password, of: role))"]), for: role.name)
        }
        if let comment = role.comment, comment != present.comment {
            add(
                PlannedStep(
                    .role, role.name, .changed, "comment on role \"\(role.name)\"",
                    ["comment on role \(name: role.name) is \(value: comment)"]), for: role.name)
        }
    }

    /// Where settings are wanted, they are all that the role shall have (for all databases).
    private mutating func planSettings(_ role: WantedRole, isNew: Bool) {
        var wanted: [String: SettingValue] = [:]
        for (name, text) in role.settings { wanted[name.lowercased()] = SettingValue(name, wanted: text) }
        if isNew, let base = role.basedOn {
            for (name, text) in observed.roles[base]?.settings ?? [:] { wanted[name.lowercased()] = SettingValue(name, stored: text) }
        }
        guard !wanted.isEmpty else { return }
        var stored: [String: SettingValue] = [:]
        for (name, text) in observed.roles[role.name]?.settings ?? [:] { stored[name.lowercased()] = SettingValue(name, stored: text) }
        guard stored != wanted else { return }
        var statements: [SQLText] = stored.isEmpty ? [] : ["alter role \(name: role.name) reset all"]
        for (name, value) in wanted.sorted(by: { $0.key < $1.key }) {
            statements.append("alter role \(name: role.name) set \(setting: name) to \(value.sql)")
        }
        let names = wanted.keys.sorted().joined(separator: ", ")
        add(PlannedStep(.role, role.name, .changed, "set \(names) of role \"\(role.name)\"", statements), for: role.name)
    }

    // MARK: Memberships

    private mutating func planMemberships(_ role: WantedRole) {
        for group in role.memberOf {
            let membership = Membership(role: group, member: role.name)
            guard !observed.memberships.contains(membership) else { continue }
            let item = "\(role.name) in \(group)"
            guard exists(group) else {
                plan.refusals.append(Refusal(.membership, item, "there is no role \"\(group)\""))
                touched.insert(role.name)
                continue
            }
            var statements: [SQLText] = []
            var intent = "make \"\(role.name)\" a member of \"\(group)\""
            // The other way round would be a loop, which PostgreSQL refuses; additional owner roles win against it.
            if order.options.additionalOwnerRoles.contains(group), observed.memberships.contains(Membership(role: role.name, member: group))
            {
                statements.append("revoke \(name: role.name) from \(name: group)")
                intent += ", which must no longer be a member of it"
            }
            statements.append("grant \(name: group) to \(name: role.name)")
            add(PlannedStep(.membership, item, .created, intent, statements), for: role.name)
        }
    }
}
