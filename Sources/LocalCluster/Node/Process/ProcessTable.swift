import CProcess
import Glibc
import Synchronization

/// A process by pid and by when it started, which no later process of the same pid shares.
struct ProcessIdentity: Sendable, Hashable {
    let pid: Int32
    /// Clock ticks since the machine started (field 22 of /proc/PID/stat).
    let startTicks: UInt64

    init(pid: Int32, startTicks: UInt64) { (self.pid, self.startTicks) = (pid, startTicks) }

    /// nil where there is no such process.
    init?(pid: Int32) {
        guard let stat = try? TextFile.read("/proc/\(pid)/stat"), let close = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X", let ticks = UInt64(fields[19]) else { return nil }
        self.init(pid: pid, startTicks: ticks)
    }

    var isAlive: Bool { ProcessIdentity(pid: pid) == self }
}

/// A program to start.
struct ProgramCall: Sendable, Equatable {
    var path: String
    /// Without the program itself.
    var arguments: [String]
    var environment: [String: String]
    var directory: String
    /// nil: as whom the node runs.
    var user: LocalUser?
    /// Output and errors are appended to it.
    var logPath: String
}

/// The user that containers run as.
struct LocalUser: Sendable, Equatable {
    let name: String
    let uid: uid_t
    let gid: gid_t
    let home: String

    init?(named name: String) {
        var entry = passwd()
        var result: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 4096)
        let found: LocalUser? = buffer.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress, getpwnam_r(name, &entry, base, buffer.count, &result) == 0, result != nil,
                let home = entry.pw_dir
            else { return nil }
            return LocalUser(name: name, uid: entry.pw_uid, gid: entry.pw_gid, home: String(cString: home))
        }
        guard let found else { return nil }
        self = found
    }

    private init(name: String, uid: uid_t, gid: gid_t, home: String) {
        (self.name, self.uid, self.gid, self.home) = (name, uid, gid, home)
    }
}

/// Starts processes that outlive the node, and tells when they end: its own children with their exit code, others that it found running
/// without.
struct ProcessTable: Sendable {
    let reactor: Reactor

    enum End: Sendable, Equatable {
        case exited(Int)
        case signalled(Int)
        /// It was started by an earlier node, which alone could have learnt how it ended.
        case unknown

        /// As a shell counts: signals from 128 on.
        var code: Int {
            switch self {
            case .exited(let code): code
            case .signalled(let number): 128 + number
            case .unknown: 137
            }
        }
    }

    enum Failure: Error, CustomStringConvertible {
        case start(path: String, stage: Int32, code: Int32)

        var description: String {
            switch self {
            case .start(let path, let stage, let code):
                let doing =
                    switch stage {
                    case Int32(CPROCESS_STAGE_IDENTITY.rawValue): "changing to its user"
                    case Int32(CPROCESS_STAGE_DIRECTORY.rawValue): "changing to its directory"
                    case Int32(CPROCESS_STAGE_EXEC.rawValue): "executing it"
                    default: "starting it"
                    }
                return "\(path): \(doing) failed: \(String(cString: strerror(code)))"
            }
        }
    }

    func start(_ call: ProgramCall, ended: @escaping @Sendable (End) -> Void) throws -> ProcessIdentity {
        let log = open(call.logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard log >= 0 else { throw TextFile.Failure(path: call.logPath, code: errno, action: "open") }
        defer { close(log) }
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { if null >= 0 { close(null) } }
        var stage: Int32 = 0
        let pid = Self.withCStrings([call.path] + call.arguments) { arguments in
            Self.withCStrings(call.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }) { environment in
                call.path.withCString { path in
                    call.directory.withCString { directory in
                        var spawn = cprocess_spawn()
                        spawn.path = path
                        spawn.arguments = arguments
                        spawn.environment = environment
                        spawn.directory = directory
                        spawn.uid = call.user.map { Int64($0.uid) } ?? -1
                        spawn.gid = call.user.map { Int64($0.gid) } ?? -1
                        spawn.standard_input = null
                        spawn.standard_output = log
                        spawn.standard_error = log
                        spawn.new_session = 1
                        return cprocess_start(&spawn, &stage)
                    }
                }
            }
        }
        guard pid > 0 else { throw Failure.start(path: call.path, stage: stage, code: -pid) }
        let identity = ProcessIdentity(pid: pid) ?? ProcessIdentity(pid: pid, startTicks: 0)
        follow(pid, isChild: true, ended)
        return identity
    }

    /// Takes over a process that runs already.
    func adopt(_ identity: ProcessIdentity, ended: @escaping @Sendable (End) -> Void) { follow(identity.pid, isChild: false, ended) }

    private func follow(_ pid: Int32, isChild: Bool, _ ended: @escaping @Sendable (End) -> Void) {
        let descriptor = cprocess_pidfd_open(pid)
        guard descriptor >= 0 else { return ended(.unknown) }
        reactor.add(descriptor) { [reactor] _, _ in
            reactor.remove(descriptor)
            var end = cprocess_end()
            let reaped = isChild && cprocess_reap_pidfd(descriptor, &end) == 1
            close(descriptor)
            ended(reaped ? (end.exited != 0 ? .exited(Int(end.code)) : .signalled(Int(end.code))) : .unknown)
        }
    }

    private static func withCStrings<R>(_ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R) -> R {
        var pointers = strings.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("an array with an element has a base address") }
            return body(base)
        }
    }
}
