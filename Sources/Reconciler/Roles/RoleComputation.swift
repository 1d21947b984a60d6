import IPC
import Model

/// Collects the roles of one cluster source by source and settles who wins where two sources define one name. One use each.
struct RoleComputation {
    let manifest: Manifest
    let configuration: Configuration
    let facts: RoleFacts
    var set = RoleSet()
    private var byName: [String: Role] = [:]

    init(manifest: Manifest, configuration: Configuration, facts: RoleFacts) {
        self.manifest = manifest
        self.configuration = configuration
        self.facts = facts
    }

    var spec: Manifest.Spec { manifest.spec }

    mutating func result() -> RoleSet {
        addSystemRoles()
        addInfrastructureRoles()
        addPreparedRoles()
        addManifestUsers()
        addTeamMembers()
        markDatabaseOwners()
        addDatabases()
        addPreparedDatabases()
        addPublications()
        set.roles = byName.values.sorted { $0.name < $1.name }
        return set
    }

    func role(named name: String) -> Role? { byName[name] }

    /// A problem is told once.
    mutating func report(_ problem: Problem) {
        if !set.problems.contains(problem) { set.problems.append(problem) }
    }

    /// Takes a role over, unless a system role or a protected name stands against it or a stronger source has defined it.
    mutating func add(_ role: Role) {
        if let objection = RoleName.lengthObjection(to: role.name) {
            report(.error(role.path, value: .string(role.name), objection))
            return
        }
        if role.origin != .system, let reason = reservation(of: role) {
            report(.warning(role.path, value: .string(role.name), reason))
            return
        }
        guard let present = byName[role.name] else {
            byName[role.name] = role
            return
        }
        let (winner, loser) = role.origin.rank >= present.origin.rank ? (role, present) : (present, role)
        byName[role.name] = winner
        set.losers[role.name, default: []].append(loser)
        report(
            .warning(
                loser.path, value: .string(role.name),
                "defined twice: the definition in \(winner.origin.title) (\(winner.path)) counts, this one does not"))
    }

    private func reservation(of role: Role) -> String? {
        guard role.origin != .prepared else { return nil }
        if let present = byName[role.name], present.origin == .system {
            return "this is the name of a system role of the cluster: it is left out"
        }
        if configuration.protectedRoleNames.contains(role.name) { return "the configuration protects this name: it is left out" }
        return nil
    }

    // MARK: System roles

    private mutating func addSystemRoles() {
        func system(_ name: String, _ duty: SystemRoleDuty, _ flags: [RoleFlag], _ path: String) -> Role {
            Role(
                name: name, origin: .system, duty: duty, flags: flags, hasSecret: true, secretNamespace: manifest.namespace, path: path)
        }
        add(system(configuration.superUsername, .superuser, [], "configuration.super_username"))
        add(system(configuration.replicationUsername, .replication, [], "configuration.replication_username"))
        if spec.wantsPooler {
            let (user, path) = poolerUser()
            add(system(user, .pooler, [], path))
            set.pooler = WantedPoolerLookup(user: user, schema: poolerSchema())
        }
        if !spec.streams.isEmpty { add(system(Self.streamUser, .streams, [.replication], "spec.streams")) }
    }

    static let streamUser = "fes_user"

    private mutating func poolerUser() -> (name: String, path: String) {
        let fallback = (configuration.connectionPoolerUser, "configuration.connection_pooler_user")
        guard let wanted = spec.connectionPooler?.user, !wanted.isEmpty, wanted != configuration.connectionPoolerUser else {
            return fallback
        }
        let path = "spec.connectionPooler.user"
        let isTaken =
            configuration.protectedRoleNames.contains(wanted) || wanted == configuration.superUsername
            || wanted == configuration.replicationUsername
        guard !isTaken else {
            report(
                .warning(path, value: .string(wanted), "this name is reserved: \(configuration.connectionPoolerUser) is used in its place"))
            return fallback
        }
        return (wanted, path)
    }

    /// The pooler's image asks for the schema without quotes, so the name that counts is the one that PostgreSQL makes of it.
    private func poolerSchema() -> String {
        let wanted = spec.connectionPooler?.schema ?? ""
        return (wanted.isEmpty ? configuration.connectionPoolerSchema : wanted).lowercased()
    }

    // MARK: Manifest users

    private mutating func addManifestUsers() {
        for (name, words) in spec.users.sorted(by: { $0.key < $1.key }) {
            let path = "spec.users.\(name)"
            if let objection = RoleName.objection(to: name) {
                report(.error(path, value: .string(name), objection))
                continue
            }
            let flags: RoleFlags
            do { flags = try RoleFlags(words: words) } catch {
                report(.error(path, value: JSON(words), "\(error)"))
                continue
            }
            let admin = configuration.teamAdminRole
            let hasAdmin = configuration.enableAdminRoleForUsers && !admin.isEmpty && admin != name
            add(
                Role(
                    name: name, origin: .manifest, login: flags.login, flags: flags.flags, admins: hasAdmin ? [admin] : [], hasSecret: true,
                    secretNamespace: secretNamespace(ofUser: name), path: path))
        }
    }

    /// With Secrets in foreign namespaces allowed, what stands before the first dot is the Secret's namespace.
    private func secretNamespace(ofUser name: String) -> String {
        guard configuration.enableCrossNamespaceSecret, let dot = name.firstIndex(of: ".") else { return manifest.namespace }
        return String(name[..<dot])
    }

    // MARK: Infrastructure roles

    private mutating func addInfrastructureRoles() {
        for problem in facts.infrastructure.problems { report(problem) }
        for role in facts.infrastructure.roles {
            if let objection = RoleName.objection(to: role.name) {
                report(.error(role.path, value: .string(role.name), objection))
                continue
            }
            add(
                Role(
                    name: role.name, origin: .infrastructure, login: role.login, flags: role.flags, memberOf: role.memberOf,
                    admins: role.admins, settings: role.settings, hasSecret: true, secretNamespace: manifest.namespace,
                    givenPassword: role.password, path: role.path))
        }
    }

    // MARK: Database owners

    /// Owners get the additional owner roles: those under `databases` and the owner roles of prepared databases.
    private mutating func markDatabaseOwners() {
        for owner in Set(spec.databases.values) { byName[owner]?.isDatabaseOwner = true }
        for (name, role) in byName where role.isDatabaseOwner && role.origin != .system {
            for additional in configuration.additionalOwnerRoles where additional != name && !role.memberOf.contains(additional) {
                byName[name]?.memberOf.append(additional)
            }
        }
    }
}
