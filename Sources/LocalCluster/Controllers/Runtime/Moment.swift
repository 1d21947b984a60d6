import Model

/// A point in time as Kubernetes writes it, to be passed to decisions that must not look at a clock themselves.
struct Moment: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    var seconds: Double

    init(seconds: Double) { self.seconds = seconds }

    /// RFC 3339 in UTC, with or without a fraction: `2026-11-25T03:04:05Z`, `2026-11-25T03:04:05.250000Z`.
    init?(parsing text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z") else { return nil }
        var numbers: [Int] = []
        for range in [0..<4, 5..<7, 8..<10, 11..<13, 14..<16, 17..<19] {
            guard let number = Int(String(decoding: bytes[range], as: UTF8.self)) else { return nil }
            numbers.append(number)
        }
        let whole =
            CivilDate.days(year: numbers[0], month: numbers[1], day: numbers[2]) * 86400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
        let fraction = bytes.count > 21 ? Double("0" + String(decoding: bytes[19..<(bytes.count - 1)], as: UTF8.self)) : 0
        guard let fraction else { return nil }
        seconds = Double(whole) + fraction
    }

    init?(_ value: JSON?) {
        guard let text = value?.string else { return nil }
        self.init(parsing: text)
    }

    static func < (a: Moment, b: Moment) -> Bool { a.seconds < b.seconds }
    static func + (a: Moment, seconds: Double) -> Moment { Moment(seconds: a.seconds + seconds) }
    static func - (a: Moment, b: Moment) -> Double { a.seconds - b.seconds }

    var civil: CivilDate { CivilDate(secondsSince1970: Int(seconds.rounded(.down))) }

    /// As `metav1.Time`: whole seconds.
    var text: String { civil.text + "Z" }

    /// As `metav1.MicroTime`, which Events and Leases carry.
    var microText: String {
        let micros = Int(((seconds - seconds.rounded(.down)) * 1_000_000).rounded(.down))
        return civil.text + "." + padded(micros, 6) + "Z"
    }

    var json: JSON { .string(text) }
}

/// Date and time of day in UTC (proleptic Gregorian calendar).
struct CivilDate: Sendable, Hashable {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int

    init(secondsSince1970 seconds: Int) {
        let days = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        let rest = seconds - days * 86400
        // Years are counted from March, so that the leap day is a year's last.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = rest / 3600
        minute = rest / 60 % 60
        second = rest % 60
    }

    /// Days since 1970-01-01.
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// 0 is Sunday.
    var weekday: Int { (((Self.days(year: year, month: month, day: day) + 4) % 7) + 7) % 7 }

    var text: String {
        "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
    }
}

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
