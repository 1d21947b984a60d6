/// Base64 with `-` and `_` and without padding, as tokens and continue keys are written.
enum Base64URL {
    struct IllegalByte: Error, Equatable {
        var offset: Int
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var out: [UInt8] = []
        var pending: UInt32 = 0
        var bits = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                out.append(alphabet[Int(pending >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { out.append(alphabet[Int(pending << UInt32(6 - bits) & 63)]) }
        return String(decoding: out, as: UTF8.self)
    }

    /// With `+` and `/` and padding, as certificates stand in a kubeconfig.
    static func standard(_ bytes: some Sequence<UInt8>) -> String {
        let text = encode(bytes).map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        return String(text) + String(repeating: "=", count: (4 - text.count % 4) % 4)
    }

    static func decode(_ text: String) -> Result<[UInt8], IllegalByte> {
        var out: [UInt8] = []
        var pending: UInt32 = 0
        var bits = 0
        for (place, byte) in text.utf8.enumerated() {
            guard let digit = digit(byte) else { return .failure(IllegalByte(offset: place)) }
            pending = (pending << 6 | UInt32(digit)) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                out.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
            }
        }
        return text.utf8.count % 4 == 1 ? .failure(IllegalByte(offset: text.utf8.count)) : .success(out)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
