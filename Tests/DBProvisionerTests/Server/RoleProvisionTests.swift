import IPC
import Testing

@testable import DBProvisioner

@Suite(.serialized) struct RoleProvisionTests {
    @Test(arguments: PostgresServer.Version.available)
    func rolesAreMadeAndThenLeftAlone(version: PostgresServer.Version) async throws {
        try await PostgresServer.with(version) { server in
            let provisioner = Provisioner()
            try await server.execute("create role admin")
            let order = server.order {
                $0.roles = [
                    WantedRole(
                        name: "app", password: "app secret", flags: [.createDB], admins: ["admin"],
                        settings: ["search_path": "\"$user\", data"]),
                    WantedRole(name: "group", login: false),
                    WantedRole(name: "member", password: "münze ✓ ' \\ \"", memberOf: ["group", "app"], settings: ["work_mem": "64MB"]),
                ]
            }
            let first = await provisioner.perform(order)
            #expect(first.outcome == .done, "\(first)")
            #expect(first.items.filter { $0.outcome == .created }.map(\.name) == ["app", "group", "member"])
            try await server.expect(
                "select rolname, rolcanlogin, rolcreatedb from pg_roles where rolname in ('app','group','member') order by 1",
                ["app|t|t", "group|f|f", "member|t|f"])
            #expect(await server.canLogIn("app", "app secret"))
            #expect(await server.canLogIn("member", "münze ✓ ' \\ \""))
            #expect(await !server.canLogIn("app", "wrong"))
            #expect(await provisioner.perform(order).isQuiet)
            #expect(await Provisioner().perform(order).isQuiet, "a new process finds the verifiers right as well")
        }
    }

    @Test func flagsAreAddedAndNegatedOnesApplied() async throws {
        try await PostgresServer.with { server in
            let provisioner = Provisioner()
            func wanted(_ flags: [RoleFlag], login: Bool = true) -> ProvisionOrder {
                server.order { $0.roles = [WantedRole(name: "u", login: login, flags: flags)] }
            }
            let flags = """
                select rolcanlogin, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls from pg_roles \
                where rolname = 'u'
                """
            _ = await provisioner.perform(wanted([.superuser, .noInherit, .replication, .bypassRLS], login: false))
            try await server.expect(flags, ["f|t|f|f|f|t|t"])
            #expect(await provisioner.perform(wanted([.superuser, .noInherit, .replication, .bypassRLS], login: false)).isQuiet)
            _ = await provisioner.perform(wanted([.createDB]))
            try await server.expect(flags, ["t|t|f|f|t|t|t"])  // what is not mentioned stays
            _ = await provisioner.perform(wanted([.noSuperuser, .inherit, .noReplication, .noBypassRLS], login: false))
            try await server.expect(flags, ["t|f|t|f|t|f|f"])  // a login is not taken away
        }
    }

    @Test func passwordsAreKeptWithEitherMethod() async throws {
        try await PostgresServer.with { server in
            let provisioner = Provisioner()
            func wanted(_ password: String, _ method: ProvisionOptions.PasswordEncryption) -> ProvisionOrder {
                server.order {
                    $0.roles = [WantedRole(name: "u", password: password)]
                    $0.options.passwordEncryption = method
                }
            }
            let stored = "select left(rolpassword, 3) from pg_authid where rolname = 'u'"
            _ = await provisioner.perform(wanted("one", .md5))
            try await server.expect(stored, ["md5"])
            #expect(await provisioner.perform(wanted("one", .md5)).isQuiet)
            _ = await provisioner.perform(wanted("one", .scram))
            try await server.expect(stored, ["SCR"])
            #expect(await server.canLogIn("u", "one"))
            _ = await provisioner.perform(wanted("two", .scram))
            #expect(await server.canLogIn("u", "two"))
            let verifier = try await server.query("select rolpassword from pg_authid where rolname = 'u'")[0]
            _ = await provisioner.perform(wanted("three", .scram))
            _ = await provisioner.perform(wanted(verifier, .scram))
            #expect(await server.canLogIn("u", "two"), "a ready verifier is stored as it is")
            try await server.execute("alter role u password 'by hand'")
            _ = await provisioner.perform(wanted("two", .scram))
            #expect(await server.canLogIn("u", "two"), "a change by hand is set right")
        }
    }

