/// Base64 (RFC 4648, padded) as Go's `encoding/base64` reads it.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var out: [UInt8] = []
        var group: UInt32 = 0
        var count = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            count += 1
            if count == 3 {
                for shift in [18, 12, 6, 0] { out.append(alphabet[Int(group >> UInt32(shift) & 63)]) }
                (group, count) = (0, 0)
            }
        }
        if count > 0 {
            group <<= UInt32(8 * (3 - count))
            for place in 0..<4 {
                out.append(place <= count ? alphabet[Int(group >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The offset at which Go's decoder gives up; nil for a valid text. Line ends are skipped.
    static func firstInvalid(_ text: String) -> Int? {
        var quantum = 0
        var padding = 0
        var last = 0
        for (place, byte) in text.utf8.enumerated() {
            if byte == 0x0A || byte == 0x0D { continue }
            last = place
            if byte == UInt8(ascii: "=") {
                guard quantum >= 2, padding < 4 - quantum else { return place }
                padding += 1
            } else {
                guard padding == 0, isLetter(byte) else { return place }
                quantum = (quantum + 1) % 4
            }
            if padding > 0, quantum + padding == 4 { quantum = 4 }
        }
        if quantum == 4 { return nil }
        return quantum == 0 ? nil : last + 1 - quantum - padding
    }

    /// How many bytes a valid text stands for.
    static func decodedCount(_ text: String) -> Int {
        var letters = 0
        for byte in text.utf8 where isLetter(byte) { letters += 1 }
        return letters * 3 / 4
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"): true
        default: false
        }
    }
}
