import IPC
import Synchronization

/// The unique end of an Event's name: the time of its making in hexadecimal, as Kubernetes' own components do it, made to differ within a
/// process.
enum EventName {
    private static let last = Mutex<UInt64>(0)

    @Sendable static func next() -> String {
        let now = Timestamp.now
        let nanos = UInt64(now.seconds) * 1_000_000_000 + UInt64(now.nanoseconds)
        let value = last.withLock { last in
            last = max(last + 1, nanos)
            return last
        }
        return String(value, radix: 16)
    }
}