    @Test(arguments: [
        "plain", "with space", "Upper", "select", "quote\"quote", "quote'quote", "dot.dot", "back\\slash", "dollar$1", "ünïcødé", "名前",
        "; drop role postgres; --",
        "{brace,brace}", "percent%s", "new\nline", "🐘", String(repeating: "x", count: 63),
    ])
    func anyNameGoesThrough(name: String) async throws {
        try await PostgresServer.shared { server in
            let provisioner = Provisioner()
            let order = server.order {
                $0.roles = [
                    WantedRole(
                        name: name, password: name, admins: ["of \(name.prefix(5))"],
                        settings: ["search_path": "\"\(name.filter { $0 != "\"" })\""]),
                    WantedRole(name: "of \(name.prefix(5))", login: false),
                    WantedRole(name: "in \(name.prefix(5))", login: false, memberOf: [name]),
                ]
                $0.databases = [WantedDatabase(name: name, owner: name)]
            }
            let first = await provisioner.perform(order)
            #expect(first.outcome == .done, "\(first)")
            #expect(await provisioner.perform(order).isQuiet)
            #expect(await server.canLogIn(name, name))
            try await server.expect("select count(*) from pg_database where datname = current_database()", in: name, ["1"])
        }
    }

    @Test(arguments: ["", String(repeating: "x", count: 64), "nul\0byte"])
    func impossibleNamesAreRefusedAndTheRestIsDone(name: String) async throws {
        try await PostgresServer.shared { server in
            let result = await Provisioner().perform(
                server.order {
                    $0.roles = [WantedRole(name: name), WantedRole(name: "neighbour")]
                    $0.databases = [WantedDatabase(name: name, owner: "neighbour")]
                })
            #expect(result.outcome == .failed && result.reason == .itemsFailed)
            #expect(result.items.filter { $0.outcome == .refused }.map(\.kind) == [.role, .database], "\(result)")
            try await server.expect("select count(*) from pg_roles where rolname = 'neighbour'", ["1"])
        }
    }

    @Test func oneBadItemDoesNotStopTheRest() async throws {
        try await PostgresServer.with { server in
            let provisioner = Provisioner()
            let order = server.order {
                $0.roles = [
                    WantedRole(name: "a", memberOf: ["nobody"], admins: ["nobody"]),
                    WantedRole(name: "b", settings: ["no_such_setting": "1"]),
                    WantedRole(name: "pg_reserved"),
                    WantedRole(name: "c", password: "fine"),
                ]
                $0.databases = [WantedDatabase(name: "lost", owner: "nobody"), WantedDatabase(name: "kept", owner: "c")]
            }
            let result = await provisioner.perform(order)
            #expect(result.outcome == .failed && result.reason == .itemsFailed)
            let bad = result.items.filter { $0.outcome == .refused || $0.outcome == .failed }.map { "\($0.kind.rawValue) \($0.name)" }
            #expect(Set(bad) == ["membership a in nobody", "membership nobody in a", "role b", "role pg_reserved", "database lost"])
            try await server.expect("select rolname from pg_roles where rolname in ('a','b','c') order by 1", ["a", "b", "c"])
            try await server.expect("select datname from pg_database where datname in ('lost', 'kept')", ["kept"])
            #expect(await server.canLogIn("c", "fine"))
            try await server.execute("create role nobody")
            let second = await provisioner.perform(order)
            #expect(second.items.contains { $0.kind == .membership && $0.name == "a in nobody" && $0.outcome == .created }, "\(second)")
        }
    }

    @Test func memberTeamLeavesAndComesBack() async throws {
        try await PostgresServer.with { server in
            let provisioner = Provisioner()
            func order(_ members: [String], former: [String]) -> ProvisionOrder {
                server.order {
                    $0.roles =
                        [WantedRole(name: "humans", login: false)]
                        + members.map { WantedRole(name: $0, source: .team, memberOf: ["humans"]) }
                    $0.formerRoles = former
                    $0.options.deletionSuffix = "_deleted"
                }
            }
            let state = "select rolname, rolcanlogin from pg_roles where rolname ~ '^(alice|bob)' order by 1"
            _ = await provisioner.perform(order(["alice", "bob"], former: []))
            _ = await provisioner.perform(order(["alice"], former: ["bob"]))
            try await server.expect(state, ["alice|t", "bob_deleted|f"])
            #expect(await provisioner.perform(order(["alice"], former: ["bob"])).isQuiet)
            _ = await provisioner.perform(order(["alice", "bob"], former: []))
            try await server.expect(state, ["alice|t", "bob|t"])
            #expect(await provisioner.perform(order(["alice", "bob"], former: [])).isQuiet)
            try await server.execute("create role alice_deleted")
            _ = await provisioner.perform(order(["bob"], former: ["alice"]))
            try await server.expect(state, ["alice|f", "alice_deleted|f", "bob|t"])  // a name that is taken is left alone
        }
    }

    @Test func rolesThatDependOnEachOtherAreMadeInAnyOrder() async throws {
        try await PostgresServer.with { server in
            let provisioner = Provisioner()
            let order = server.order {
                $0.roles = (0..<20).map {
                    WantedRole(name: "r\($0)", memberOf: $0 < 19 ? ["r\($0 + 1)"] : [], admins: $0 > 0 ? ["boss"] : [])
                }
                $0.roles.append(WantedRole(name: "boss", login: false))
            }
            let result = await provisioner.perform(order)
            #expect(result.outcome == .done, "\(result)")
            try await server.expect("select count(*) from pg_auth_members a where roleid::regrole::text ~ '^r[0-9]'", ["38"])
            #expect(await provisioner.perform(order).isQuiet)
        }
    }

    @Test func anAdditionalOwnerRoleWinsAgainstALoop() async throws {
        try await PostgresServer.with { server in
            try await server.execute("create role cron_admin", "create role owner_a", "grant owner_a to cron_admin")
            let provisioner = Provisioner()
            let order = server.order {
                $0.roles = [WantedRole(name: "owner_a", memberOf: ["cron_admin"])]
                $0.options.additionalOwnerRoles = ["cron_admin"]
            }
            let result = await provisioner.perform(order)
            #expect(result.outcome == .done, "\(result)")
            try await server.expect(
                "select roleid::regrole, member::regrole from pg_auth_members where member::regrole::text ~ 'owner_a|cron'",
                ["cron_admin|owner_a"])
            #expect(await provisioner.perform(order).isQuiet)
        }
    }

    @Test func aDatedUserCopiesItsRole() async throws {
        try await PostgresServer.with { server in
            try await server.execute("create role app login", "alter role app set work_mem to '8MB'")
            let provisioner = Provisioner()
            let order = server.order {
                $0.roles = [
                    WantedRole(name: "app"),
                    WantedRole(name: "app261125", source: .rotation, password: "new", memberOf: ["app"], basedOn: "app"),
                ]
            }
            #expect(await provisioner.perform(order).outcome == .done)
            try await server.expect("select setconfig from pg_db_role_setting where setrole = 'app261125'::regrole", ["{work_mem=8MB}"])
            #expect(await provisioner.perform(order).isQuiet)
        }
    }
}
