import Model

/// What the inside of one cluster's database shall be: the whole of it, each time. Orders are idempotent; the newest for a cluster
/// overtakes an older one, and a result is only good for the generation and digest it names.
///
/// An order holds passwords in clear text. It travels over the private socket only; recorders must redact `connection.password` and
/// `roles[].password` (`redacted()` does), and nobody logs it.
public struct ProvisionOrder: Equatable, Sendable {
    public var cluster: ObjectKey
    /// The manifest's generation that this order was computed from.
    public var generation: Int64
    /// Whatever the sender tells orders apart by; comes back in the result.
    public var digest: String
    public var connection: ProvisionConnection
    public var roles: [WantedRole]
    /// Roles that shall be taken out of service as the configuration says (members who left a team).
    public var formerRoles: [String]
    public var databases: [WantedDatabase]
    public var preparedDatabases: [WantedPreparedDatabase]
    /// Pooler lookup schema and function, to be in every database; nil: leave what is there.
    public var pooler: WantedPoolerLookup?
    public var publications: [WantedPublication]
    public var options: ProvisionOptions

    public init(
        cluster: ObjectKey, generation: Int64 = 0, digest: String = "", connection: ProvisionConnection, roles: [WantedRole] = [],
        formerRoles: [String] = [], databases: [WantedDatabase] = [], preparedDatabases: [WantedPreparedDatabase] = [],
        pooler: WantedPoolerLookup? = nil, publications: [WantedPublication] = [], options: ProvisionOptions = ProvisionOptions()
    ) {
        self.cluster = cluster
        self.generation = generation
        self.digest = digest
        self.connection = connection
        self.roles = roles
        self.formerRoles = formerRoles
        self.databases = databases
        self.preparedDatabases = preparedDatabases
        self.pooler = pooler
        self.publications = publications
        self.options = options
    }
}

/// How the primary is reached, in libpq's words.
public struct ProvisionConnection: Equatable, Sendable {
    /// As libpq's `sslmode`. `verifyFull` needs `caPEM`.
    public enum SSLMode: String, CaseIterable, Sendable {
        case disable, allow, prefer, require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    /// A DNS name, or a directory with a Unix socket. The name that a certificate is verified against.
    public var host: String
    /// The numeric address, where the name does not resolve from here.
    public var hostAddress: String?
    public var port: Int
    public var user: String
    public var password: String?
    /// Where roles and the list of databases are worked on; usually `postgres`.
    public var database: String
    public var sslMode: SSLMode
    public var caPEM: String?

    public init(
        host: String, hostAddress: String? = nil, port: Int = 5432, user: String = "postgres", password: String? = nil,
        database: String = "postgres", sslMode: SSLMode = .require, caPEM: String? = nil
    ) {
        self.host = host
        self.hostAddress = hostAddress
        self.port = port
        self.user = user
        self.password = password
        self.database = database
        self.sslMode = sslMode
        self.caPEM = caPEM
    }
}

/// One database of `spec.databases`.
public struct WantedDatabase: Equatable, Sendable {
    public var name: String
    public var owner: String

    public init(name: String, owner: String) {
        self.name = name
        self.owner = owner
    }
}

/// One database of `spec.preparedDatabases`. Its default roles stand in `ProvisionOrder.roles` (the sender computes them); the
/// provisioner makes database, schemas, default privileges and extensions.
public struct WantedPreparedDatabase: Equatable, Sendable {
    public struct Schema: Equatable, Sendable {
        public var name: String
        public var defaultRoles: Bool
        public var defaultUsers: Bool

        public init(name: String, defaultRoles: Bool = true, defaultUsers: Bool = false) {
            self.name = name
            self.defaultRoles = defaultRoles
            self.defaultUsers = defaultUsers
        }
    }

    public var name: String
    public var defaultUsers: Bool
    /// Extension to the schema it shall be in.
    public var extensions: [String: String]
    public var schemas: [Schema]

    public init(name: String, defaultUsers: Bool = false, extensions: [String: String] = [:], schemas: [Schema] = []) {
        self.name = name
        self.defaultUsers = defaultUsers
        self.extensions = extensions
        self.schemas = schemas
    }
}

public struct WantedPoolerLookup: Equatable, Sendable {
    public var user: String
    public var schema: String

    public init(user: String, schema: String) {
        self.user = user
        self.schema = schema
    }
}

/// A publication for a stream; `tables` as `schema.table`.
public struct WantedPublication: Equatable, Sendable {
    public var database: String
    public var name: String
    public var tables: [String]

    public init(database: String, name: String, tables: [String]) {
        self.database = database
        self.name = name
        self.tables = tables
    }
}

public struct ProvisionOptions: Equatable, Sendable {
    /// `plan` reads only; each item's message then says what would be done.
    public enum Mode: String, CaseIterable, Sendable { case apply, plan }
    public enum PasswordEncryption: String, CaseIterable, Sendable {
        case scram = "scram-sha-256"
        case md5
    }

    public var mode: Mode
    public var passwordEncryption: PasswordEncryption
    /// `additional_owner_roles`: where granting one of these to an owner makes a loop, the owner's membership in it is taken back.
    public var additionalOwnerRoles: [String]
    /// `role_deletion_suffix` with deprecation of former team members switched on; nil: switched off.
    public var deletionSuffix: String?
    /// Time for one connection attempt and for one statement, in seconds.
    public var connectTimeout: Int
    public var statementTimeout: Int

    public init(
        mode: Mode = .apply, passwordEncryption: PasswordEncryption = .scram, additionalOwnerRoles: [String] = [],
        deletionSuffix: String? = nil, connectTimeout: Int = 4, statementTimeout: Int = 60
    ) {
        self.mode = mode
        self.passwordEncryption = passwordEncryption
        self.additionalOwnerRoles = additionalOwnerRoles
        self.deletionSuffix = deletionSuffix
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
    }
}
