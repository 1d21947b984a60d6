import Foundation
import IPC
import Model

/// The real program with fake workers: started in a directory of its own, watched through what it writes to stderr.
final class RunningOperator {
    let directory: String
    var runtime: String { directory + "/run" }
    let port: Int
    private let process: Process
    private let output: Int32
    private var buffer = LineBuffer()
    /// Every line so far.
    private(set) var log: [JSON] = []

    struct Ended: Error, CustomStringConvertible {
        let log: [JSON]
        var description: String { "the operator ended: " + log.map { $0.text() }.joined(separator: "\n") }
    }

    /// The program, which stands beside the test bundle; nil where it was not built.
    static let program: String? = {
        let directory = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")).map {
            ($0 as NSString).deletingLastPathComponent
        }
        let candidates = [
            Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent().path, directory,
        ]
        let beside = CommandLine.arguments.compactMap { argument in
            argument.hasSuffix(".xctest") ? (argument as NSString).deletingLastPathComponent : nil
        }
        return (candidates.compactMap { $0 } + beside).map { $0 + "/postgres-operator" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }()

    static var isPossible: Bool { program != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") }

    /// `modes`: how which worker misbehaves. `wrapper`: a program that starts the operator.
    init(
        modes: [String: String] = [:], arguments: [String] = [], wrapper: [String] = [], environment: [String: String] = [:],
        in existing: String? = nil
    ) throws {
        directory = try existing ?? Self.makeDirectory()
        port = try TestPort.free()
        process = Process()
        let workers = directory + "/workers"
        try FileManager.default.createDirectory(atPath: workers, withIntermediateDirectories: true)
        for worker in ["watcher", "dbprovisioner", "reconciler"] {
            let path = "\(workers)/postgres-operator-\(worker)"
            try FakeWorker.script.write(toFile: path, atomically: true, encoding: .utf8)
            chmod(path, 0o755)
            try Self.setMode(modes[worker] ?? "", of: worker, in: directory)
        }
        let command =
            wrapper + [
                Self.program ?? "", "run", "--runtime-dir", directory + "/run", "--worker-dir", workers, "--listen", "127.0.0.1:\(port)",
                "--log-format", "json",
            ] + arguments
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(["FAKE_DIR": directory]) { $1 }.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        output = dup(pipe.fileHandleForReading.fileDescriptor)
        _ = fcntl(output, F_SETFL, fcntl(output, F_GETFL) | O_NONBLOCK)
        try process.run()
        try pipe.fileHandleForWriting.close()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        Poller.shared.forget(output)
        close(output)
    }

    private static func makeDirectory() throws -> String {
        var template = Array("/tmp/pgo-supervisor-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
        return template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
    }

    static func setMode(_ mode: String, of worker: String, in directory: String) throws {
        try mode.write(toFile: "\(directory)/\(worker).mode", atomically: true, encoding: .utf8)
    }

    func setMode(_ mode: String, of worker: String) throws { try Self.setMode(mode, of: worker, in: directory) }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }

    // MARK: What it says

    var pid: Int32 { process.processIdentifier }

    /// The next line for which the condition holds, waiting for it; throws `Ended` where there will be none.
    @discardableResult
    func line(where condition: (JSON) -> Bool) async throws -> JSON {
        while true {
            guard let line = try await next() else { throw Ended(log: log) }
            if condition(line) { return line }
        }
    }

    @discardableResult
    func line(_ message: String, worker: String? = nil) async throws -> JSON {
        try await line { $0["message"]?.string == message && (worker == nil || $0["worker"]?.string == worker) }
    }

    /// Until every process that holds the pipe is gone: the operator and all its workers.
    func allGone() async throws { while try await next() != nil {} }

    private func next() async throws -> JSON? {
        while true {
            if let line = try buffer.next({ (bytes) throws(IPCError) in String(decoding: bytes, as: UTF8.self) }) {
                let json = (try? JSON(parsing: line)) ?? ["message": .string(line)]
                log.append(json)
                return json
            }
            let count = try buffer.fill { (free) throws(IPCError) in
                let count = read(output, free.baseAddress, free.count)
                if count >= 0 { return count }
                guard errno == EAGAIN || errno == EINTR else { throw .system(call: "read", code: errno, path: "") }
                return nil
            }
            if count == 0 { return nil }
            if count == nil { guard await Poller.shared.wait(output, for: .reading) else { throw CancellationError() } }
        }
    }

    func allUp() async throws { try await line("all workers run") }

    /// The exit code, once all processes are gone.
    func exitCode() async throws -> Int32 {
        try await allGone()
        process.waitUntilExit()
        return process.terminationStatus
    }

    func send(_ signal: Int32) { kill(pid, signal) }

    // MARK: What it answers

    func status() throws -> JSON {
        let connection = try BlockingConnection<ControlReply, ControlRequest>(
            path: runtime + "/control.sock", hello: Hello(sender: "cli", instance: "test"))
        try connection.send(.status)
        guard case .status(let status) = try connection.receive() else { throw Ended(log: log) }
        return status
    }

    func workerPid(_ worker: String) throws -> Int32 {
        let process = try status()["processes"]?.array?.first { $0["name"]?.string == worker }
        guard let pid = process?["pid"]?.int else { throw Ended(log: log) }
        return Int32(pid)
    }

    func http(_ path: String) async throws -> (status: Int, body: String) {
        let socket = try TestPort.connect(port)
        try await socket.write(Array("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        let text = String(decoding: try await socket.readAll(), as: UTF8.self)
        let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return (status, text.range(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? "")
    }

    /// Sends a line to a worker's socket and reads what it answers until it closes the connection.
    func ask(_ worker: String, _ text: String) async throws -> String {
        let socket = try Socket.connect(to: "\(runtime)/\(worker).sock")
        try await socket.write(Array(text.utf8))
        return String(decoding: try await socket.readAll(), as: UTF8.self)
    }
}

/// A TCP port of this machine.
enum TestPort {
    /// One that is free at this moment.
    static func free() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return try bindAny(descriptor)
    }

    static func bindAny(_ descriptor: Int32) throws -> Int {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
            }
        }
        guard code == 0 else { throw POSIXError(.EADDRINUSE) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    static func connect(_ port: Int) throws -> Socket {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw POSIXError(.ECONNREFUSED) }
        return Socket(adopting: descriptor)
    }
}

extension Socket {
    func readAll() async throws -> [UInt8] {
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = try chunk.withUnsafeMutableBytes { buffer -> Int? in try readAvailable(into: buffer) }
            guard let count else {
                guard await Poller.shared.wait(descriptor, for: .reading) else { throw CancellationError() }
                continue
            }
            if count == 0 { return all }
            all += chunk[..<count]
        }
    }
}
