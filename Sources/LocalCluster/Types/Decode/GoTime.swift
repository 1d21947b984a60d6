/// Times as Go's `time.Parse` reads them and the API writes them.
///
/// A layout is a list of elements; what does not fit is told with the element and the rest of the text, as Go does.
struct GoTime {
    enum Layout {
        /// `metav1.Time`: RFC 3339; a fraction of a second is accepted and dropped.
        case seconds
        /// `metav1.MicroTime`: exactly six digits.
        case micros

        var text: String { self == .seconds ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00" }
    }

    struct Failure: Error {
        var message: String
    }

    /// Days from 1970-01-01 and the time of day, in UTC.
    private(set) var seconds: Int64
    private(set) var micros: Int

    static func canonical(_ text: String, _ layout: Layout) throws(Failure) -> String {
        // By far the most times are already as they will be written.
        if layout == .seconds, isCanonicalSeconds(text) { return text }
        let time = try GoTime(text, layout)
        return time.text(layout)
    }

    private static func isCanonicalSeconds(_ text: String) -> Bool {
        var place = 0
        for byte in text.utf8 {
            let fits =
                switch place {
                case 4, 7: byte == UInt8(ascii: "-")
                case 10: byte == UInt8(ascii: "T")
                case 13, 16: byte == UInt8(ascii: ":")
                case 19: byte == UInt8(ascii: "Z")
                case 0..<19: (0x30...0x39).contains(byte)
                default: false
                }
            guard fits else { return false }
            place += 1
        }
        return place == 20 && (try? GoTime(text, .seconds)) != nil
    }

    init(_ text: String, _ layout: Layout) throws(Failure) {
        var parser = GoTimeParser(text: text, layout: layout)
        let year = try parser.digits("2006", 4)
        try parser.literal("-")
        let month = try parser.digits("01", 2)
        try parser.literal("-")
        let day = try parser.digits("02", 2)
        try parser.literal("T")
        let hour = try parser.digits("15", 2)
        try parser.literal(":")
        let minute = try parser.digits("04", 2)
        try parser.literal(":")
        let second = try parser.digits("05", 2)
        micros = layout == .micros ? try parser.sixDigits() : parser.optionalFraction()
        let offset = try parser.zone()
        guard (1...12).contains(month) else { throw parser.outOfRange("month") }
        guard (1...Self.days(in: month, of: year)).contains(day) else { throw parser.outOfRange("day") }
        guard hour < 24 else { throw parser.outOfRange("hour") }
        guard minute < 60 else { throw parser.outOfRange("minute") }
        guard second < 60 else { throw parser.outOfRange("second") }
        let days = Self.days(year: year, month: month, day: day)
        seconds = days * 86400 + Int64(hour * 3600 + minute * 60 + second - offset)
    }

    func text(_ layout: Layout) -> String {
        let days = Int64((Double(seconds) / 86400).rounded(.down))
        let ofDay = Int(seconds - days * 86400)
        let (year, month, day) = Self.date(days)
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        let time = "\(padded(ofDay / 3600, 2)):\(padded(ofDay / 60 % 60, 2)):\(padded(ofDay % 60, 2))"
        return "\(date)T\(time)" + (layout == .micros ? ".\(padded(micros, 6))Z" : "Z")
    }

    // MARK: The calendar

    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 of the proleptic Gregorian calendar, counted from 1 March of each 400 years.
    private static func days(year: Int, month: Int, day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return Int64(era * 146097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719468)
    }

    private static func date(_ days: Int64) -> (Int, Int, Int) {
        let shifted = Int(days) + 719468
        let era = (shifted >= 0 ? shifted : shifted - 146096) / 146097
        let ofEra = shifted - era * 146097
        let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * ofYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}

/// Walks a text along a layout.
private struct GoTimeParser {
    let text: String
    let layout: GoTime.Layout
    var rest: Substring.UTF8View

    init(text: String, layout: GoTime.Layout) {
        (self.text, self.layout) = (text, layout)
        rest = Substring(text).utf8
    }

    func failure(_ element: String) -> GoTime.Failure {
        GoTime.Failure(message: "parsing time \"\(text)\" as \"\(layout.text)\": cannot parse \"\(Substring(rest))\" as \"\(element)\"")
    }

    func outOfRange(_ what: String) -> GoTime.Failure { GoTime.Failure(message: "parsing time \"\(text)\": \(what) out of range") }

    mutating func digits(_ element: String, _ count: Int) throws(GoTime.Failure) -> Int {
        let part = rest.prefix(count)
        guard part.count == count, part.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(Substring(part)) else {
            throw failure(element)
        }
        rest = rest.dropFirst(count)
        return value
    }

    mutating func literal(_ character: Character) throws(GoTime.Failure) {
        guard let first = rest.first, first == character.asciiValue else { throw failure(String(character)) }
        rest = rest.dropFirst()
    }

    mutating func sixDigits() throws(GoTime.Failure) -> Int {
        let digits = rest.dropFirst().prefix(6)
        guard rest.first == UInt8(ascii: "."), digits.count == 6, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int(Substring(digits))
        else { throw failure(".000000") }
        rest = rest.dropFirst(7)
        return value
    }

    mutating func optionalFraction() -> Int {
        guard rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ",") else { return 0 }
        let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { return 0 }
        rest = rest.dropFirst(1 + digits.count)
        return Int((String(Substring(digits)) + "000000").prefix(6)) ?? 0
    }

    /// Seconds east of UTC; also sees that nothing follows.
    mutating func zone() throws(GoTime.Failure) -> Int {
        var offset = 0
        if rest.first == UInt8(ascii: "Z") {
            rest = rest.dropFirst()
        } else {
            let sign = rest.first
            let whole = rest
            guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), rest.count >= 6 else { throw failure("Z07:00") }
            rest = rest.dropFirst()
            guard let hours = try? digits("07", 2), (try? literal(":")) != nil, let minutes = try? digits("00", 2) else {
                rest = whole
                throw failure("Z07:00")
            }
            offset = (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
        }
        guard rest.isEmpty else {
            throw GoTime.Failure(message: "parsing time \"\(text)\": extra text: \"\(Substring(rest))\"")
        }
        return offset
    }
}
