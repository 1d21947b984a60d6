/// Whole numbers as Go's `strconv` reads them with base 0: `0x1f`, `0o17`, `0b1`, a leading `0` for octal, `_` between digits.
enum GoNumber {
    static func parse(_ text: String) -> Int? {
        var digits = Substring(text)
        var negative = false
        if let sign = digits.first, sign == "-" || sign == "+" {
            negative = sign == "-"
            digits = digits.dropFirst()
        }
        var radix = 10
        let lower = digits.lowercased()
        if lower.hasPrefix("0x") {
            (radix, digits) = (16, digits.dropFirst(2))
        } else if lower.hasPrefix("0o") {
            (radix, digits) = (8, digits.dropFirst(2))
        } else if lower.hasPrefix("0b") {
            (radix, digits) = (2, digits.dropFirst(2))
        } else if digits.count > 1, digits.first == "0" {
            (radix, digits) = (8, digits.dropFirst())
        }
        // Int's own parser would take a second sign.
        guard digits.first != "-", digits.first != "+" else { return nil }
        return Int((negative ? "-" : "") + digits, radix: radix)
    }
}
