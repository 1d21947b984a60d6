import IPC
import Testing

@testable import DBProvisioner

/// A managed server gives nobody a superuser.
@Suite(.serialized) struct ManagedServerTests {
    @Test(arguments: PostgresServer.Version.available)
    func aUserWhoMayMakeRolesAndDatabasesIsEnough(version: PostgresServer.Version) async throws {
        try await PostgresServer.with(version) { server in
            try await server.execute("create role manager login createrole createdb password 'm'")
            let order = server.order {
                $0.connection.user = "manager"
                $0.connection.password = "m"
                $0.roles =
                    [WantedRole(name: "app", password: "a", settings: ["work_mem": "8MB"])]
                    + PostgresServer.preparedRoles("bar", schema: "data")
                $0.databases = [WantedDatabase(name: "foo", owner: "app")]
                $0.preparedDatabases = [
                    WantedPreparedDatabase(name: "bar", extensions: ["pg_trgm": "public"], schemas: [.init(name: "data")])
                ]
            }
            let provisioner = Provisioner()
            let result = await provisioner.perform(order)
            #expect(result.outcome == .done, "\(result)")
            #expect(await server.canLogIn("app", "a"))
            try await server.expect("select count(*) from pg_default_acl", in: "bar", ["13"])
            #expect(await provisioner.perform(order).isQuiet, "a password that was stored is not stored again")
        }
    }
}
