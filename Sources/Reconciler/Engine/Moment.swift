import IPC

/// A moment as the engine is told of it: a clock that never goes back for waiting, and the time of day for what people read.
struct Moment: Sendable {
    /// Seconds.
    var steady: Double
    /// Seconds since 1970.
    var wall: Int

    /// RFC 3339 in whole seconds, as Kubernetes writes times.
    var text: String { Self.text(wall) }

    /// `YYYY-MM-DD`.
    var day: String { String(text.prefix(10)) }

    static func text(_ seconds: Int) -> String {
        String(Timestamp(seconds: seconds).text.prefix(19)) + "Z"
    }
}
