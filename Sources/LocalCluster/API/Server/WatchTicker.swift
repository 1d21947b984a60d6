import Model
import Synchronization

/// The clock of all watches: ends them when their time is over and has bookmarks sent, one timer for all.
final class WatchTicker: Sendable {
    /// How often bookmarks go out to a watch that allows them.
    static let bookmarkInterval: Int64 = 60_000
    /// A bookmark also goes out this long before a watch ends.
    static let lastBookmark: Int64 = 2000

    struct Entry: Sendable {
        var subscription: WatchSubscription
        /// Milliseconds on the ticker's own clock.
        var end: Int64
        var nextBookmark: Int64?
    }

    private let store: Store
    private let entries = Mutex<[Int: Entry]>([:])
    private let clock = ContinuousClock()
    private let origin: ContinuousClock.Instant

    init(store: Store) {
        self.store = store
        origin = clock.now
    }

    private var now: Int64 {
        let components = (clock.now - origin).components
        return components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    func add(_ subscription: WatchSubscription, timeoutSeconds: Int, bookmarks: Bool) {
        let now = now
        let end = now + Int64(timeoutSeconds) * 1000
        let first = bookmarks ? Self.nextBookmark(now: now, end: end) : nil
        entries.withLock { $0[subscription.id] = Entry(subscription: subscription, end: end, nextBookmark: first) }
    }

    func remove(_ subscription: WatchSubscription) { entries.withLock { _ = $0.removeValue(forKey: subscription.id) } }

    /// Until it is cancelled.
    func run() async {
        while !Task.isCancelled {
            tick(now)
            do { try await clock.sleep(for: .milliseconds(250)) } catch { return }
        }
    }

    private func tick(_ now: Int64) {
        var due: [WatchSubscription] = []
        var over: [WatchSubscription] = []
        entries.withLock { entries in
            for (id, entry) in entries {
                if entry.end <= now {
                    over.append(entry.subscription)
                    entries[id] = nil
                } else if let next = entry.nextBookmark, next <= now {
                    due.append(entry.subscription)
                    entries[id]?.nextBookmark = Self.nextBookmark(now: now, end: entry.end)
                }
            }
        }
        for subscription in due { store.tellProgress(to: subscription) }
        for subscription in over { subscription.finish() }
    }

    /// The sooner of the next regular time and shortly before the end; none after that.
    static func nextBookmark(now: Int64, end: Int64) -> Int64? {
        let last = end - lastBookmark
        return last > now ? min(now + bookmarkInterval, last) : nil
    }
}
