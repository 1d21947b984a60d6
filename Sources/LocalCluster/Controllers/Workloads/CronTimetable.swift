/// A schedule of five fields as cron has it: minute, hour, day of month, month, day of week; names of months and days, ranges, steps, lists,
/// and the usual abbreviations (`@daily`).
struct CronTimetable: Sendable, Equatable {
    private var minutes: Set<Int>
    private var hours: Set<Int>
    private var days: Set<Int>
    private var months: Set<Int>
    private var weekdays: Set<Int>
    /// Where both day fields are restricted, either of them suffices.
    private var anyDay: Bool
    private var anyWeekday: Bool

    private static let monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    private static let abbreviations = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0", "@daily": "0 0 * * *",
        "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
    ]

    /// nil where the text is no schedule.
    init?(_ text: String) {
        let fields = (Self.abbreviations[text] ?? text).lowercased().split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
        guard fields.count == 5, let minutes = Self.values(fields[0], 0...59), let hours = Self.values(fields[1], 0...23),
            let days = Self.values(fields[2], 1...31), let months = Self.values(fields[3], 1...12, Self.monthNames, first: 1),
            let weekdays = Self.values(fields[4], 0...7, Self.dayNames, first: 0)
        else { return nil }
        (self.minutes, self.hours, self.days, self.months) = (minutes, hours, days, months)
        self.weekdays = Set(weekdays.map { $0 % 7 })
        anyDay = fields[2].hasPrefix("*") || fields[2].hasPrefix("?")
        anyWeekday = fields[4].hasPrefix("*") || fields[4].hasPrefix("?")
    }

    private static func values(_ field: String, _ range: ClosedRange<Int>, _ names: [String] = [], first: Int = 0) -> Set<Int>? {
        func number(_ text: Substring) -> Int? {
            let value = names.firstIndex(of: String(text)).map { $0 + first } ?? Int(text)
            return value.flatMap { range.contains($0) ? $0 : nil }
        }
        var values: Set<Int> = []
        for part in field.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
            guard let span = pieces.first, pieces.count <= 2 else { return nil }
            var bounds = range
            let step = pieces.count == 2 ? Int(pieces[1]) : 1
            guard let step, step > 0 else { return nil }
            if span != "*", span != "?" {
                let ends = span.split(separator: "-", omittingEmptySubsequences: false)
                guard (1...2).contains(ends.count), let low = number(ends[0]) else { return nil }
                let high = ends.count == 2 ? number(ends[1]) : pieces.count == 2 ? range.upperBound : low
                guard let high, high >= low else { return nil }
                bounds = low...high
            }
            values.formUnion(stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
        }
        return values
    }

    private func matches(day date: CivilDate) -> Bool {
        guard months.contains(date.month) else { return false }
        let byDay = days.contains(date.day)
        let byWeekday = weekdays.contains(date.weekday)
        return anyDay || anyWeekday ? byDay && byWeekday : byDay || byWeekday
    }

    /// The first minute after the moment, within five years.
    func next(after moment: Moment) -> Moment? {
        var minute = Int(moment.seconds.rounded(.down)) / 60 + 1
        let end = minute + 5 * 366 * 1440
        while minute < end {
            let date = CivilDate(secondsSince1970: minute * 60)
            if !matches(day: date) {
                minute += 1440 - date.hour * 60 - date.minute
            } else if !hours.contains(date.hour) {
                minute += 60 - date.minute
            } else if !minutes.contains(date.minute) {
                minute += 1
            } else {
                return Moment(seconds: Double(minute * 60))
            }
        }
        return nil
    }

    /// The last due minute that is not after `now`, and how many there were since `start` (counted up to 101).
    func last(since start: Moment, until now: Moment) -> (moment: Moment, count: Int)? {
        var found: (Moment, Int)?
        var at = start
        while let due = next(after: at), due <= now {
            found = (due, (found?.1 ?? 0) + 1)
            at = due
            // Far behind: the count no longer matters, the newest does.
            if found?.1 == 101 { at = max(at, now + -7 * 86400) }
        }
        return found
    }
}
