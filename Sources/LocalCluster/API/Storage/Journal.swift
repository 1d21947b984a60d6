import Glibc
import Model
import Synchronization

/// The file in which the store survives a restart: one line a change, appended before the request that made it is answered.
///
/// Changes are queued under the store's lock (an append to an array) and written by whoever flushes next, in order. Nothing is synced to
/// the disk: the state outlives the process, not the machine.
final class Journal: Sendable {
    private struct Queue {
        var entries: [(CollectionID, StoreEvent)] = []
    }

    private struct Output {
        var descriptor: Int32
        var failed = false
        /// Bytes appended since the file was last written anew.
        var appended = 0
        var limit = Journal.smallestLimit
    }

    /// A file that has grown by this much is written anew, in its shortest form.
    static let smallestLimit = 64 << 20

    private let queue = Mutex(Queue())
    private let output: Mutex<Output>

    private let path: String

    /// Takes over an open file descriptor of the file, which it closes at the end.
    init(descriptor: Int32, path: String) {
        output = Mutex(Output(descriptor: descriptor))
        self.path = path
    }

    deinit { output.withLock { _ = close($0.descriptor) } }

    func enqueue(_ collection: CollectionID, _ event: StoreEvent) {
        queue.withLock { $0.entries.append((collection, event)) }
    }

    /// Writes everything queued so far.
    func flush() {
        output.withLock { output in
            let entries = queue.withLock { queue in
                defer { queue.entries = [] }
                return queue.entries
            }
            guard !entries.isEmpty, !output.failed else { return }
            var bytes: [UInt8] = []
            for (collection, event) in entries { JournalLine(collection: collection, event: event).write(to: &bytes) }
            output.appended += bytes.count
            output.failed = !Self.write(bytes, to: output.descriptor)
        }
    }

    /// Writes the file anew where it has grown large. `state` is asked for the whole text once nothing else is written, and tells with
    /// it, in the same moment, that what is queued so far is part of it (`forgetQueue`).
    func shorten(_ state: () -> [UInt8]) {
        output.withLock { output in
            guard output.appended > output.limit, !output.failed else { return }
            output.appended = 0
            let bytes = state()
            let temporary = path + ".new"
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { return }
            guard Self.write(bytes, to: descriptor), rename(temporary, path) == 0 else {
                // The old file goes on: everything in it is still right, but what was forgotten is missing there.
                output.failed = true
                close(descriptor)
                return
            }
            close(output.descriptor)
            output.descriptor = descriptor
            output.limit = max(Self.smallestLimit, bytes.count * 2)
        }
    }

    func forgetQueue() { queue.withLock { $0.entries = [] } }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done) }
            if count < 0 {
                if errno == EINTR { continue }
                let line = Array("postgres-operator-local: the state can no longer be kept: \(String(cString: strerror(errno)))\n".utf8)
                _ = line.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
                return false
            }
            done += count
        }
        return true
    }
}
