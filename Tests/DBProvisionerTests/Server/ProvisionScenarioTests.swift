import IPC
import Testing

@testable import DBProvisioner

@Suite(.serialized) struct ProvisionScenarioTests {
    private func full(_ server: PostgresServer) -> ProvisionOrder {
        server.order {
            $0.roles =
                [WantedRole(name: "app", password: "a"), WantedRole(name: "pooler", source: .system, password: "p")]
                + PostgresServer.preparedRoles("bar", schema: "data")
            $0.databases = [WantedDatabase(name: "foo", owner: "app")]
            $0.preparedDatabases = [
                WantedPreparedDatabase(name: "bar", extensions: ["pg_trgm": "public", "hstore": "data"], schemas: [.init(name: "data")])
            ]
            $0.pooler = WantedPoolerLookup(user: "pooler", schema: "pooler")
        }
    }

    @Test(arguments: PostgresServer.Version.available)
    func everythingOnceAndThenNoWrite(version: PostgresServer.Version) async throws {
        try await PostgresServer.with(version, settings: ["log_statement": "all"]) { server in
            let provisioner = Provisioner()
            let result = await provisioner.perform(full(server))
            #expect(result.outcome == .done, "\(result)")
            #expect(result.newDatabases == ["bar", "foo"])
            try await server.expect("select count(*) from pg_default_acl", in: "bar", ["13"])
            try await server.expect(
                "select extname, extnamespace::regnamespace from pg_extension where extname <> 'plpgsql' order by 1", in: "bar",
                ["hstore|data", "pg_trgm|public"])
            try await server.expect("select nspowner::regrole from pg_namespace where nspname = 'data'", in: "bar", ["bar_data_owner"])
            let logged = server.log.utf8.count
            #expect(await provisioner.perform(full(server)).isQuiet)
            let statements = String(decoding: Array(server.log.utf8).dropFirst(logged), as: UTF8.self).split(separator: "\n")
                .filter { $0.contains("execute <unnamed>:") || $0.contains("statement:") }
            #expect(!statements.isEmpty && statements.allSatisfy { $0.contains(": select") }, "\(statements)")
            #expect(statements.count <= 4 + 3 * 5)
        }
    }

    @Test func thePoolersUserCanLookUpVerifiersAndNobodyElse() async throws {
        try await PostgresServer.with { server in
            #expect(await Provisioner().perform(full(server)).outcome == .done)
            let pooler = try await server.session("foo", user: "pooler", password: "p")
            let row = try await pooler.query("select uname, left(phash, 13) from pooler.user_lookup('app')")
            #expect(row.rows == [["app", "SCRAM-SHA-256"]])
            let app = try await server.session("foo", user: "app", password: "a")
            await #expect(throws: PostgresError.self) { _ = try await app.query("select pooler.user_lookup('app')") }
        }
    }

    @Test func whatWasTakenAwayIsPutBack() async throws {
        try await PostgresServer.with { server in
            let provisioner = Provisioner()
            _ = await provisioner.perform(full(server))
            try await server.execute(
                "alter default privileges for role bar_owner in schema data revoke select on tables from bar_data_reader",
                "revoke usage on schema data from bar_reader", "drop function pooler.user_lookup", "drop extension hstore",
                "alter extension pg_trgm set schema data", in: "bar")
            try await server.execute("alter role app nologin", "revoke bar_reader from bar_writer", "alter database foo owner to postgres")
            let repaired = await provisioner.perform(full(server))
            #expect(repaired.outcome == .done && repaired.items.count == 8, "\(repaired)")
            #expect(await provisioner.perform(full(server)).isQuiet)
            try await server.expect("select count(*) from pg_default_acl", in: "bar", ["13"])
        }
    }

    @Test func aDatabaseThatWasThereBeforeGetsItsDefaultPrivileges() async throws {
        try await PostgresServer.with { server in
            try await server.execute("create role somebody", "create database bar owner somebody")
            let result = await Provisioner().perform(full(server))
            #expect(result.outcome == .done, "\(result)")
            try await server.expect("select datdba::regrole from pg_database where datname = 'bar'", ["somebody"])
            try await server.expect("select count(*) from pg_default_acl", in: "bar", ["13"])
        }
    }

    @Test func extensionsThatCannotBeAreReportedOneByOne() async throws {
        try await PostgresServer.with { server in
            var order = full(server)
            order.preparedDatabases[0].extensions = ["no_such": "data", "hstore": "nowhere", "pg_trgm": "data"]
            let result = await Provisioner().perform(order)
            #expect(result.outcome == .failed && result.reason == .itemsFailed)
            #expect(result.items.filter { $0.outcome == .refused }.map(\.name) == ["bar/hstore", "bar/no_such"])
            try await server.expect("select extname from pg_extension where extname = 'pg_trgm'", in: "bar", ["pg_trgm"])
        }
    }

