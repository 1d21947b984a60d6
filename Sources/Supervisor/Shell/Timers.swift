/// Deadlines by name, on the monotonic clock.
struct Timers<Key: Hashable> {
    private var deadlines: [Key: Duration] = [:]

    mutating func arm(_ key: Key, at deadline: Duration) { deadlines[key] = deadline }
    mutating func disarm(_ key: Key) { deadlines[key] = nil }

    /// How long until the next one, nil where there is none.
    func wait(from now: Duration) -> Duration? { deadlines.values.min().map { max(.zero, $0 - now) } }

    /// Takes those whose time has come, the earliest first.
    mutating func due(at now: Duration) -> [Key] {
        let due = deadlines.filter { $0.value <= now }.sorted { $0.value < $1.value }.map(\.key)
        for key in due { deadlines[key] = nil }
        return due
    }
}
