import CSystemd

/// Tells whoever supervises this process (our supervisor or systemd, the protocol is the same) how it is; does nothing where nobody does.
public struct Notifier: Sendable {
    public init() {}

    /// The process does its work from now on.
    public func ready() { send("READY=1") }
    /// One line for people.
    public func status(_ text: String) { send("STATUS=\(String(text.map { $0.isNewline ? " " : $0 }))") }
    /// The process has begun to stop.
    public func stopping() { send("STOPPING=1") }
    /// The process is alive; to be said at least once in `watchdogInterval`.
    public func alive() { send("WATCHDOG=1") }

    private func send(_ text: String) { sd_notify(0, text) }

    /// How long the supervisor waits for `alive`, nil where it does not wait.
    public var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        guard sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
        return .microseconds(Int64(clamping: microseconds))
    }
}
