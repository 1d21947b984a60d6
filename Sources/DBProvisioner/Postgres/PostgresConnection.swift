import CPQ
import Glibc
import IPC

/// One session with a PostgreSQL server: the only file that calls libpq for it, and no pointer leaves it.
///
/// All calls are non-blocking; waiting is done by `SocketWait`. A session belongs to one task and is closed when it goes away. After
/// `lost`, `timedOut` or `cancelled` it is of no more use.
final class PostgresConnection {
    private let handle: OpaquePointer
    private let statementTimeout: Duration
    /// Statements sent, for reports: those that ask and those that change.
    private(set) var reads = 0
    private(set) var writes = 0

    private init(handle: OpaquePointer, statementTimeout: Duration) {
        self.handle = handle
        self.statementTimeout = statementTimeout
    }

    deinit { PQfinish(handle) }

    // MARK: Connecting

    /// - Parameters:
    ///   - connectTimeout: for everything until the server takes statements, name look-up included.
    ///   - statementTimeout: what the server was told; a little later the session counts as dead.
    static func open(
        _ parameters: ConnectionParameters, connectTimeout: Duration, statementTimeout: Duration
    ) async throws(PostgresError) -> PostgresConnection {
        let deadline = ContinuousClock.now + connectTimeout
        var keywords = parameters.keywords
        if let host = parameters.hostToResolve {
            let addresses = try await resolve(host, deadline: deadline)
            keywords["hostaddr"] = addresses.joined(separator: ",")
            keywords["host"] = addresses.map { _ in host }.joined(separator: ",")
        }
        var certificate: MemoryFile?
        if let pem = parameters.caPEM {
            let file = try MemoryFile(pem)
            keywords["sslrootcert"] = file.path
            certificate = file
        }
        let connection = try start(keywords, statementTimeout: statementTimeout)
        try await connection.finishConnecting(deadline: deadline)
        _ = certificate
        return connection
    }

    private static func resolve(_ host: String, deadline: ContinuousClock.Instant) async throws(PostgresError) -> [String] {
        let outcome: Result<[String], PostgresError> = await withTaskGroup(of: Result<[String], PostgresError>.self) { group in
            group.addTask {
                do throws(PostgresError) { return .success(try await Resolver.addresses(of: host)) } catch { return .failure(error) }
            }
            group.addTask {
                do { try await Task.sleep(until: deadline, clock: .continuous) } catch { return .failure(.cancelled) }
                return .failure(.timedOut(doing: "the look-up of host name \"\(host)\""))
            }
            let first = await group.next() ?? .failure(.cancelled)
            group.cancelAll()
            return first
        }
        return try outcome.get()
    }

    private static func start(_ keywords: [String: String], statementTimeout: Duration) throws(PostgresError) -> PostgresConnection {
        let pairs = keywords.sorted { $0.key < $1.key }
        let started = withCStrings(pairs.map(\.key)) { keys in
            withCStrings(pairs.map(\.value)) { values in PQconnectStartParams(keys, values, 0) }
        }
        guard let handle = started else { throw .invalidParameters("out of memory") }
        let connection = PostgresConnection(handle: handle, statementTimeout: statementTimeout)
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        guard PQstatus(handle) != CONNECTION_BAD else { throw connection.connectionFailure() }
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        return connection
    }

    private func finishConnecting(deadline: ContinuousClock.Instant) async throws(PostgresError) {
        var direction = Poller.Direction.writing
        while true {
            switch await SocketWait.until(PQsocket(handle), direction, deadline: deadline) {
            case .ready: break
            case .timedOut: throw .timedOut(doing: "a connection attempt")
            case .cancelled: throw .cancelled
            }
            switch PQconnectPoll(handle) {
            case PGRES_POLLING_READING: direction = .reading
            case PGRES_POLLING_WRITING: direction = .writing
            case PGRES_POLLING_OK:
                guard PQsetnonblocking(handle, 1) == 0 else { throw lost() }
                return
            default: throw connectionFailure()
            }
        }
    }

    private func connectionFailure() -> PostgresError { .connectionFailure(String(cString: PQerrorMessage(handle))) }

    private func lost() -> PostgresError {
        let text = PostgresError.oneLine(String(cString: PQerrorMessage(handle)))
        return .lost(text.isEmpty ? "the connection to the server is gone" : text)
    }

    // MARK: One statement at a time

    /// Runs one statement that only reads.
    func query(_ sql: String, _ parameters: [String?] = []) async throws(PostgresError) -> PostgresRows {
        reads += 1
        return try await run(sql, parameters)
    }

    /// Runs one statement that changes something, in a transaction of its own.
    func execute(_ sql: String) async throws(PostgresError) {
        writes += 1
        _ = try await run(sql, [])
    }

    private func run(_ sql: String, _ parameters: [String?]) async throws(PostgresError) -> PostgresRows {
        try send(sql, parameters)
        let deadline = ContinuousClock.now + statementTimeout + .seconds(10)
        var rows = PostgresRows()
        var failure: PostgresError?
        while true {
            try await progress(deadline: deadline)
            while PQisBusy(handle) == 0 {
                guard let result = PQgetResult(handle) else {
                    if let failure { throw failure }
                    return rows
                }
                defer { PQclear(result) }
                switch Self.outcome(of: result) {
                case .success(let read): rows = read
                case .failure(let error): failure = try stopping(error)
                }
            }
        }
    }

