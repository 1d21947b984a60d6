import Foundation
import IPC
import Model
import Testing

@testable import Supervisor

/// What supervisor and workers say to systemd, or whoever else started them, over the notify protocol.
@Suite(.serialized, .timeLimit(.minutes(1)))
struct NotifyTests {
    /// The receiving end: what systemd would be.
    final class Receiver {
        let directory: String
        private let socket: NotifySocket
        private var lines: [String] = []
        var path: String { socket.path }

        init() throws {
            var template = Array("/tmp/pgo-notify-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw POSIXError(.EIO) }
            directory = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
            socket = try NotifySocket(path: directory + "/notify.sock")
        }

        deinit {
            Poller.shared.forget(socket.descriptor)
            try? FileManager.default.removeItem(atPath: directory)
        }

        /// Until that line has come.
        func wait(for line: String) async throws {
            while !lines.contains(line) {
                lines += socket.receive().flatMap(\.lines)
                if lines.contains(line) { return }
                guard await Poller.shared.wait(socket.descriptor, for: .reading) else { throw CancellationError() }
            }
        }
    }

    @Test(.enabled(if: RunningOperator.isPossible, "needs the built program and python3"))
    func theSupervisorTellsSystemd() async throws {
        let systemd = try Receiver()
        let it = try RunningOperator(environment: ["NOTIFY_SOCKET": systemd.path, "WATCHDOG_USEC": "500000"])
        defer { it.remove() }
        try await systemd.wait(for: "WATCHDOG=1")
        try await systemd.wait(for: "READY=1")
        it.send(SIGTERM)
        try await systemd.wait(for: "STOPPING=1")
        #expect(try await it.exitCode() == 0)
    }

    private static let worker = RunningOperator.program.map { $0 + "-dbprovisioner" }.flatMap {
        FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil
    }

    /// A real worker, started as by its own unit: tells that it is ready and alive, and ends in order.
    @Test(.enabled(if: worker != nil, "needs the built postgres-operator-dbprovisioner"))
    func aWorkerTellsWhoeverStartedIt() async throws {
        let systemd = try Receiver()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.worker))
        process.arguments = ["--runtime-dir", systemd.directory]
        process.environment = ["NOTIFY_SOCKET": systemd.path, "WATCHDOG_USEC": "500000"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        try await systemd.wait(for: "READY=1")
        try await systemd.wait(for: "WATCHDOG=1")
        #expect(try Socket.connect(to: systemd.directory + "/dbprovisioner.sock").peer().pid == process.processIdentifier)
        process.terminate()
        try await systemd.wait(for: "STOPPING=1")
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    }
}
