import IPC
import Model

/// Reads the catalogs in flat queries that any PostgreSQL from 13 on takes. Names come in as parameters, never as text.
struct CatalogReader {
    let connection: PostgresConnection

    /// What kind of server this is, and whether it can be worked on.
    struct Server: Equatable {
        var isReadOnly: Bool
        var isInRecovery: Bool
        var canReadPasswords: Bool
        /// Nil where it is a superuser, who needs no membership to act for others.
        var ordinaryUser: String?
    }

    func server() async throws(PostgresError) -> Server {
        let rows = try await connection.query(
            """
            select pg_is_in_recovery(), current_setting('transaction_read_only') = 'on', has_table_privilege('pg_authid', 'select'), \
            case when current_setting('is_superuser') = 'off' then current_user end
            """)
        guard let row = rows.first else { throw .lost("the server did not answer a simple question") }
        return Server(isReadOnly: row.bool(1), isInRecovery: row.bool(0), canReadPasswords: row.bool(2), ordinaryUser: row.text(3))
    }

    func roles(named names: Set<String>, canReadPasswords: Bool) async throws(PostgresError) -> ObservedRoles {
        let list = Self.array(names)
        // The view is open to everybody, and slower.
        let catalog = canReadPasswords ? "pg_authid" : "pg_roles"
        var observed = ObservedRoles(canReadPasswords: canReadPasswords)
        let rows = try await connection.query(
            """
            select rolname, rolcanlogin, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, \
            \(canReadPasswords ? "rolpassword" : "null"), to_json(s.setconfig), d.description \
            from \(catalog) r \
            left join pg_db_role_setting s on s.setrole = r.oid and s.setdatabase = 0 \
            left join pg_shdescription d on d.objoid = r.oid and d.classoid = 'pg_authid'::regclass \
            where rolname = any ($1::name[])
            """, [list])
        let flags: [RoleFlag] = [.superuser, .inherit, .createRole, .createDB, .replication, .bypassRLS]
        for row in rows {
            var role = ObservedRole(canLogin: row.bool(1), verifier: row.text(8), comment: row.text(10))
            for (place, flag) in flags.enumerated() where row.bool(2 + place) { role.flags.insert(flag) }
            role.settings = Self.settings(row.text(9))
            observed.roles[row.string(0)] = role
        }
        let memberships = try await connection.query(
            """
            select r.rolname, m.rolname from pg_auth_members a join \(catalog) r on r.oid = a.roleid join \(catalog) m on m.oid = a.member \
            where m.rolname = any ($1::name[])
            """, [list])
        for row in memberships { observed.memberships.insert(Membership(role: row.string(0), member: row.string(1))) }
        return observed
    }

    /// All databases but templates that take no connections.
    func databases() async throws(PostgresError) -> [String: ObservedDatabase] {
        let rows = try await connection.query(
            "select datname, pg_get_userbyid(datdba), datallowconn from pg_database")
        var databases: [String: ObservedDatabase] = [:]
        for row in rows { databases[row.string(0)] = ObservedDatabase(owner: row.string(1), allowsConnections: row.bool(2)) }
        return databases
    }

    /// An array constant of PostgreSQL.
    static func array(_ names: some Sequence<String>) -> String {
        let quoted = names.sorted().map { name in
            "\"" + name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
        }
        return "{" + quoted.joined(separator: ",") + "}"
    }

    /// `["work_mem=64MB", …]`: a value may hold further equals signs.
    private static func settings(_ text: String?) -> [String: String] {
        guard let text, let list = try? JSON(parsing: text).array else { return [:] }
        var settings: [String: String] = [:]
        for item in list {
            guard let pair = item.string, let equals = pair.firstIndex(of: "=") else { continue }
            settings[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
        }
        return settings
    }
}
