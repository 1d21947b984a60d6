import Glibc
import Model

/// One of the three background processes of a local cluster, known by its pid file: `PID START`, where START is the kernel's start time of
/// the process, so that a pid that came to another process is not taken for it.
struct Part: Sendable {
    static let names = ["apiserver", "controllers", "node"]

    let name: String
    let directory: ClusterDirectory

    /// The pid, where the process lives.
    func pid() throws(LocalClusterError) -> pid_t? {
        guard let text = try SmallFile.read(directory.pidFile(name)) else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let pid = words.first.flatMap({ pid_t($0) }), let start = Self.startTime(of: pid) else { return nil }
        return words.count < 2 || words[1] == start ? pid : nil
    }

    func start(_ arguments: [String]) throws(LocalClusterError) -> pid_t {
        unlink(directory.readyFile(name))
        let pid = try ChildProcess.startInBackground([ChildProcess.ownPath, name] + arguments, log: directory.logFile(name))
        try SmallFile.write("\(pid) \(Self.startTime(of: pid) ?? "")\n", to: directory.pidFile(name), mode: 0o644)
        return pid
    }

    /// Asks it to end, and makes it end after `seconds`.
    func stop(seconds: Int) throws(LocalClusterError) {
        guard let pid = try pid() else { return }
        kill(pid, SIGTERM)
        for _ in 0..<seconds * 50 {
            usleep(20_000)
            if try self.pid() == nil || Self.hasEnded(pid) { return }
        }
        kill(pid, SIGKILL)
        for _ in 0..<100 {
            usleep(20_000)
            if try self.pid() == nil || Self.hasEnded(pid) { return }
        }
        throw .stillRunning(name, pid: pid)
    }

    /// The last line of its log, for messages.
    var lastLogLine: String {
        let text = (try? SmallFile.read(directory.logFile(name))) ?? nil
        return text?.split(separator: "\n").last.map(String.init) ?? ""
    }

    /// Reaps our own child; true where it has ended.
    static func hasEnded(_ pid: pid_t) -> Bool {
        var status: Int32 = 0
        if waitpid(pid, &status, WNOHANG) == pid { return true }
        return startTime(of: pid) == nil
    }

    /// The 22nd field of `/proc/PID/stat`; nil for a process that is gone or only waits to be reaped.
    static func startTime(of pid: pid_t) -> String? {
        guard let text = (try? SmallFile.read("/proc/\(pid)/stat")) ?? nil, let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
        return String(fields[19])
    }
}
