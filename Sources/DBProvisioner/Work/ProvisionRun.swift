import IPC
import Model

/// One attempt at one order: observe, plan, apply, first for roles and databases, then inside each database. Ends with a result in any
/// case.
struct ProvisionRun {
    let order: ProvisionOrder
    let opener: SessionOpener
    let memory: PasswordMemory
    let gate: Gate
    /// Asked between the parts of the work: whether a newer order has come.
    let isOvertaken: @Sendable () -> Bool
    private var ledger = ItemLedger()
    private var reads = 0
    private var writes = 0
    /// Whether it has passed the gate.
    private var isInside = false

    /// Rounds of observe, plan and apply for one part, as long as each gets further than the one before.
    private static let rounds = 3

    init(order: ProvisionOrder, opener: SessionOpener, memory: PasswordMemory, gate: Gate, isOvertaken: @escaping @Sendable () -> Bool) {
        self.order = order
        self.opener = opener
        self.memory = memory
        self.gate = gate
        self.isOvertaken = isOvertaken
    }

    private var isPlanning: Bool { order.options.mode == .plan }
    private var cluster: String { order.cluster.description }

    mutating func perform() async -> ProvisionResult {
        defer { if isInside { gate.leave() } }
        do throws(PostgresError) {
            let databases = try await workOnServer()
            try await workInside(databases)
            return result(nil)
        } catch {
            return result(error)
        }
    }

    // MARK: Roles and databases

    /// - Returns: the databases that are there now, by name.
    private mutating func workOnServer() async throws(PostgresError) -> [String: ObservedDatabase] {
        let connection = try await opener.open(commit: .local)
        defer { count(connection) }
        let server = try await CatalogReader(connection: connection).server()
        guard !server.isInRecovery else { throw .readOnly("the server is in recovery: it is no primary, or not yet") }
        guard !server.isReadOnly || isPlanning else { throw .readOnly("the server is set to read only (default_transaction_read_only)") }
        await gate.enter()
        isInside = true
        var databases: [String: ObservedDatabase] = [:]
        for round in 1...Self.rounds {
            if isOvertaken() { throw .cancelled }
            if round > 1 { ledger.beginRound() }
            guard try await makeRound(connection, server, &databases) else { break }
        }
        return databases
    }

    /// - Returns: whether another round may get further.
    private mutating func makeRound(
        _ connection: PostgresConnection, _ server: CatalogReader.Server, _ databases: inout [String: ObservedDatabase]
    ) async throws(PostgresError) -> Bool {
        let reader = CatalogReader(connection: connection)
        let roles = try await reader.roles(named: names(server), canReadPasswords: server.canReadPasswords)
        databases = try await reader.databases()
        let audit = PasswordAudit(memory: memory, cluster: cluster, method: order.options.passwordEncryption)
        var rolePlan = RolePlanner.plan(order, observed: roles, passwordsInOrder: await audit.rolesInOrder(order.roles, observed: roles))
        let future = Set(roles.roles.keys).union(rolePlan.steps.filter { $0.kind == .role }.map(\.name))
        rolePlan += SessionUserPlanner.plan(order, user: server.ordinaryUser, observed: roles, roles: future)
        let databasePlan = DatabasePlanner.plan(order, observed: databases, roles: future)
        ledger.record(rolePlan)
        ledger.record(databasePlan)
        guard !isPlanning else {
            ledger.recordPlanned(rolePlan.steps + databasePlan.steps)
            return false
        }
        let applier = applier(connection)
        let ends = try await applier.apply(rolePlan.steps) + applier.applySingly(databasePlan.steps)
        ledger.record(ends)
        for end in ends where end.step.kind == .database && end.step.outcome == .created && end.failure == nil {
            databases[end.step.name] = ObservedDatabase(owner: "")
        }
        return Self.mayGetFurther(ends)
    }

    /// Something was refused that may have waited for something that was done.
    private static func mayGetFurther(_ ends: [StepEnd]) -> Bool {
        let failures = ends.count { $0.failure != nil }
        return failures > 0 && failures < ends.count
    }

