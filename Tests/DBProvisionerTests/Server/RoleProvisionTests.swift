import IPC
import Testing

@testable import DBProvisioner

@Suite struct RoleProvisionTests {
    @Test(arguments: PostgresServer.Version.available)
    func rolesAreMadeAndThenLeftAlone(version: PostgresServer.Version) async throws {
        try await PostgresServer.with(version) { server in
            let provisioner = TestProvisioner()
            try await server.execute("create role admin")
            let order = server.order {
                $0.roles = [
                    WantedRole(name: "app", password: "app secret", flags: [.createDB], admins: ["admin"], settings: ["search_path": "\"$user\", data"]),
                    WantedRole(name: "group", login: false),
                    WantedRole(name: "member", password: "münze ✓ ' \\ \"", memberOf: ["group", "app"], settings: ["work_mem": "64MB"]),
                ]
            }
            let first = try await provisioner.perform(order)
            #expect(first.outcome == .done, "\(first)")
            #expect(first.items.filter { $0.outcome == .created }.map(\.name) == ["app", "group", "member"])
            #expect(try await server.query("select rolname, rolcanlogin, rolcreatedb from pg_roles where rolname in ('app','group','member') order by 1") == [
                "app|t|t", "group|f|f", "member|t|f",
            ])
            #expect(await server.canLogIn("app", "app secret"))
            #expect(await server.canLogIn("member", "münze ✓ ' \\ \""))
            #expect(await !server.canLogIn("app", "wrong"))
            let second = try await provisioner.perform(order)
            #expect(second.outcome == .done && second.items.isEmpty && second.statements == 0, "\(second)")
            let stranger = try await TestProvisioner().perform(order)
            #expect(stranger.items.isEmpty && stranger.statements == 0, "\(stranger)")
        }
    }
}
