import Glibc

/// What tells this start of this process from every other.
public enum Instance {
    /// 16 hexadecimal digits, random.
    public static let id: String = {
        let value = UInt64.random(in: .min ... .max)
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }()
}
