import IPC
import Model

extension Manifest {
    /// The prepared databases with their defaults filled in: `{}` is one named after the cluster, no schema is one named `data`.
    var resolvedPreparedDatabases: [String: PreparedDatabase] {
        guard var databases = spec.preparedDatabases else { return [:] }
        if databases.isEmpty {
            databases[String(name.map { $0 == "-" ? "_" : $0 })] = PreparedDatabase()
        }
        return databases.mapValues { database in
            var database = database
            if database.schemas.isEmpty { database.schemas = ["data": PreparedSchema()] }
            return database
        }
    }
}

/// The default roles of prepared databases: owner, reader and writer of a database and of each of its schemas, and a login for each where
/// default users are wanted.
extension RoleComputation {
    mutating func addPreparedRoles() {
        for (name, database) in manifest.resolvedPreparedDatabases.sorted(by: { $0.key < $1.key }) {
            let path = "spec.preparedDatabases.\(name)"
            let schemas = database.schemas.sorted { $0.key < $1.key }
            let namespace = secretNamespace(of: database, path)
            addDefaultRoles(
                DefaultRoles(
                    prefix: name, ownerAdmin: Self.preparedOwnerAdmin, loginOwnerAdmin: Self.preparedOwnerAdmin,
                    searchPath: schemas.map(\.key), namespace: namespace, path: path), withUsers: database.defaultUsers)
            for (schema, options) in schemas where options.defaultRoles {
                addDefaultRoles(
                    DefaultRoles(
                        prefix: "\(name)_\(schema)", ownerAdmin: "\(name)_owner", loginOwnerAdmin: "\(name)_owner", searchPath: [schema],
                        namespace: namespace, path: "\(path).schemas.\(schema)"), withUsers: options.defaultUsers)
            }
        }
    }

    /// The admin of a prepared database's owner is this role by name, whatever `team_admin_role` says.
    static let preparedOwnerAdmin = "admin"

    /// What the six roles of one prefix have in common.
    private struct DefaultRoles {
        var prefix: String
        var ownerAdmin: String
        var loginOwnerAdmin: String
        var searchPath: [String]
        var namespace: String
        var path: String

        var setting: String { (["$user"] + searchPath).map { "\"\($0)\"" }.joined(separator: ", ") }
    }

    private mutating func addDefaultRoles(_ defaults: DefaultRoles, withUsers: Bool) {
        for kind in ["owner", "reader", "writer"] {
            let group = "\(defaults.prefix)_\(kind)"
            let isOwner = kind == "owner"
            let owner = "\(defaults.prefix)_owner"
            add(
                Role(
                    name: group, origin: .prepared, login: false, memberOf: kind == "writer" ? ["\(defaults.prefix)_reader"] : [],
                    admins: [isOwner ? defaults.ownerAdmin : owner], settings: ["search_path": defaults.setting], hasSecret: false,
                    secretNamespace: defaults.namespace, isDatabaseOwner: isOwner, path: defaults.path))
            guard withUsers else { continue }
            add(
                Role(
                    name: "\(group)_user", origin: .prepared, memberOf: [group], admins: [isOwner ? defaults.loginOwnerAdmin : owner],
                    settings: ["search_path": defaults.setting], hasSecret: true, secretNamespace: defaults.namespace,
                    isDatabaseOwner: isOwner, path: "\(defaults.path).defaultUsers"))
        }
    }

    private mutating func secretNamespace(of database: Manifest.PreparedDatabase, _ path: String) -> String {
        guard let wanted = database.secretNamespace, !wanted.isEmpty, wanted != manifest.namespace else { return manifest.namespace }
        guard configuration.enableCrossNamespaceSecret else {
            report(
                .warning(
                    "\(path).secretNamespace", value: .string(wanted),
                    "ignored, as the configuration does not allow it (enable_cross_namespace_secret): the Secrets are made in "
                        + manifest.namespace))
            return manifest.namespace
        }
        return wanted
    }
}