    /// A refusal, unless the connection went down with it.
    private func stopping(_ error: ServerError) throws(PostgresError) -> PostgresError {
        guard PQstatus(handle) == CONNECTION_OK else {
            let known = PostgresError.statementFailure(error)
            if case .refused = known { throw lost() }
            throw known
        }
        return .statementFailure(error)
    }

    // MARK: Many statements at a time

    /// How a transaction of a pipeline ended.
    enum GroupEnd: Equatable, Sendable {
        case done
        /// The statement at this place was refused, and with it the whole transaction.
        case refused(ServerError, place: Int)
    }

    /// Sends groups of statements without waiting for each; every group is a transaction, and one that fails does not touch the others.
    ///
    /// - Parameters:
    ///   - count: how many groups.
    ///   - group: makes the statements of one group, just before they are sent (while the server works on earlier ones).
    func pipeline(
        count: Int, group: (Int) throws(PostgresError) -> [String]
    ) async throws(PostgresError) -> [GroupEnd] {
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
        var progress = PipelineProgress()
        while progress.ends.count < count {
            if progress.sent < count, progress.inFlight < Self.window {
                let statements = try group(progress.sent)
                for statement in statements { try send(statement, []) }
                guard PQpipelineSync(handle) == 1 else { throw lost() }
                writes += statements.count
                progress.sent += 1
                try flushOnce()
            } else {
                try await self.progress(deadline: .now + statementTimeout + .seconds(10))
            }
            guard PQconsumeInput(handle) == 1 else { throw lost() }
            try take(&progress)
        }
        guard PQexitPipelineMode(handle) == 1 else { throw lost() }
        return progress.ends
    }

    /// Groups that may be on their way at once: enough to keep the server busy, few enough not to fill both socket buffers.
    private static let window = 16

    private struct PipelineProgress {
        var sent = 0
        var ends: [GroupEnd] = []
        var place = 0
        var failure: GroupEnd?
        var inFlight: Int { sent - ends.count }
    }

    /// Takes all results that are there.
    private func take(_ progress: inout PipelineProgress) throws(PostgresError) {
        var emptyInARow = 0
        while progress.inFlight > 0, emptyInARow < 2, PQisBusy(handle) == 0 {
            guard let result = PQgetResult(handle) else {
                emptyInARow += 1
                continue
            }
            defer { PQclear(result) }
            emptyInARow = 0
            switch PQresultStatus(result) {
            case PGRES_PIPELINE_SYNC:
                progress.ends.append(progress.failure ?? .done)
                progress.failure = nil
                progress.place = 0
            case PGRES_PIPELINE_ABORTED: progress.place += 1
            default:
                if case .failure(let error) = Self.outcome(of: result), progress.failure == nil {
                    guard case .refused = try stopping(error) else { throw PostgresError.statementFailure(error) }
                    progress.failure = .refused(error, place: progress.place)
                }
                progress.place += 1
            }
        }
    }

    // MARK: Bytes

    private func send(_ sql: String, _ parameters: [String?]) throws(PostgresError) {
        let sent = withCStrings(parameters) { values in
            PQsendQueryParams(handle, sql, Int32(parameters.count), nil, values, nil, nil, 0)
        }
        guard sent == 1 else { throw lost() }
    }

    private func flushOnce() throws(PostgresError) { guard PQflush(handle) >= 0 else { throw lost() } }

    /// Writes what is left to be written and waits until something can be read, which is then taken in.
    private func progress(deadline: ContinuousClock.Instant) async throws(PostgresError) {
        while true {
            let unsent = PQflush(handle)
            guard unsent >= 0 else { throw lost() }
            guard PQconsumeInput(handle) == 1 else { throw lost() }
            if PQisBusy(handle) == 0 { return }
            switch await SocketWait.until(PQsocket(handle), unsent == 0 ? .reading : .writing, deadline: deadline) {
            case .ready: break
            case .timedOut: throw .timedOut(doing: "a statement")
            case .cancelled: throw .cancelled
            }
        }
    }

    private static func outcome(of result: OpaquePointer) -> Result<PostgresRows, ServerError> {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .success(rows(of: result))
        default: .failure(serverError(of: result))
        }
    }

    private static func rows(of result: OpaquePointer) -> PostgresRows {
        let columns = PQnfields(result)
        var rows = PostgresRows()
        rows.rows.reserveCapacity(Int(PQntuples(result)))
        for row in 0..<PQntuples(result) {
            rows.rows.append(
                (0..<columns).map { column in
                    guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column) else { return nil }
                    return String(cString: value)
                })
        }
        return rows
    }

    private static func serverError(of result: OpaquePointer) -> ServerError {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        let primary = field("M") ?? String(cString: PQresultErrorMessage(result)).split(separator: "\n").first.map { String($0) }
        return ServerError(sqlState: field("C") ?? "", message: primary ?? "no message", detail: field("D"))
    }

    // MARK: Verifiers

    /// The verifier of a password that has to be prepared (SASLprep) by libpq.
    func verifier(for password: WantedPassword) throws(PostgresError) -> String {
        if let text = PasswordCheck.verifier(for: password) { return text }
        guard let text = PQencryptPasswordConn(handle, password.secret, password.role, password.method.rawValue) else { throw .noVerifier }
        defer { PQfreemem(text) }
        return String(cString: text)
    }
}

/// Calls with C strings that live as long as the call; the array ends with nil.
private func withCStrings<Value>(
    _ strings: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
) -> Value {
    var copies = strings.map { $0.flatMap { strdup($0) } }
    copies.append(nil)
    defer { for copy in copies { free(copy) } }
    let pointers = copies.map { $0.map { UnsafePointer($0) } }
    return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
}
