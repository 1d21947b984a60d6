/// A short name for a value: 128 bits of FNV-1a in hexadecimal. It tells plans and orders apart; it protects nothing.
enum Digest {
    static func text(of bytes: some Sequence<UInt8>) -> String {
        // The offset basis and prime of FNV-1a with 128 bits (RFC 9923).
        var hash: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
        for byte in bytes {
            hash ^= UInt128(byte)
            hash = hash &* 0x0000_0000_0100_0000_0000_0000_0000_013b
        }
        let text = String(hash, radix: 16)
        return String(repeating: "0", count: 32 - text.count) + text
    }
}
