/// Durations in Go's form, the one of the operator's configuration: `90s`, `1h30m`, `1.5h`.
extension Duration {
    static let goForm = "a duration such as 90s, 5m or 1h30m"

    /// Nil where the text is no duration.
    public init?(go text: String) {
        var rest = Substring(text)
        var negative = false
        if let sign = rest.first, sign == "-" || sign == "+" {
            negative = sign == "-"
            rest = rest.dropFirst()
        }
        guard !rest.isEmpty else { return nil }
        if rest == "0" {
            self = .zero
            return
        }
        var sum = Int64(0)
        while !rest.isEmpty {
            guard let (part, after) = Self.part(rest) else { return nil }
            let (total, overflow) = sum.addingReportingOverflow(part)
            guard !overflow else { return nil }
            (sum, rest) = (total, after)
        }
        self = .nanoseconds(negative ? -sum : sum)
    }

    private static let units: [(name: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 6e10), ("h", 3.6e12),
    ]

    /// The first number with its unit, in nanoseconds, and what follows.
    private static func part(_ text: Substring) -> (Int64, Substring)? {
        let number = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        let afterNumber = text[number.endIndex...]
        let unit = afterNumber.prefix { !($0.isASCII && $0.isNumber || $0 == ".") }
        guard number != ".", let value = Double(number.hasPrefix(".") ? "0" + number : String(number)),
            let scale = units.first(where: { $0.name == unit })?.nanoseconds
        else { return nil }
        guard let nanoseconds = Int64(exactly: (value * scale).rounded(.towardZero)) else { return nil }
        return (nanoseconds, afterNumber[unit.endIndex...])
    }

    /// As Go prints it: `1h30m0s`, `5m0s`, `1.5s`, `0s`.
    public var goText: String {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return "-" + (Duration.zero - self).goText }
        let fraction = attoseconds / 1_000_000_000
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        var text = hours > 0 ? "\(hours)h" : ""
        if hours > 0 || minutes > 0 { text += "\(minutes)m" }
        guard fraction > 0 else { return text + "\(rest)s" }
        let digits = String(String(1_000_000_000 + fraction).dropFirst())
        return text + "\(rest)." + String(digits.reversed().drop { $0 == "0" }.reversed()) + "s"
    }

    /// Whole seconds, as Kubernetes counts grace periods.
    public var wholeSeconds: Int { Int(components.seconds) }
}
