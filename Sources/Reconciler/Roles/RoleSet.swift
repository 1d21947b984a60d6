public import IPC
public import Model

/// All roles of one cluster, and the databases that they own, as manifest, configuration and facts want them; with everything that was
/// not taken over and why. The Secrets and the order to the database provisioner both follow from it.
public struct RoleSet: Equatable, Sendable {
    /// By name, sorted.
    public internal(set) var roles: [Role] = []
    /// Members who left the team, if those shall be taken out of service.
    public internal(set) var formerRoles: [String] = []
    public internal(set) var databases: [WantedDatabase] = []
    public internal(set) var preparedDatabases: [WantedPreparedDatabase] = []
    public internal(set) var pooler: WantedPoolerLookup?
    public internal(set) var publications: [WantedPublication] = []
    /// What was refused or understood otherwise. An error concerns the item that it names; the others are done all the same.
    public internal(set) var problems: [Problem] = []
    /// False while the team's members are not known (the Teams API fails): the human roles are then those known before, and nobody is
    /// taken out of service.
    public internal(set) var teamsAreKnown = true
    /// Definitions that lost against another of the same name.
    var losers: [String: [Role]] = [:]

    public subscript(name: String) -> Role? { roles.first { $0.name == name } }

    /// The roles whose credentials stand in a Secret.
    public var rolesWithSecret: [Role] { roles.filter(\.hasSecret) }

    public func systemRole(_ duty: SystemRoleDuty) -> Role? { roles.first { $0.duty == duty } }

    /// Why a role is as it is, a line a fact.
    public func explanation(of name: String) -> [String] {
        guard let role = self[name] else {
            let mentions = problems.filter { $0.path.hasSuffix(".\(name)") || $0.value == "\"\(name)\"" }
            return ["no role \"\(name)\" is wanted"] + mentions.map(\.description)
        }
        var lines = ["role \"\(name)\" comes from \(role.origin.title) (\(role.path))"]
        for loser in losers[name] ?? [] { lines.append("it is preferred to the definition in \(loser.origin.title) (\(loser.path))") }
        lines.append(
            "it \(role.login ? "may" : "may not") log in"
                + (role.flags.isEmpty ? "" : ", flags \(role.flags.map(\.rawValue).joined(separator: ", "))"))
        if !role.memberOf.isEmpty { lines.append("it is a member of \(role.memberOf.joined(separator: ", "))") }
        if !role.admins.isEmpty { lines.append("\(role.admins.joined(separator: ", ")) may pass it on") }
        for (key, value) in role.settings.sorted(by: { $0.key < $1.key }) { lines.append("setting \(key) = \(value)") }
        switch (role.hasSecret, role.givenPassword) {
        case (true, .some):
            lines.append("its password is given by the infrastructure roles; its Secret in namespace \(role.secretNamespace) follows")
        case (true, nil): lines.append("its password is that of its Secret in namespace \(role.secretNamespace)")
        case (false, _): lines.append("it has no password")
        }
        return lines
    }
}
