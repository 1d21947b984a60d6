/// How every program of the operator ends. Whoever starts them (the supervisor, systemd, a script) decides by this number alone.
public enum ExitStatus: Int32, Error, Sendable, CaseIterable {
    /// Did what it was asked to do.
    case done = 0
    /// Anything else: starting again may help.
    case failed = 1
    /// The command line makes no sense (EX_USAGE).
    case usage = 64
    /// Flags, environment or files are wrong (EX_CONFIG): starting again does not help until a person has changed something.
    case misconfigured = 78
}

/// An error that knows how the process should end because of it. Errors that do not are `failed`.
public protocol ExitStatusError: Error {
    var exitStatus: ExitStatus { get }
}

extension IPCError: ExitStatusError {}

extension ExitStatus: ExitStatusError {
    public var exitStatus: ExitStatus { self }
}

/// Wrong flags, environment or files, said in one sentence; ends the process with 78.
public struct Misconfigured: ExitStatusError, CustomStringConvertible, Equatable {
    public let description: String
    public init(_ sentence: String) { description = sentence }
    public var exitStatus: ExitStatus { .misconfigured }
}
