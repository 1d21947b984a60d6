import Foundation
import IPC
import Model

@testable import DBProvisioner

extension ProvisionResult {
    /// Everything is as wanted and nothing was written.
    var isQuiet: Bool { outcome == .done && items.isEmpty && statements == 0 }
}

extension PostgresServer {
    func order(_ change: (inout ProvisionOrder) -> Void = { _ in }) -> ProvisionOrder {
        var order = ProvisionOrder(cluster: ObjectKey(namespace: "default", name: "demo"), connection: connection)
        // A busy machine is no reason to give up.
        order.options.connectTimeout = 60
        change(&order)
        return order
    }

    /// The default roles of a prepared database with one schema.
    static func preparedRoles(_ database: String, schema: String) -> [WantedRole] {
        func roles(_ prefix: String, admin: [String]) -> [WantedRole] {
            [
                WantedRole(name: "\(prefix)_owner", source: .prepared, login: false, admins: admin),
                WantedRole(name: "\(prefix)_reader", source: .prepared, login: false, admins: ["\(prefix)_owner"]),
                WantedRole(
                    name: "\(prefix)_writer", source: .prepared, login: false, memberOf: ["\(prefix)_reader"], admins: ["\(prefix)_owner"]),
            ]
        }
        return roles(database, admin: []) + roles("\(database)_\(schema)", admin: ["\(database)_owner"])
    }

    /// What an order may have changed, as lines that can be compared between servers.
    func catalog(_ databases: [String]) async throws -> [String] {
        var lines = try await query(
            """
            select rolname, rolcanlogin, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolreplication, rolpassword is null from pg_roles \
            where rolname !~ '^pg_' order by 1
            """)
        lines += try await query(
            "select roleid::regrole::text, member::regrole::text, admin_option from pg_auth_members where roleid > 16383 order by 1, 2")
        lines += try await query("select datname, datdba::regrole from pg_database order by 1")
        for database in databases {
            lines += try await query(
                "select nspname, nspowner::regrole, nspacl::text from pg_namespace where nspname !~ '^pg_' order by 1", in: database)
            lines += try await query(
                "select defaclrole::regrole::text, defaclnamespace::regnamespace::text, defaclobjtype::text, defaclacl::text from pg_default_acl order by 1, 2, 3",
                in: database)
            lines += try await query("select extname, extnamespace::regnamespace from pg_extension order by 1", in: database)
            lines += try await query("select proname, proacl::text, prosecdef from pg_proc where proname = 'user_lookup'", in: database)
        }
        return lines
    }

    // MARK: States of a server

    /// It will start as a standby of nobody.
    func makeStandby() throws {
        try "".write(toFile: directory + "/data/standby.signal", atomically: false, encoding: .utf8)
        try give(directory + "/data/standby.signal")
    }

    /// Makes a CA and a certificate for the server, which it uses once `ssl` is on; the CA's certificate is returned.
    func useCertificate(for host: String) throws -> String {
        let base = directory + "/data"
        try Self.run([
            "/bin/sh", "-c",
            """
            cd '\(base)' && umask 077 &&
            openssl req -new -x509 -days 2 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=ca -keyout ca.key -out ca.crt &&
            openssl req -new -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj '/CN=\(host)' -keyout server.key -out server.csr &&
            openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -out server.crt
            """,
        ])
        return try String(contentsOfFile: base + "/ca.crt", encoding: .utf8)
    }

    static func otherAuthority() throws -> String {
        let path = "/tmp/postgres-operator-test-\(UUID().uuidString)"
        defer { for suffix in [".key", ".crt"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        try run([
            "/usr/bin/openssl", "req", "-new", "-x509", "-days", "2", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-subj",
            "/CN=other", "-keyout", path + ".key", "-out", path + ".crt",
        ])
        return try String(contentsOfFile: path + ".crt", encoding: .utf8)
    }

    private func give(_ path: String) throws {
        guard getuid() == 0, let user = getpwnam("postgres") else { return }
        chown(path, user.pointee.pw_uid, user.pointee.pw_gid)
    }
}

/// Takes connections and never says a word.
final class DeafServer: Sendable {
    private let descriptor: Int32
    let port: Int

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        port = try PostgresServer.bindToFreePort(descriptor)
        listen(descriptor, 8)
    }

    deinit { close(descriptor) }
}
