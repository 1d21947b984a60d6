import IPC

/// A role as the server has it.
struct ObservedRole: Equatable, Sendable {
    var canLogin = false
    /// The positive flags that are set; one that is not there is off.
    var flags: Set<RoleFlag> = []
    /// As stored; nil: no password, or nobody told (see `ObservedRoles.canReadPasswords`).
    var verifier: String?
    /// Settings that hold for all databases, as stored.
    var settings: [String: String] = [:]
    var comment: String?

    func has(_ flag: RoleFlag) -> Bool {
        switch flag {
        case .superuser, .inherit, .createRole, .createDB, .replication, .bypassRLS: flags.contains(flag)
        case .noSuperuser, .noInherit, .noCreateRole, .noCreateDB, .noReplication, .noBypassRLS: !flags.contains(flag.opposite)
        }
    }
}

/// `member` belongs to `role`.
struct Membership: Hashable, Sendable {
    var role: String
    var member: String
}

/// What the catalogs say about the roles that an order has to do with.
struct ObservedRoles: Equatable, Sendable {
    var roles: [String: ObservedRole] = [:]
    /// With the right to pass it on or without.
    var memberships: Set<Membership> = []
    /// False where the session's user may not see pg_authid (a managed server): passwords cannot be compared then.
    var canReadPasswords = true
}

struct ObservedDatabase: Equatable, Sendable {
    var owner: String
    var allowsConnections = true
}
