import Foundation
import IPC
import Model
import Synchronization
import Testing

@testable import DBProvisioner

/// A real PostgreSQL server for a test, in a directory of its own, gone when the test is over. As root it runs as user `postgres`.
///
/// TCP on loopback asks for the password `superuser secret`; the Unix socket trusts everybody.
final class PostgresServer: Sendable {
    static let password = "superuser secret"

    let version: Version
    let directory: String
    let port: Int

    /// Which servers there are to test with.
    enum Version: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case debian15 = "PostgreSQL 15"
        case newest = "PostgreSQL 18"

        var testDescription: String { rawValue }

        /// The directory with initdb and postgres, if that version is here.
        var binaries: String? {
            let path: String? =
                switch self {
                case .debian15: "/usr/lib/postgresql/15/bin"
                case .newest: ProcessInfo.processInfo.environment["POSTGRES_OPERATOR_TEST_PG18"]
                }
            guard let path, FileManager.default.isExecutableFile(atPath: path + "/postgres") else { return nil }
            return path
        }

        static var available: [Version] { allCases.filter { $0.binaries != nil } }
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Runs a test against a new server.
    static func with(
        _ version: Version = .debian15, settings: [String: String] = [:], _ body: (PostgresServer) async throws -> Void
    ) async throws {
        let server = try await aside { try PostgresServer(version) }
        do {
            try await server.start(settings)
            try await body(server)
        } catch {
            try? await server.remove()
            throw error
        }
        try? await server.remove()
    }

