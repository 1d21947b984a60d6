import Model

/// A flag of a role as `users` in the manifest spell it, without the LOGIN pair.
public enum RoleFlag: String, CaseIterable, Sendable {
    case superuser = "SUPERUSER"
    case noSuperuser = "NOSUPERUSER"
    case inherit = "INHERIT"
    case noInherit = "NOINHERIT"
    case createRole = "CREATEROLE"
    case noCreateRole = "NOCREATEROLE"
    case createDB = "CREATEDB"
    case noCreateDB = "NOCREATEDB"
    case replication = "REPLICATION"
    case noReplication = "NOREPLICATION"
    case bypassRLS = "BYPASSRLS"
    case noBypassRLS = "NOBYPASSRLS"

    public var opposite: RoleFlag {
        switch self {
        case .superuser: .noSuperuser
        case .noSuperuser: .superuser
        case .inherit: .noInherit
        case .noInherit: .inherit
        case .createRole: .noCreateRole
        case .noCreateRole: .createRole
        case .createDB: .noCreateDB
        case .noCreateDB: .createDB
        case .replication: .noReplication
        case .noReplication: .replication
        case .bypassRLS: .noBypassRLS
        case .noBypassRLS: .bypassRLS
        }
    }
}

/// One role as it shall be. What is wanted is added; what is not mentioned is left alone.
public struct WantedRole: Equatable, Sendable {
    /// Where a role comes from, for messages and precedence.
    public enum Source: String, CaseIterable, Sendable {
        case system, infrastructure, prepared, manifest, team, rotation
    }

    public var name: String
    public var source: Source
    /// Clear text, or a ready verifier (`SCRAM-SHA-256$…`, `md5…`), which is stored as it is. nil: none is set, and none is taken away.
    public var password: String?
    /// False: made with NOLOGIN; a login that exists is not taken away.
    public var login: Bool
    public var flags: [RoleFlag]
    /// Roles that this one is a member of.
    public var memberOf: [String]
    /// Roles that become members of this one with the right to pass it on, when it is made.
    public var admins: [String]
    /// `ALTER ROLE … SET`; where there are any, they are all that the role shall have. `search_path` is a list as SQL writes it.
    public var settings: [String: String]
    /// A rotation role: flags, admin members and settings were copied from this role when it was made.
    public var basedOn: String?
    public var comment: String?

    public init(
        name: String, source: Source = .manifest, password: String? = nil, login: Bool = true, flags: [RoleFlag] = [],
        memberOf: [String] = [], admins: [String] = [], settings: [String: String] = [:], basedOn: String? = nil, comment: String? = nil
    ) {
        self.name = name
        self.source = source
        self.password = password
        self.login = login
        self.flags = flags
        self.memberOf = memberOf
        self.admins = admins
        self.settings = settings
        self.basedOn = basedOn
        self.comment = comment
    }
}

extension WantedRole {
    public init(json: JSON) throws(ProvisionFormError) { try self.init(ProvisionForm(json)) }

    init(_ form: ProvisionForm) throws(ProvisionFormError) {
        var flags: [RoleFlag] = []
        for word in try form.strings("flags") {
            guard let flag = RoleFlag(rawValue: word) else {
                throw form.failure("flags", expected: "a list of \(RoleFlag.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            flags.append(flag)
        }
        self.init(
            name: try form.string("name"), source: try form.word("source", Source.self, default: .manifest),
            password: try form.optionalString("password"), login: try form.bool("login", default: true), flags: flags,
            memberOf: try form.strings("memberOf"), admins: try form.strings("admins"), settings: try form.stringMap("settings"),
            basedOn: try form.optionalString("basedOn"), comment: try form.optionalString("comment"))
    }

    public var json: JSON {
        var form: JSONObject = ["name": .string(name), "source": .string(source.rawValue)]
        form.put("password", password)
        form.put("login", login, unless: true)
        form.put("flags", flags.map(\.rawValue))
        form.put("memberOf", memberOf)
        form.put("admins", admins)
        form.put("settings", settings)
        form.put("basedOn", basedOn)
        form.put("comment", comment)
        return .object(form)
    }
}
