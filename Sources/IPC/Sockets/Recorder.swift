import Glibc
import Model
import Synchronization

/// Writes every line of the process's connections to a file, secrets taken out: `{"time":…,"connection":…,"direction":…,"line":…}`.
///
/// A recording is played back with `Recording`. It is a debugging aid: where writing fails, recording ends and the work goes on.
public final class Recorder: Sendable {
    public enum Direction: String, Sendable {
        case incoming
        case outgoing
    }

    private let descriptor: Mutex<Int32>

    /// Appends to the file, which only its owner may read.
    public init(path: String) throws(Misconfigured) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Misconfigured("--record \(path): \(SystemError.text(errno))") }
        self.descriptor = Mutex(descriptor)
    }

    deinit { descriptor.withLock { if $0 >= 0 { _ = Glibc.close($0) } } }

    func hook(connection: String, direction: Direction) -> @Sendable (JSON) -> Void {
        { [self] line in record(connection: connection, direction: direction, line: line) }
    }

    func record(connection: String, direction: Direction, line: JSON, now: Timestamp = .now) {
        let entry: JSON = [
            "time": .string(now.text), "connection": .string(connection), "direction": .string(direction.rawValue),
            "line": Redactor.redacted(line),
        ]
        var bytes = entry.bytes()
        bytes.append(0x0A)
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return }
            let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard written != bytes.count else { return }
            _ = Glibc.close(descriptor)
            descriptor = -1
        }
    }
}
