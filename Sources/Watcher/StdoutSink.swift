import Glibc
import IPC
import Model
import Synchronization

/// Prints the lines that a consumer of the socket would get, Secrets redacted, for a person who looks into what the watcher sees.
final class StdoutSink: WatchSink {
    private let sequence = Mutex(0)

    init() { publish(.snapshotBegin(id: Instance.id)) }

    func publish(_ message: StoredMessage) {
        sequence.withLock { sequence in
            sequence += 1
            var bytes = Envelope(sequence: sequence, type: message.type, body: message.redactedBody).json.bytes()
            bytes.append(0x0A)
            var done = 0
            while done < bytes.count {
                let count = bytes[done...].withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                done += count
            }
        }
    }

    func complete() { publish(.snapshotEnd(id: Instance.id)) }
}
