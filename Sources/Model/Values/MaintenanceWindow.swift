/// A time of day, on one weekday or on each, in which disruptive work is allowed: `[Ddd:]HH:MM-HH:MM`, in UTC, both ends included.
public struct MaintenanceWindow: Sendable, Hashable {
    public enum Weekday: String, Sendable, CaseIterable, Hashable {
        case sunday = "Sun"
        case monday = "Mon"
        case tuesday = "Tue"
        case wednesday = "Wed"
        case thursday = "Thu"
        case friday = "Fri"
        case saturday = "Sat"
    }

    /// Nil: every day.
    public var weekday: Weekday?
    /// Minutes since midnight.
    public var start: Int
    /// Minutes since midnight, never before `start`.
    public var end: Int

    public init(weekday: Weekday? = nil, start: Int, end: Int) {
        self.weekday = weekday
        self.start = start
        self.end = end
    }

    /// Nil where the text is no window. No window crosses midnight; the hour may have one digit, the minute has two.
    public init?(_ text: String) {
        let sides = text.trimmingBlanks().split(separator: "-", omittingEmptySubsequences: false)
        guard sides.count == 2, let end = Self.minutes(sides[1]) else { return nil }
        var from = sides[0]
        var weekday: Weekday?
        if let colon = from.firstIndex(of: ":"), let day = Weekday(rawValue: String(from[..<colon])) {
            weekday = day
            from = from[from.index(after: colon)...]
        }
        guard let start = Self.minutes(from), start <= end else { return nil }
        self.init(weekday: weekday, start: start, end: end)
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    /// Whether that minute of that day lies in the window.
    public func contains(_ weekday: Weekday, minute: Int) -> Bool {
        (self.weekday ?? weekday) == weekday && (start...end).contains(minute)
    }

    /// Whether that moment (seconds since 1970, UTC) lies in the window.
    public func contains(secondsSince1970 seconds: Int) -> Bool {
        let days = (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400
        let minute = (seconds - days * 86_400) / 60
        // 1970-01-01 was a Thursday.
        let weekday = Weekday.allCases[((days + 4) % 7 + 7) % 7]
        return contains(weekday, minute: minute)
    }
}

extension MaintenanceWindow: CustomStringConvertible {
    public var description: String {
        func time(_ minutes: Int) -> String {
            "\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
        }
        return (weekday.map { $0.rawValue + ":" } ?? "") + time(start) + "-" + time(end)
    }
}

extension StringProtocol {
    /// Without blanks and tabs at its ends.
    func trimmingBlanks() -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
