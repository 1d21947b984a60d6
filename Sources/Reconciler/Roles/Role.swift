public import IPC

/// Where a role of a cluster comes from. Of several definitions of one name the origin with the highest rank counts, and of two with
/// the same rank the later one.
public enum RoleOrigin: String, CaseIterable, Sendable {
    case manifest, infrastructure, team, prepared, system

    var rank: Int {
        switch self {
        case .manifest: 1
        case .infrastructure: 2
        case .team: 3
        case .prepared: 5
        case .system: 6
        }
    }

    /// For people.
    var title: String {
        switch self {
        case .manifest: "the manifest's users"
        case .infrastructure: "the infrastructure roles"
        case .team: "the team's members"
        case .prepared: "the default roles of a prepared database"
        case .system: "the operator's own roles"
        }
    }

    var source: WantedRole.Source {
        switch self {
        case .manifest: .manifest
        case .infrastructure: .infrastructure
        case .team: .team
        case .prepared: .prepared
        case .system: .system
        }
    }
}

/// What a system role is there for; also decides the labels of its Secret.
public enum SystemRoleDuty: String, Sendable {
    case superuser, replication, pooler, streams
}

/// One role of a cluster as it follows from manifest, configuration and facts: what its Secret and the role in the database are made
/// from. Holds no password but one that the configuration gives (infrastructure roles).
public struct Role: Equatable, Sendable {
    public var name: String
    public var origin: RoleOrigin
    public var duty: SystemRoleDuty?
    public var login: Bool
    public var flags: [RoleFlag]
    /// Roles that it is a member of, each once.
    public var memberOf: [String]
    /// Roles that become members of it with the right to pass it on.
    public var admins: [String]
    public var settings: [String: String]
    /// Whether it has a password, and so a Secret with its credentials.
    public var hasSecret: Bool
    /// Where the Secret lives.
    public var secretNamespace: String
    /// A password that the configuration dictates; the Secret follows it, not the other way round.
    public var givenPassword: String?
    /// Named as an owner under `databases`, or the owner role of a prepared database.
    public var isDatabaseOwner: Bool
    /// The field or object that defines it, for messages: `spec.users.app`.
    public var path: String

    public init(
        name: String, origin: RoleOrigin, duty: SystemRoleDuty? = nil, login: Bool = true, flags: [RoleFlag] = [],
        memberOf: [String] = [], admins: [String] = [], settings: [String: String] = [:], hasSecret: Bool, secretNamespace: String,
        givenPassword: String? = nil, isDatabaseOwner: Bool = false, path: String
    ) {
        self.name = name
        self.origin = origin
        self.duty = duty
        self.login = login
        self.flags = flags
        self.memberOf = memberOf
        self.admins = admins
        self.settings = settings
        self.hasSecret = hasSecret
        self.secretNamespace = secretNamespace
        self.givenPassword = givenPassword
        self.isDatabaseOwner = isDatabaseOwner
        self.path = path
    }
}
