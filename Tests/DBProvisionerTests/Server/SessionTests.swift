import IPC
import Model
import Testing

@testable import DBProvisioner

@Suite(.serialized) struct SessionTests {
    @Test func aServerThatIsNotThereIsWaitedFor() async throws {
        try await PostgresServer.with { server in
            let provisioner = Provisioner()
            let order = server.order { $0.roles = [WantedRole(name: "app", password: "secret")] }
            try await server.stop()
            let refused = await provisioner.perform(order)
            #expect(refused.outcome == .waiting && refused.reason == .unreachable, "\(refused)")
            #expect(!"\(refused)".contains(PostgresServer.password))
            try await server.start()
            #expect(await provisioner.perform(order).outcome == .done)
        }
    }

    @Test func aHostThatDoesNotResolveIsWaitedFor() async throws {
        try await PostgresServer.shared { server in
            let result = await Provisioner().perform(server.order { $0.connection.host = "no-such-host.invalid" })
            #expect(result.outcome == .waiting && result.reason == .unreachable, "\(result)")
            #expect(result.message?.contains("no-such-host.invalid") ?? false)
        }
    }

    @Test func aHostNameIsLookedUp() async throws {
        try await PostgresServer.shared { server in
            let result = await Provisioner().perform(server.order { $0.connection.host = "localhost" })
            #expect(result.outcome == .done, "\(result)")
        }
    }

    @Test func aServerThatAcceptsNothingTimesOut() async throws {
        let deaf = try DeafServer()
        var order = ProvisionOrder(
            cluster: .init(namespace: "a", name: "b"), connection: ProvisionConnection(host: "127.0.0.1", port: deaf.port))
        order.options.connectTimeout = 1
        let result = await Provisioner().perform(order)
        #expect(result.outcome == .waiting && result.reason == .unreachable, "\(result)")
    }

    @Test func anAttemptAtADeafServerCanBeAbandoned() async throws {
        let deaf = try DeafServer()
        var order = ProvisionOrder(
            cluster: .init(namespace: "a", name: "b"), connection: ProvisionConnection(host: "127.0.0.1", port: deaf.port))
        order.options.connectTimeout = 3600
        let wanted = order
        let attempt = Task { await Provisioner().perform(wanted) }
        attempt.cancel()
        #expect(await attempt.value.reason == .interrupted)
    }

    @Test func aWrongPasswordIsSaidClearly() async throws {
        try await PostgresServer.shared { server in
            let result = await Provisioner().perform(server.order { $0.connection.password = "wrong one" })
            #expect(result.outcome == .failed && result.reason == .loginRefused, "\(result)")
            #expect(result.message?.contains("password authentication failed for user \"postgres\"") ?? false)
            #expect(!"\(result)".contains("wrong one"))
        }
    }

    @Test func aChangedSuperuserPasswordIsToldToTheDatabase() async throws {
        try await PostgresServer.with { server in
            let provisioner = Provisioner()
            #expect(await provisioner.perform(server.order()).outcome == .done)
            let order = server.order {
                $0.connection.password = "changed by hand"
                $0.roles = [WantedRole(name: "postgres", source: .system, password: "changed by hand")]
                $0.preparedDatabases = [WantedPreparedDatabase(name: "inside", schemas: [.init(name: "data")])]
                $0.roles += PostgresServer.preparedRoles("inside", schema: "data")
            }
            let result = await provisioner.perform(order)
            #expect(result.outcome == .done, "\(result)")
            #expect(await server.canLogIn("postgres", "changed by hand"))
            #expect(await provisioner.perform(order).isQuiet)
        }
    }

    @Test func aStandbyIsWaitedFor() async throws {
        try await PostgresServer.with { server in
            try await server.stop("fast")
            try server.makeStandby()
            try await server.start()
            let result = await Provisioner().perform(server.order { $0.roles = [WantedRole(name: "app")] })
            #expect(result.outcome == .waiting && result.reason == .readOnly, "\(result)")
        }
    }

    @Test func aReadOnlyServerIsWaitedFor() async throws {
        try await PostgresServer.with(settings: ["default_transaction_read_only": "on"]) { server in
            let order = server.order { $0.roles = [WantedRole(name: "app")] }
            #expect(await Provisioner().perform(order).reason == .readOnly)
            var plan = order
            plan.options.mode = .plan
            #expect(await Provisioner().perform(plan).items.map(\.outcome) == [.planned], "planning reads only")
        }
    }

    @Test func encryptionThatIsNotThereIsSaid() async throws {
        try await PostgresServer.shared { server in
            let result = await Provisioner().perform(server.order { $0.connection.sslMode = .require })
            #expect(result.outcome == .failed && result.reason == .tlsFailed, "\(result)")
            let unusable = await Provisioner().perform(server.order { $0.connection.sslMode = .verifyFull })
            #expect(unusable.outcome == .failed && unusable.reason == .invalidOrder, "\(unusable)")
        }
    }

    @Test func theServersCertificateIsVerified() async throws {
        try await PostgresServer.with { server in
            let authority = try server.useCertificate(for: "localhost")
            try await server.stop("fast")
            try await server.start(["ssl": "on"])
            let order = server.order {
                $0.connection.host = "localhost"
                $0.connection.sslMode = .verifyFull
                $0.connection.caPEM = authority
            }
            #expect(await Provisioner().perform(order).outcome == .done)
            var wrongName = order
            wrongName.connection.host = "127.0.0.1"
            #expect(await Provisioner().perform(wrongName).reason == .tlsFailed)
            var wrongAuthority = order
            wrongAuthority.connection.caPEM = try PostgresServer.otherAuthority()
            #expect(await Provisioner().perform(wrongAuthority).reason == .tlsFailed)
        }
    }

    @Test func sessionsPinWhatTheyDependOn() async throws {
        try await PostgresServer.with { server in
            try await server.execute("alter role postgres set search_path to evil", "alter role postgres set synchronous_commit to off")
            let parameters = try ConnectionParameters(server.connection)
            let session = try await PostgresConnection.open(
                parameters.session(database: nil, commit: .local, statementTimeout: 7), connectTimeout: .seconds(60),
                statementTimeout: .seconds(7))
            let row = try await session.query(
                """
                select current_setting('search_path'), current_setting('application_name'), current_setting('statement_timeout'), \
                current_setting('synchronous_commit'), current_setting('client_encoding')
                """)
            #expect(row.rows == [["pg_catalog", "postgres-operator", "7s", "local", "UTF8"]])
        }
    }

    @Test func aStatementThatTakesTooLongIsRefused() async throws {
        try await PostgresServer.with { server in
            let session = try await PostgresConnection.open(
                try ConnectionParameters(server.connection).session(database: nil, commit: .asConfigured, statementTimeout: 1),
                connectTimeout: .seconds(60), statementTimeout: .seconds(1))
            await #expect {
                _ = try await session.query("select pg_sleep(5)")
            } throws: { error in
                if case PostgresError.refused(let refusal) = error { refusal.sqlState == "57014" } else { false }
            }
            #expect(try await session.query("select 1").rows == [["1"]], "the session goes on")
        }
    }
}
