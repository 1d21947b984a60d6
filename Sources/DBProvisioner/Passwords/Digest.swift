import CPQ

/// SHA-256 and what is built on it, by libcrypto, which libpq has loaded anyway. Nil where libcrypto refuses (out of memory).
enum Digest {
    static let length = 32

    static func sha256(_ data: [UInt8]) -> [UInt8]? {
        output { out in cpq_sha256(data, data.count, out) }
    }

    static func hmac(key: [UInt8], _ data: [UInt8]) -> [UInt8]? {
        output { out in cpq_hmac_sha256(key, Int32(key.count), data, data.count, out) }
    }

    static func pbkdf2(_ password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8]? {
        guard let rounds = Int32(exactly: iterations), rounds > 0 else { return nil }
        return output { out in
            cpq_pbkdf2_sha256(password, Int32(password.count), salt, Int32(salt.count), rounds, out)
        }
    }

    /// Compared without telling by the time taken where they differ.
    static func areEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool { a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0 }

    /// Fit for salts and keys.
    static func random(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    private static func output(_ compute: (UnsafeMutablePointer<UInt8>) -> Int32) -> [UInt8]? {
        var succeeded = false
        let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
            guard let base = buffer.baseAddress else { return }
            succeeded = compute(base) == 1
            count = succeeded ? length : 0
        }
        return succeeded ? bytes : nil
    }
}

/// Base64 with padding (RFC 4648), as verifiers use it.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var value: UInt32 = 0
            for byte in group { value = value << 8 | UInt32(byte) }
            value <<= UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? alphabet[Int(value >> UInt32(18 - 6 * place)) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 4 == 0 else { return nil }
        let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding <= 2 else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: digits.count, by: 4) {
            var value: UInt32 = 0
            for (place, digit) in digits[start..<start + 4].enumerated() {
                let isPadding = start + place >= digits.count - padding
                guard let number = isPadding ? 0 : alphabet.firstIndex(of: digit) else { return nil }
                value = value << 6 | UInt32(number)
            }
            bytes += [UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
        }
        return bytes.dropLast(padding) + []
    }
}