    private func names(_ server: CatalogReader.Server) -> Set<String> {
        RolePlanner.names(of: order).filter { RolePlanner.objection(to: $0) == nil }.union(server.ordinaryUser.map { [$0] } ?? [])
    }

    private func applier(_ connection: PostgresConnection) -> PlanApplier {
        PlanApplier(connection: connection) { [memory, cluster] password, verifier in
            memory.remember(verifier, password, in: cluster)
            memory.rememberPassword(password, in: cluster)
        }
    }

    private mutating func count(_ connection: PostgresConnection) {
        reads += connection.reads
        writes += connection.writes
    }

    // MARK: Inside the databases

    private mutating func workInside(_ databases: [String: ObservedDatabase]) async throws(PostgresError) {
        let prepared = Dictionary(order.preparedDatabases.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        let publications = Dictionary(grouping: order.publications, by: \.database)
        var names = Set(prepared.keys).union(publications.keys)
        if order.pooler != nil { names.formUnion(databases.keys.filter { $0 != "template0" && $0 != "template1" }) }
        for name in names.sorted() {
            if isOvertaken() { throw .cancelled }
            ledger.beginPart()
            let work = InsideWork(database: name, prepared: prepared[name], pooler: order.pooler, publications: publications[name] ?? [])
            guard let present = databases[name] else {
                if isPlanning {
                    let plan = work.plan(work.emptyDatabase)
                    ledger.record(plan)
                    ledger.recordPlanned(plan.steps)
                } else {
                    refuse(work, "the database is not there")
                }
                continue
            }
            guard present.allowsConnections else {
                refuse(work, "the database takes no connections")
                continue
            }
            try await perform(work)
        }
    }

    /// Trouble with this one database is its own; trouble with the server ends the attempt.
    private mutating func perform(_ work: InsideWork) async throws(PostgresError) {
        do throws(PostgresError) {
            let connection = try await opener.open(work.database, commit: .asConfigured)
            defer { count(connection) }
            let reader = CatalogReader(connection: connection)
            for round in 1...Self.rounds {
                let observed = try await reader.inside(work.question)
                let plan = work.plan(observed)
                if round > 1 { ledger.beginRound() }
                ledger.record(plan)
                if isPlanning { return ledger.recordPlanned(plan.steps) }
                let ends = try await applier(connection).apply(plan.steps)
                ledger.record(ends)
                guard Self.mayGetFurther(ends) else { return }
            }
        } catch {
            guard error.disposition == .tell else { throw error }
            refuse(work, error.description)
        }
    }

    private mutating func refuse(_ work: InsideWork, _ reason: String) {
        ledger.record(
            ProvisionResult.Item(kind: work.mainKind, name: work.database, outcome: .failed, message: "cannot be worked on: \(reason)"))
    }

    // MARK: Result

    private func result(_ error: PostgresError?) -> ProvisionResult {
        var result = ProvisionResult(
            cluster: order.cluster, generation: order.generation, digest: order.digest, outcome: .done, items: ledger.items,
            unchanged: ledger.unchanged, statements: writes, reads: reads)
        if let error {
            result.outcome = error.disposition == .wait ? .waiting : .failed
            result.reason = error.reason
            result.message = error.description
        } else if let summary = ledger.failureSummary {
            result.outcome = .failed
            result.reason = .itemsFailed
            result.message = summary
        }
        return result
    }
}

extension PostgresError {
    var reason: ProvisionResult.Reason {
        switch self {
        case .unreachable, .timedOut: .unreachable
        case .starting: .starting
        case .readOnly: .readOnly
        case .loginRefused: .loginRefused
        case .tls: .tlsFailed
        case .tooManyConnections: .tooManyConnections
        case .noDatabase, .refused, .noVerifier: .itemsFailed
        case .lost, .cancelled: .interrupted
        case .invalidParameters: .invalidOrder
        }
    }
}
