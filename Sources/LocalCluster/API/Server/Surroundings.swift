import Glibc
import Model

/// What the server asks of the world: the time and random values.
struct Surroundings: Sendable {
    /// Seconds since 1970.
    var now: @Sendable () -> Int64
    var random: @Sendable (_ count: Int) -> [UInt8]

    static let system = Surroundings(
        now: { Int64(time(nil)) },
        random: { count in
            var generator = SystemRandomNumberGenerator()
            return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        })

    /// A version 4 UUID.
    func uid() -> String {
        var bytes = random(16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = bytes.map { Self.hex[Int($0 >> 4)] + Self.hex[Int($0 & 15)] }
        return [digits[0..<4], digits[4..<6], digits[6..<8], digits[8..<10], digits[10..<16]].map { $0.joined() }.joined(separator: "-")
    }

    /// Five characters as `generateName` adds them: no vowels and nothing that is misread.
    func suffix() -> String {
        random(5).map { Self.suffixAlphabet[Int($0) % Self.suffixAlphabet.count] }.joined()
    }

    /// RFC 3339 in UTC with whole seconds.
    func timestamp() -> String { Timestamp.text(now()) }

    private static let hex = "0123456789abcdef".map(String.init)
    private static let suffixAlphabet = "bcdfghjklmnpqrstvwxz2456789".map(String.init)
}

/// RFC 3339 times in UTC.
enum Timestamp {
    static func text(_ seconds: Int64) -> String {
        var seconds = time_t(seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return "\(pad(Int(parts.tm_year) + 1900, 4))-\(pad(Int(parts.tm_mon) + 1, 2))-\(pad(Int(parts.tm_mday), 2))"
            + "T\(pad(Int(parts.tm_hour), 2)):\(pad(Int(parts.tm_min), 2)):\(pad(Int(parts.tm_sec), 2))Z"
    }

    /// Seconds since 1970 of `2026-11-25T03:04:05Z`, fractions and numeric offsets allowed; nil where it is no such text.
    static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, let year = number(bytes, 0, 4), let month = number(bytes, 5, 2), let day = number(bytes, 8, 2),
            let hour = number(bytes, 11, 2), let minute = number(bytes, 14, 2), let second = number(bytes, 17, 2)
        else { return nil }
        var parts = tm()
        parts.tm_year = Int32(year - 1900)
        parts.tm_mon = Int32(month - 1)
        parts.tm_mday = Int32(day)
        parts.tm_hour = Int32(hour)
        parts.tm_min = Int32(minute)
        parts.tm_sec = Int32(second)
        var seconds = Int64(timegm(&parts))
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }
        guard let sign = rest.first else { return nil }
        if sign == UInt8(ascii: "Z") { return seconds }
        guard rest.count >= 6, let hours = number(bytes, rest.startIndex + 1, 2), let minutes = number(bytes, rest.startIndex + 4, 2) else {
            return nil
        }
        seconds -= Int64(hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
        return seconds
    }

    private static func number(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
        guard start + count <= bytes.count else { return nil }
        return Int(String(decoding: bytes[start..<start + count], as: UTF8.self))
    }

    private static func pad(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
