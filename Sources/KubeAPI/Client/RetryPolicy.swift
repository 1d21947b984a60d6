/// When a failed request is sent again, and after how long. Pure: the jitter's random number is an argument.
public struct RetryPolicy: Sendable, Hashable {
    /// All tries of one call together.
    public var attempts: Int
    public var firstDelay: Duration
    public var longestDelay: Duration
    /// A server that asks for more patience than this is not waited for here: the caller gets the error.
    public var longestRetryAfter: Duration

    public init(
        attempts: Int = 4, firstDelay: Duration = .milliseconds(100), longestDelay: Duration = .seconds(2),
        longestRetryAfter: Duration = .seconds(10)
    ) {
        self.attempts = attempts
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
        self.longestRetryAfter = longestRetryAfter
    }

    public static let never = RetryPolicy(attempts: 1)

    /// How long to wait before the next try, or nil: the error is the caller's. `attempt` counts from 1; `random` is within 0..<1.
    public func delay(after error: KubeError, attempt: Int, method: HTTPMethod, random: Double) -> Duration? {
        guard attempt < attempts, error.disposition == .retry, mayRepeat(error, method) else { return nil }
        if let asked = error.status?.retryAfter {
            return asked <= longestRetryAfter ? asked + .milliseconds(Int(random * 100)) : nil
        }
        return backoff(attempt: attempt, random: random)
    }

    /// Doubling from the first delay to the longest, each between half of it and all of it.
    public func backoff(attempt: Int, random: Double) -> Duration {
        let doubled = firstDelay * (1 << min(max(attempt, 1) - 1, 20))
        return min(doubled, longestDelay) * (0.5 + random / 2)
    }

    /// A request that may have been carried out is repeated only where that does no harm; one that surely was not, always.
    private func mayRepeat(_ error: KubeError, _ method: HTTPMethod) -> Bool {
        switch error {
        case .status(let status): status.code == 429 || status.retryAfter != nil || method.isIdempotent
        case .transport(let error): error.wasNeverSent || method.isIdempotent
        case .configuration: true
        case .malformedReply: method.isIdempotent
        }
    }
}
