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
    }

    private let queue = Mutex(Queue())
    private let output: Mutex<Output>

    /// Takes over an open file descriptor, which it closes at the end.
    init(descriptor: Int32) { output = Mutex(Output(descriptor: descriptor)) }

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
            output.failed = !Self.write(bytes, to: output.descriptor)
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done) }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            done += count
        }
        return true
    }
}
