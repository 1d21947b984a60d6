import Glibc
import Model

/// Where a local cluster keeps what it needs: one directory, named by `--dir`.
struct ClusterDirectory: Sendable {
    /// Absolute, without a slash at the end.
    let path: String

    init(_ path: String) {
        var full = path
        if !path.hasPrefix("/") {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let here = getcwd(&buffer, buffer.count).map { String(cString: $0) } ?? ""
            full = "\(here)/\(path)"
        }
        while full.count > 1, full.hasSuffix("/") { full.removeLast() }
        self.path = full
    }

    var kubeconfig: String { "\(path)/kubeconfig" }
    var state: String { "\(path)/state.jsonl" }
    var requests: String { "\(path)/requests.jsonl" }
    var settings: String { "\(path)/cluster.json" }
    var authority: String { "\(path)/pki/ca.crt" }
    var authorityKey: String { "\(path)/pki/ca.key" }
    var certificate: String { "\(path)/pki/apiserver.crt" }
    var certificateKey: String { "\(path)/pki/apiserver.key" }
    func pidFile(_ part: String) -> String { "\(path)/\(part).pid" }
    func logFile(_ part: String) -> String { "\(path)/\(part).log" }
    func readyFile(_ part: String) -> String { "\(path)/\(part).ready" }

    /// Makes the directory. Others may look in: pods' processes run as another user.
    func create() throws(LocalClusterError) {
        for (directory, mode) in [(path, mode_t(0o755)), ("\(path)/pki", 0o700)] {
            if mkdir(directory, mode) != 0, errno != EEXIST { throw .file(directory, Errno.text(errno)) }
        }
    }
}

/// What keeps a local cluster from starting, in one sentence.
enum LocalClusterError: Error, Equatable, CustomStringConvertible {
    case file(String, String)
    case malformed(file: String, String)
    case portInUse(Int)
    case command(String, String)
    case partEnded(String, log: String, lastLine: String)
    case notReady(String, log: String)
    case stillRunning(String, pid: Int32)

    var description: String {
        switch self {
        case .file(let path, let reason): "\(path): \(reason)"
        case .malformed(let file, let reason): "\(file) is damaged: \(reason); remove the directory to start anew"
        case .portInUse(let port): "port \(port) on 127.0.0.1 is in use by another program; choose another one with --port"
        case .command(let command, let reason): "\(command) failed: \(reason)"
        case .partEnded(let part, let log, let line):
            "the \(part) ended while starting: \(line.isEmpty ? "it said nothing" : line) (\(log))"
        case .notReady(let part, let log): "the \(part) did not become ready in time; see \(log)"
        case .stillRunning(let part, let pid): "the \(part) (pid \(pid)) does not end"
        }
    }

    /// As sysexits.h has them: 78 is a setting that a restart does not mend.
    var exitCode: Int32 {
        switch self {
        case .malformed, .portInUse: 78
        default: 1
        }
    }
}

enum Errno {
    static func text(_ number: Int32) -> String { String(cString: strerror(number)) }
}
