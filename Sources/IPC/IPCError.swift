import CProcess
import Model

/// What can go wrong between two processes of the operator. The description is one sentence that a person can act on and never holds
/// what was on the line.
public enum IPCError: Error, Equatable, Sendable {
    case pathTooLong(path: String, limit: Int)
    /// Another process listens there.
    case inUse(path: String)
    /// The path is there and is no socket.
    case notASocket(path: String)
    case foreignPeer(uid: UInt32, expected: UInt32)
    case helloMissing
    case protocolMismatch(sender: String, theirs: Int, ours: Int)
    case lineTooLong(limit: Int)
    case notJSON(JSONError)
    case invalidEnvelope(String)
    case invalidMessage(type: String, FormError)
    case sequenceGap(expected: Int, found: Int)
    /// The peer reads more slowly than there is news, and the queue for it is full.
    case slowConsumer(limit: Int)
    /// The peer closed the connection, maybe in the middle of a line.
    case closed(midLine: Bool)
    case cancelled
    case system(call: String, code: Int32, path: String)
    /// What was passed by `LISTEN_FDS` is no listening Unix stream socket.
    case unusableSocket(String)
    case unusableDirectory(path: String, reason: String)
}

extension IPCError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .pathTooLong(let path, let limit):
            "the socket path \(path) has \(path.utf8.count) bytes, the system allows \(limit): choose a shorter --runtime-dir"
        case .inUse(let path): "another process listens on \(path): stop it, or choose another --runtime-dir"
        case .notASocket(let path): "\(path) is there and is no socket: remove it, or choose another --runtime-dir"
        case .foreignPeer(let uid, let expected): "refused a connection of uid \(uid): only uid \(expected) may connect"
        case .helloMissing: "the first line of the connection is no hello"
        case .protocolMismatch(let sender, let theirs, let ours):
            "\(sender) speaks protocol \(theirs), this build speaks protocol \(ours): run processes of one release together"
        case .lineTooLong(let limit): "a line is longer than \(limit) bytes"
        case .notJSON(let error): "a line is not JSON: \(error)"
        case .invalidEnvelope(let reason): "a line is no message: \(reason)"
        case .invalidMessage(let type, let error): "a message of type \(type) cannot be read: \(error)"
        case .sequenceGap(let expected, let found): "a message is missing: expected number \(expected), found \(found)"
        case .slowConsumer(let limit): "the peer does not keep up: \(limit) messages wait for it"
        case .closed(let midLine): midLine ? "the peer closed the connection in the middle of a line" : "the peer closed the connection"
        case .cancelled: "cancelled"
        case .system(let call, let code, let path):
            "\(call)\(path.isEmpty ? "" : " \(path)"): \(SystemError.text(code))"
        case .unusableSocket(let reason): "the socket passed by LISTEN_FDS cannot be used: \(reason)"
        case .unusableDirectory(let path, let reason): "the runtime directory \(path) cannot be used: \(reason)"
        }
    }
}

extension IPCError {
    /// How a process ends that cannot go on because of this error.
    public var exitStatus: ExitStatus {
        switch self {
        case .pathTooLong, .inUse, .notASocket, .unusableSocket, .unusableDirectory: .misconfigured
        default: .failed
        }
    }
}

/// The text of an errno, without a global buffer.
public enum SystemError {
    public static func text(_ code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let base = buffer.baseAddress else { return "error \(code)" }
            cprocess_describe_error(code, base, buffer.count)
            return String(cString: base)
        }
    }
}
