/// A Kubernetes quantity (`500m`, `1.5Gi`, `2e3`), exact: compared by value, not by text.
///
/// Held as a whole number of nano-units, as far as that fits in 128 bits; Kubernetes itself keeps nothing finer either.
public struct Quantity: Sendable, Hashable, Comparable {
    let nanos: Int128

    init(nanos: Int128) { self.nanos = nanos }

    public static let zero = Quantity(nanos: 0)

    /// Nil where the text is no quantity.
    public init?(_ text: String) {
        var rest = Substring(text)
        var negative = false
        if let sign = rest.first, sign == "-" || sign == "+" {
            negative = sign == "-"
            rest = rest.dropFirst()
        }
        let whole = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest[whole.endIndex...]
        var fraction = Substring()
        if rest.first == "." {
            fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !(whole.isEmpty && fraction.isEmpty), let scale = Self.scale(rest) else { return nil }
        guard let value = Self.nanos(whole: whole, fraction: fraction, scale: scale) else { return nil }
        nanos = negative ? -value : value
    }

    private struct Scale {
        var factor: Int128 = 1
        var divisor: Int128 = 1
    }

    private static let suffixes: [String: (factor: Int128, divisor: Int128)] = [
        "": (1, 1), "n": (1, 1_000_000_000), "u": (1, 1_000_000), "m": (1, 1000), "k": (1000, 1), "M": (1_000_000, 1),
        "G": (1_000_000_000, 1), "T": (1_000_000_000_000, 1), "P": (1_000_000_000_000_000, 1), "E": (1_000_000_000_000_000_000, 1),
        // Kubernetes itself refuses `K`; manifests' own schema allows it.
        "K": (1000, 1), "Ki": (1 << 10, 1), "Mi": (1 << 20, 1), "Gi": (1 << 30, 1), "Ti": (1 << 40, 1), "Pi": (1 << 50, 1),
        "Ei": (1 << 60, 1),
    ]

    private static func scale(_ suffix: Substring) -> Scale? {
        if let known = suffixes[String(suffix)] { return Scale(factor: known.factor, divisor: known.divisor) }
        guard let marker = suffix.first, marker == "e" || marker == "E", let exponent = Int(suffix.dropFirst()), abs(exponent) <= 18 else {
            return nil
        }
        let power = (0..<abs(exponent)).reduce(into: Int128(1)) { value, _ in value *= 10 }
        return exponent < 0 ? Scale(divisor: power) : Scale(factor: power)
    }

    /// What is finer than a nano-unit is rounded up, as Kubernetes rounds.
    private static func nanos(whole: Substring, fraction: Substring, scale: Scale) -> Int128? {
        guard whole.count <= 18, let digits = Int128((whole.isEmpty ? "0" : String(whole)) + fraction.prefix(9)) else { return nil }
        let places = (0..<min(fraction.count, 9)).reduce(into: Int128(1)) { value, _ in value *= 10 }
        let (scaled, over1) = digits.multipliedReportingOverflow(by: scale.factor)
        let (nano, over2) = scaled.multipliedReportingOverflow(by: 1_000_000_000)
        guard !over1, !over2 else { return nil }
        let divisor = places * scale.divisor
        return nano / divisor + (nano % divisor == 0 ? 0 : 1)
    }

    public static func < (a: Quantity, b: Quantity) -> Bool { a.nanos < b.nanos }

    /// The value in whole units, rounded up.
    public var wholeUnits: Int { Int(clamping: nanos / 1_000_000_000 + (nanos % 1_000_000_000 > 0 ? 1 : 0)) }
}
