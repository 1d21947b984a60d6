public import IPC
public import Model

/// What a role's Secret holds. The name differs from the role's while a dated user of password rotation is in place of it.
public struct RoleCredential: Equatable, Sendable {
    public var username: String
    public var password: String

    public init(username: String, password: String) {
        self.username = username
        self.password = password
    }
}

/// The roles to be ordered, and why some of the set are not among them.
public struct WantedRoles: Equatable, Sendable {
    public var roles: [WantedRole] = []
    public var problems: [Problem] = []
}

extension RoleSet {
    /// The wish list for the database.
    ///
    /// A role with a Secret that cannot be read or made (no credential) is left out for now: nobody could log in, and a role without a
    /// password is not what the manifest says.
    public func wantedRoles(credential: (Role) -> RoleCredential?) -> WantedRoles {
        var wanted = WantedRoles()
        let names = Set(roles.map(\.name))
        for role in roles {
            var one = WantedRole(
                name: role.name, source: role.origin.source, login: role.login, flags: role.flags, memberOf: role.memberOf,
                admins: role.admins, settings: role.settings)
            guard role.hasSecret else {
                wanted.roles.append(one)
                continue
            }
            guard let credential = credential(role) else { continue }
            if credential.username == role.name {
                one.password = credential.password
                wanted.roles.append(one)
            } else if Self.isDated(credential.username, of: role), !names.contains(credential.username) {
                wanted.roles.append(one)
                wanted.roles.append(datedUser(credential, of: role))
            } else {
                wanted.problems.append(
                    .error(
                        role.path, value: .string(credential.username),
                        "the Secret of role \"\(role.name)\" names another user: put the role's own name there; the role is left as it is"))
            }
        }
        return wanted
    }

    /// Whether a name is one that password rotation gives to a role: the role's name and a date of six digits.
    private static func isDated(_ username: String, of role: Role) -> Bool {
        guard role.origin != .system, username.utf8.count == role.name.utf8.count + 6, username.hasPrefix(role.name) else { return false }
        return username.utf8.suffix(6).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The base role keeps the password it has; the dated user is a copy of it, and a member so that it may use what the base owns.
    private func datedUser(_ credential: RoleCredential, of role: Role) -> WantedRole {
        WantedRole(
            name: credential.username, source: .rotation, password: credential.password, login: role.login, flags: role.flags,
            memberOf: [role.name], admins: role.admins, basedOn: role.name)
    }

    /// The whole order for one cluster, without generation and digest, which are the sender's.
    public func order(
        cluster: ObjectKey, connection: ProvisionConnection, configuration: Configuration, manifest: Manifest,
        credential: (Role) -> RoleCredential?
    ) -> (order: ProvisionOrder, problems: [Problem]) {
        let wanted = wantedRoles(credential: credential)
        var options = ProvisionOptions()
        options.passwordEncryption = manifest.spec.postgresql.parameters["password_encryption"]?.lowercased() == "md5" ? .md5 : .scram
        options.additionalOwnerRoles = configuration.additionalOwnerRoles
        if configuration.enableTeamMemberDeprecation, !configuration.roleDeletionSuffix.isEmpty {
            options.deletionSuffix = configuration.roleDeletionSuffix
        }
        let order = ProvisionOrder(
            cluster: cluster, connection: connection, roles: wanted.roles, formerRoles: formerRoles, databases: databases,
            preparedDatabases: preparedDatabases, pooler: pooler, publications: publications, options: options)
        return (order, wanted.problems)
    }
}
