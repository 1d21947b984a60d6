/// How long to wait before the next attempt: doubling from `first` to `most`, spread by a quarter in both directions so that things that
/// failed together do not come back together.
public struct Backoff: Equatable, Sendable {
    public let first: Duration
    public let most: Duration
    /// Attempts since the last success.
    public private(set) var attempts = 0

    public init(first: Duration, most: Duration) {
        self.first = first
        self.most = most
    }

    static let connecting = Backoff(first: .milliseconds(20), most: .seconds(2))

    /// The next wait. `random` is in 0..<1: an argument, so that the same inputs give the same waits.
    public mutating func next(random: Double) -> Duration {
        let doublings = min(attempts, 30)
        attempts += 1
        var wait = first
        for _ in 0..<doublings where wait < most { wait *= 2 }
        return min(wait, most) * (0.75 + random / 2)
    }

    public mutating func reset() { attempts = 0 }
}