    /// Waiting for a program must not hold up the threads that the tests' own tasks run on.
    private static func aside<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }

    /// For tests that only need some server: one for all of them, stopped when the process ends.
    static func shared(_ body: (PostgresServer) async throws -> Void) async throws {
        let server = try await aside { try sharedServer.get() }
        try await body(server)
    }

    private static let sharedServer: Result<PostgresServer, any Error> = Result {
        let server = try PostgresServer(.debian15)
        try server.startNow([:])
        atexit { PostgresServer.removeShared() }
        return server
    }

    private static func removeShared() { try? sharedServer.get().removeNow() }

    private init(_ version: Version) throws {
        guard version.binaries != nil else { throw Failure(description: "\(version.rawValue) is not here") }
        self.version = version
        directory = try Self.makeDirectory()
        port = try Self.freePort()
        try Self.run(["/bin/cp", "-a", try Self.template(version) + "/data", directory + "/data"])
    }

    /// A freshly made database cluster of that version, made once and copied for each server.
    private static func template(_ version: Version) throws -> String {
        switch version {
        case .debian15: try template15.get()
        case .newest: try template18.get()
        }
    }

    private static let template15 = Result { try makeTemplate(.debian15) }
    private static let template18 = Result { try makeTemplate(.newest) }

    private static func makeTemplate(_ version: Version) throws -> String {
        let directory = try makeDirectory()
        templates.withLock { $0.append(directory) }
        atexit { PostgresServer.templates.withLock { for path in $0 { try? FileManager.default.removeItem(atPath: path) } } }
        let passwordFile = directory + "/password"
        try password.write(toFile: passwordFile, atomically: false, encoding: .utf8)
        try run([
            "\(version.binaries ?? "")/initdb", "-D", directory + "/data", "-U", "postgres", "-N", "-E", "UTF8", "--locale=C.UTF-8",
            "--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile", passwordFile,
        ])
        return directory
    }

    private static let templates = Mutex<[String]>([])

    private static func makeDirectory() throws -> String {
        var template = Array("/tmp/postgres-operator-test.XXXXXX".utf8CString)
        guard let path = mkdtemp(&template) else { throw Failure(description: "no temporary directory") }
        let directory = String(cString: path)
        if getuid() == 0 {
            guard let user = getpwnam("postgres") else { throw Failure(description: "no user postgres to run a server as") }
            chown(directory, user.pointee.pw_uid, user.pointee.pw_gid)
        }
        return directory
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return try bindToFreePort(descriptor)
    }

    static func bindToFreePort(_ descriptor: Int32) throws -> Int {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else { throw Failure(description: "no free port") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    func start(_ settings: [String: String] = [:]) async throws { try await Self.aside { try self.startNow(settings) } }

    /// As a power cut would end it, unless said otherwise.
    func stop(_ mode: String = "immediate") async throws { try await Self.aside { try self.stopNow(mode) } }

    private func remove() async throws { try await Self.aside { self.removeNow() } }

    private func startNow(_ settings: [String: String]) throws {
        var all = [
            "listen_addresses": "127.0.0.1", "port": String(port), "unix_socket_directories": directory, "fsync": "off",
            "log_destination": "stderr", "logging_collector": "off", "max_connections": "40", "shared_buffers": "16MB",
        ]
        all.merge(settings) { $1 }
        let options = all.sorted { $0.key < $1.key }.map { "-c \($0.key)='\($0.value)'" }.joined(separator: " ")
        try Self.run([(version.binaries ?? "") + "/pg_ctl", "-D", directory + "/data", "-l", logFile, "-w", "-o", options, "start"])
    }

    private func stopNow(_ mode: String) throws {
        try Self.run([(version.binaries ?? "") + "/pg_ctl", "-D", directory + "/data", "-m", mode, "-w", "stop"])
    }

    private func removeNow() {
        try? stopNow("immediate")
        try? FileManager.default.removeItem(atPath: directory)
    }

    var logFile: String { directory + "/server.log" }
    var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }

    /// As user `postgres` when root. Not by Foundation's Process: that would wait for the server, too, which pg_ctl leaves behind.
    static func run(_ arguments: [String]) throws {
        // PostgreSQL's programs want to be able to name the directory that they are in.
        let all =
            ["/bin/sh", "-c", "cd / && exec \"$@\"", "sh"] + (getuid() == 0 ? ["/usr/sbin/runuser", "-u", "postgres", "--"] : [])
            + arguments
        let output = "/tmp/postgres-operator-test-\(UUID().uuidString).log"
        defer { try? FileManager.default.removeItem(atPath: output) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let copies = all.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        var child = pid_t()
        guard posix_spawn(&child, all[0], &actions, nil, copies, environ) == 0 else { throw Failure(description: "cannot run \(all[0])") }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw Failure(description: (try? String(contentsOfFile: output, encoding: .utf8)) ?? "\(arguments[0]) failed")
        }
    }

    // MARK: Talking to it

    var connection: ProvisionConnection {
        ProvisionConnection(host: "127.0.0.1", port: port, password: Self.password, sslMode: .disable)
    }

    /// Through the socket, as the superuser.
    func session(_ database: String = "postgres", user: String = "postgres", password: String? = nil) async throws -> PostgresConnection {
        var connection = connection
        connection.database = database
        connection.user = user
        if let password { connection.password = password } else { connection.host = directory }
        let parameters = try ConnectionParameters(connection).session(database: database, commit: .asConfigured, statementTimeout: 20)
        return try await PostgresConnection.open(parameters, connectTimeout: .seconds(60), statementTimeout: .seconds(20))
    }

    /// The rows of a query, columns separated by `|`.
    func query(_ sql: String, in database: String = "postgres") async throws -> [String] {
        try await session(database).query(sql).map { row in row.values.map { $0 ?? "-" }.joined(separator: "|") }
    }

    /// That a query gives these rows.
    func expect(
        _ sql: String, in database: String = "postgres", _ rows: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let found = try await query(sql, in: database)
        #expect(found == rows, sourceLocation: sourceLocation)
    }

    func execute(_ statements: String..., in database: String = "postgres") async throws {
        let session = try await session(database)
        for statement in statements { try await session.execute(statement) }
    }

    func canLogIn(_ user: String, _ password: String) async -> Bool { (try? await session(user: user, password: password)) != nil }
}
