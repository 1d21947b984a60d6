/// What Spilo does to a new cluster once: the roles that everything else is granted through, and extensions, as far as this server has them.
struct PostInit: Sendable {
    let humanRole: String

    /// For psql.
    var sql: String {
        """
        SET synchronous_commit = 'local';
        \(role("admin", "CREATEDB"))
        \(role("cron_admin", ""))
        GRANT cron_admin TO admin;
        \(role(humanRole, ""))
        \(role("robot_zmon", ""))
        \(extensions)
        \\c template1
        SET synchronous_commit = 'local';
        \(extensions)

        """
    }

    private func role(_ name: String, _ options: String) -> String {
        let quoted = "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        let literal = "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
        let create = "CREATE ROLE \(quoted) \(options)"
        return """
            SELECT \(Self.dollar(create)) WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = \(literal)) \\gexec
            ALTER ROLE \(quoted) NOLOGIN NOCREATEROLE NOSUPERUSER NOREPLICATION INHERIT;
            """
    }

    /// Those that PostgreSQL's own contrib modules bring, and some more if somebody has installed them.
    private var extensions: String {
        """
        SELECT pg_catalog.format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA public', name) FROM pg_catalog.pg_available_extensions
         WHERE name IN ('pg_auth_mon', 'file_fdw', 'pg_stat_statements', 'pg_stat_kcache', 'set_user') ORDER BY name \\gexec
        SELECT 'GRANT EXECUTE ON FUNCTION ' || p.oid::regprocedure || ' TO admin' FROM pg_catalog.pg_proc p
         WHERE p.proname = 'pg_stat_statements_reset' \\gexec
        """
    }

    private static func dollar(_ text: String) -> String { "$statement$\(text)$statement$" }
}
