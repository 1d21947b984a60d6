import Model

/// Which cluster is worked on next. Keys are queued, never events: a key that is queued twice is worked on once, one that is being worked
/// on is held until that is done, and why it was queued is for the log only.
///
/// A value without clock and without tasks: `now` is seconds of a clock that never goes back.
struct ClusterQueue {
    enum Lane: Int, Sendable, Comparable {
        /// A user changed something, or something of ours changed under us.
        case edit
        /// Everything else: start, resync, configuration changes, retries.
        case background

        static func < (a: Lane, b: Lane) -> Bool { a.rawValue < b.rawValue }
    }

    struct Entry: Equatable {
        var lane: Lane
        /// When the key was queued for the first time since it was last taken: its age tells how far behind we are.
        var since: Double
        /// Not before then.
        var due: Double
        /// Ties are broken in the order of arrival.
        var order: Int
    }

    /// How long a key that failed waits: doubling, with jitter, so that many that failed together do not come back together.
    struct Backoff: Equatable {
        var first = 0.5
        var limit = 60.0

        /// - Parameter random: in 0..<1.
        func delay(failures: Int, random: Double) -> Double {
            guard failures > 0 else { return 0 }
            var delay = first
            for _ in 1..<max(failures, 1) where delay < limit { delay *= 2 }
            return min(delay, limit) * (0.75 + random / 2)
        }
    }

    private(set) var waiting: [ObjectKey: Entry] = [:]
    private(set) var running: [ObjectKey: Double] = [:]
    private var failures: [ObjectKey: Int] = [:]
    private var arrivals = 0
    let limit: Int
    let backoff: Backoff

    /// - Parameter limit: how many keys are worked on at once.
    init(limit: Int, backoff: Backoff = Backoff()) {
        self.limit = limit
        self.backoff = backoff
    }

    /// Asks for work on a key. An earlier wish stays in force: the lane can only become better and the time only earlier.
    mutating func add(_ key: ObjectKey, lane: Lane, now: Double, after delay: Double = 0) {
        arrivals += 1
        guard var entry = waiting[key] else {
            waiting[key] = Entry(lane: lane, since: now, due: now + delay, order: arrivals)
            return
        }
        entry.lane = min(entry.lane, lane)
        entry.due = min(entry.due, now + delay)
        waiting[key] = entry
    }

    /// Takes the keys that may be worked on now, the better lane first, and holds them until `finish`.
    mutating func take(now: Double) -> [ObjectKey] {
        let room = limit - running.count
        guard room > 0 else { return [] }
        let ready = waiting.filter { $0.value.due <= now && running[$0.key] == nil }
            .sorted { ($0.value.lane, $0.value.order) < ($1.value.lane, $1.value.order) }
            .prefix(room)
        for (key, _) in ready {
            waiting[key] = nil
            running[key] = now
        }
        return ready.map(\.key)
    }

    /// Work on the key is over; what was asked meanwhile may start.
    mutating func finish(_ key: ObjectKey) {
        running[key] = nil
        failures[key] = nil
    }

    /// Work on the key failed: it comes back by itself, later each time. Returns the delay in seconds.
    @discardableResult
    mutating func fail(_ key: ObjectKey, now: Double, random: Double, atLeast: Double = 0) -> Double {
        running[key] = nil
        failures[key, default: 0] += 1
        let delay = max(backoff.delay(failures: failures[key] ?? 1, random: random), atLeast)
        add(key, lane: .background, now: now, after: delay)
        return delay
    }

    /// The cluster is gone.
    mutating func forget(_ key: ObjectKey) {
        waiting[key] = nil
        failures[key] = nil
    }

    /// When there may be something to take that is not there now; nil where nothing waits for a time.
    func nextDue() -> Double? {
        waiting.filter { running[$0.key] == nil }.map(\.value.due).min()
    }

    func failures(of key: ObjectKey) -> Int { failures[key] ?? 0 }

    var isIdle: Bool { waiting.isEmpty && running.isEmpty }

    /// The longest time that a key which may be worked on has been waiting.
    func oldestAge(now: Double) -> Double {
        waiting.values.filter { $0.due <= now }.map { now - $0.since }.max() ?? 0
    }
}
