import Glibc
import Logging

/// How log records look.
public enum LogFormat: String, Sendable, CaseIterable {
    /// One JSON object a line.
    case json
    /// One line for people.
    case text
    /// The journal's own fields (`journalctl CLUSTER=default/demo`).
    case journal

    /// What stderr is made for: the journal where systemd connected it, text on a terminal, JSON otherwise.
    public static func suited(to environment: [String: String], isTerminal: Bool, stderr: FileIdentity?) -> LogFormat {
        if let stream = environment["JOURNAL_STREAM"], let stderr, stream == "\(stderr.device):\(stderr.inode)" { return .journal }
        return isTerminal ? .text : .json
    }

    static func suitedToThisProcess() -> LogFormat {
        suited(to: Environment.current, isTerminal: isatty(2) == 1, stderr: FileIdentity(of: 2))
    }
}

/// Which file a descriptor is open on.
public struct FileIdentity: Equatable, Sendable {
    public var device: UInt
    public var inode: UInt

    public init(device: UInt, inode: UInt) {
        self.device = device
        self.inode = inode
    }

    init?(of descriptor: Int32) {
        var information = stat()
        guard fstat(descriptor, &information) == 0 else { return nil }
        self.init(device: UInt(information.st_dev), inode: UInt(information.st_ino))
    }
}
