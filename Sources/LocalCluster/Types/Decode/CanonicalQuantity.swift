/// A Kubernetes quantity (`100m`, `1Gi`, `1e3`), parsed and written in canonical form as `resource.Quantity` does.
///
/// Held in billionths, rounded up: the API knows nothing finer.
struct CanonicalQuantity: Sendable {
    enum Format: Sendable { case decimal, exponent, binary }

    var nanos: Int128
    var format: Format

    enum Failure: Error {
        case format, suffix, number

        var message: String {
            switch self {
            case .format: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
            case .suffix: "unable to parse quantity's suffix"
            case .number: "unable to parse numeric part of quantity"
            }
        }
    }

    static let perUnit: Int128 = 1_000_000_000
    /// The largest value, as the server caps it.
    static let cap = Int128(Int64.max) * perUnit

    init(_ text: String) throws(Failure) {
        var bytes = Array(text.utf8)[...]
        guard !bytes.isEmpty else { throw .format }
        var negative = false
        if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            negative = first == UInt8(ascii: "-")
            bytes = bytes.dropFirst()
        }
        let whole = bytes.prefix { (0x30...0x39).contains($0) }
        bytes = bytes.dropFirst(whole.count)
        var fraction: ArraySlice<UInt8> = []
        if bytes.first == UInt8(ascii: ".") {
            bytes = bytes.dropFirst()
            fraction = bytes.prefix { (0x30...0x39).contains($0) }
            bytes = bytes.dropFirst(fraction.count)
        }
        guard !(whole.isEmpty && fraction.isEmpty) else { throw .format }
        let (scale, format) = try Self.scale(String(decoding: bytes, as: UTF8.self))
        self.format = format
        let value = Self.value(whole: whole, fraction: fraction, scale: scale)
        nanos = negative ? -value : value
    }

    /// A suffix: 1024 to a power, or 10 to a power.
    private enum Scale { case binary(Int), decimal(Int) }

    private static func scale(_ suffix: String) throws(Failure) -> (Scale, Format) {
        let powers: [String: Int] = ["n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18]
        if let power = powers[suffix] { return (.decimal(power), .decimal) }
        let binary: [String: Int] = ["Ki": 1, "Mi": 2, "Gi": 3, "Ti": 4, "Pi": 5, "Ei": 6]
        if let power = binary[suffix] { return (.binary(power), .binary) }
        guard let first = suffix.first, first == "e" || first == "E" else {
            let known = "eEinumkKMGTP+-0123456789"
            throw suffix.allSatisfy(known.contains) ? .suffix : .format
        }
        guard let power = Int(suffix.dropFirst()), abs(power) < 100 else { throw .suffix }
        return (.decimal(power), .exponent)
    }

    private static func value(whole: ArraySlice<UInt8>, fraction: ArraySlice<UInt8>, scale: Scale) -> Int128 {
        /// Digits beyond what counts are only remembered as "something more", for rounding up.
        var digits: Int128 = 0
        var dropped = 0
        var lost = false
        for byte in Array(whole) + Array(fraction) {
            if digits > Int128(Int64.max) {
                dropped += 1
                if byte != 0x30 { lost = true }
            } else {
                digits = digits * 10 + Int128(byte - 0x30)
            }
        }
        var exponent = 9 - fraction.count + dropped
        switch scale {
        case .decimal(let power): exponent += power
        case .binary(let power):
            for _ in 0..<power {
                let (product, overflow) = digits.multipliedReportingOverflow(by: 1024)
                digits = overflow ? cap : product
            }
        }
        while exponent > 0, digits != 0, digits <= cap {
            digits *= 10
            exponent -= 1
        }
        while exponent < 0, digits != 0 {
            if digits % 10 != 0 { lost = true }
            digits /= 10
            exponent += 1
        }
        return min(lost ? digits + 1 : digits, cap)
    }

    // MARK: Writing

    var text: String {
        if format == .binary, abs(nanos) >= 1024 * Self.perUnit { return binaryText }
        return decimalText
    }

    /// Whole units (rounded up), with the largest power of 1024 taken out.
    private var binaryText: String {
        var value = wholeUnits
        var power = 0
        while power < 6, value != 0, value % 1024 == 0 {
            value /= 1024
            power += 1
        }
        return "\(value)" + ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"][power]
    }

    private var decimalText: String {
        var value = nanos
        var power = -9
        if value == 0 { return "0" }
        while power < 18, value % 1000 == 0 {
            value /= 1000
            power += 3
        }
        if format == .exponent { return power == 0 ? "\(value)" : "\(value)e\(power)" }
        let suffixes: [Int: String] = [-9: "n", -6: "u", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T", 15: "P", 18: "E"]
        return "\(value)" + (suffixes[power] ?? "")
    }

    /// The value in whole units, rounded up.
    var wholeUnits: Int128 {
        let (quotient, remainder) = nanos.quotientAndRemainder(dividingBy: Self.perUnit)
        return remainder > 0 ? quotient + 1 : quotient
    }
}

extension CanonicalQuantity: Comparable {
    static func == (a: CanonicalQuantity, b: CanonicalQuantity) -> Bool { a.nanos == b.nanos }
    static func < (a: CanonicalQuantity, b: CanonicalQuantity) -> Bool { a.nanos < b.nanos }
}