    @Test func planningSaysTheSameAndDoesNothing() async throws {
        try await PostgresServer.with { server in
            var order = full(server)
            order.options.mode = .plan
            let plan = await Provisioner().perform(order)
            #expect(plan.outcome == .done && plan.statements == 0 && plan.items.allSatisfy { $0.outcome == .planned })
            try await server.expect("select count(*) from pg_roles where rolname = 'app'", ["0"])
            order.options.mode = .apply
            let applied = await Provisioner().perform(order)
            let planned = Set(plan.items.map { "\($0.kind.rawValue) \($0.name)" })
            #expect(planned.subtracting(applied.items.map { "\($0.kind.rawValue) \($0.name)" }) == [])
        }
    }

    @Test func anAttemptThatIsCutOffIsTakenUpAgain() async throws {
        try await PostgresServer.with { server in
            let provisioner = Provisioner()
            let order = full(server)
            let clean = try await catalog(after: order)
            // The server goes away at a different place each time.
            for cut in 1...6 {
                let session = try await server.session()
                async let attempt = provisioner.perform(order)
                for _ in 0..<cut * 40 { _ = try? await session.query("select 1") }
                try await server.stop()
                let result = await attempt
                #expect(result.outcome != .failed, "\(result)")
                try await server.start()
            }
            #expect(await provisioner.perform(order).outcome == .done)
            #expect(await provisioner.perform(order).isQuiet)
            #expect(try await server.catalog(["bar", "foo"]) == clean)
        }
    }

    /// What an undisturbed attempt leaves on another server.
    private func catalog(after order: ProvisionOrder) async throws -> [String] {
        var catalog: [String] = []
        try await PostgresServer.with { server in
            var order = order
            order.connection = server.connection
            #expect(await Provisioner().perform(order).outcome == .done)
            catalog = try await server.catalog(["bar", "foo"])
        }
        return catalog
    }

    @Test func twoProvisionersAtOnceDoNoHarm() async throws {
        try await PostgresServer.with { server in
            let order = full(server)
            async let first = Provisioner().perform(order)
            async let second = Provisioner().perform(order)
            _ = await (first, second)
            #expect(await Provisioner().perform(order).outcome == .done)
            #expect(await Provisioner().perform(order).isQuiet)
            let clean = try await catalog(after: order)
            #expect(try await server.catalog(["bar", "foo"]) == clean)
        }
    }

    @Test func oneSickDatabaseDoesNotStopTheOthers() async throws {
        try await PostgresServer.with { server in
            try await server.execute("create database sick", "update pg_database set datallowconn = false where datname = 'sick'")
            var order = full(server)
            order.roles += PostgresServer.preparedRoles("sick", schema: "data")
            order.preparedDatabases.append(WantedPreparedDatabase(name: "sick", schemas: [.init(name: "data")]))
            let result = await Provisioner().perform(order)
            #expect(result.outcome == .failed)
            #expect(result.items.filter { $0.outcome == .failed }.map(\.name) == ["sick"])
            try await server.expect("select count(*) from pg_default_acl", in: "bar", ["13"])
        }
    }

    @Test func publicationsFollowTheirTables() async throws {
        try await PostgresServer.with(settings: ["wal_level": "logical"]) { server in
            let provisioner = Provisioner()
            var order = full(server)
            _ = await provisioner.perform(order)
            try await server.execute("create table public.a (i int)", "create table public.b (i int)", in: "foo")
            order.publications = [
                WantedPublication(database: "foo", name: "fes_foo_app", tables: ["public.a"]),
                WantedPublication(database: "foo", name: "fes_foo_bad", tables: ["public.missing"]),
            ]
            let result = await provisioner.perform(order)
            #expect(result.items.map { "\($0.name) \($0.outcome.rawValue)" } == ["foo/fes_foo_app created", "foo/fes_foo_bad failed"])
            order.publications = [WantedPublication(database: "foo", name: "fes_foo_app", tables: ["public.a", "public.b"])]
            #expect(await provisioner.perform(order).outcome == .done)
            try await server.expect("select pubinsert, pubupdate, pubdelete, pubtruncate from pg_publication", in: "foo", ["t|t|f|f"])
            try await server.expect("select tablename from pg_publication_tables order by 1", in: "foo", ["a", "b"])
            #expect(await provisioner.perform(order).isQuiet)
        }
    }
}
