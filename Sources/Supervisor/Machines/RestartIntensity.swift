/// How many restarts within how long are too many, as Erlang's supervisors have it: beyond that, what is wrong is not the worker, and
/// whoever supervises the supervisor should know.
struct RestartIntensity: Equatable, Sendable {
    /// So many deaths within the period are borne.
    var deaths: Int
    var period: Duration
    /// Moments on the monotonic clock, oldest first.
    private var moments: [Duration] = []

    init(deaths: Int = 8, period: Duration = .seconds(60)) {
        self.deaths = deaths
        self.period = period
    }

    /// Counts one death; true where that is one too many.
    mutating func exceeded(by moment: Duration) -> Bool {
        moments.removeAll { $0 <= moment - period }
        moments.append(moment)
        return moments.count > deaths
    }
}
