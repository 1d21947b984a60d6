import Glibc

/// Where the operator's processes meet: their sockets and small files, readable by their own user only.
public struct RuntimeDirectory: Equatable, Sendable {
    public var path: String

    public init(_ path: String) { self.path = path }

    /// `--runtime-dir`, else `$RUNTIME_DIRECTORY` (set by systemd), else `$XDG_RUNTIME_DIR/postgres-operator`, else
    /// `/run/postgres-operator`.
    public init(option: String?, environment: [String: String]) {
        if let option, !option.isEmpty {
            path = option
        } else if let given = environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first {
            path = String(given)
        } else if let user = environment["XDG_RUNTIME_DIR"], !user.isEmpty {
            path = user + "/postgres-operator"
        } else {
            path = "/run/postgres-operator"
        }
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    }

    /// The socket on which that process listens: `watcher`, `dbprovisioner`, `reconciler`, `control`.
    public func socket(of name: String) -> String { "\(path)/\(name).sock" }
    /// What a worker handles at this moment (`InHand`).
    public func inHand(of worker: String) -> String { "\(path)/\(worker).inhand" }
    /// The supervisor's `CrashLedger`.
    public var quarantine: String { "\(path)/quarantine.json" }

    /// Makes the directory (and those above it) with mode 0700 where it is missing; refuses one that belongs to somebody else, and paths
    /// too long for the sockets in it.
    public func prepare() throws(IPCError) {
        try SocketPath.check(socket(of: "dbprovisioner"))
        for place in path.indices.dropFirst() where path[place] == "/" { mkdir(String(path[..<place]), 0o755) }
        guard mkdir(path, 0o700) != 0 else { return }
        let code = errno
        guard code == EEXIST else { throw .unusableDirectory(path: path, reason: SystemError.text(code)) }
        var information = stat()
        guard stat(path, &information) == 0 else { throw .unusableDirectory(path: path, reason: SystemError.text(errno)) }
        guard information.st_mode & S_IFMT == S_IFDIR else { throw .unusableDirectory(path: path, reason: "it is no directory") }
        guard information.st_uid == geteuid() else {
            throw .unusableDirectory(path: path, reason: "it belongs to uid \(information.st_uid), this process runs as uid \(geteuid())")
        }
        guard information.st_mode & 0o022 == 0 else {
            throw .unusableDirectory(path: path, reason: "others may write to it: make it mode 0700, or name another one")
        }
    }
}
