/// The rules for names: of Kubernetes objects, database roles and databases.
public enum ObjectName {
    /// What a DNS-1035 label is, without its limit of length: `^[a-z]([-a-z0-9]*[a-z0-9])?$`.
    public static func isDNS1035(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLower(first), let last = text.utf8.last, isLower(last) || isDigit(last) else { return false }
        return text.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// A database role: parts of lower-case letters, digits, `-` and `_`, joined by dots; each starts and ends with a letter or digit.
    public static func isRole(_ text: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            guard let first = part.utf8.first, let last = part.utf8.last else { return false }
            return (isLower(first) || isDigit(first)) && (isLower(last) || isDigit(last))
                && part.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        }
    }

    /// A database: letters, digits and `_`, not starting with a digit.
    public static func isDatabase(_ text: String) -> Bool {
        guard let first = text.utf8.first, !isDigit(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// An object's name in general: DNS-1123 labels joined by dots, 253 characters at most.
    public static func isDNS1123Subdomain(_ text: String) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
                guard let first = part.utf8.first, let last = part.utf8.last, part.utf8.count <= 63 else { return false }
                return (isLower(first) || isDigit(first)) && (isLower(last) || isDigit(last))
                    && part.utf8.allSatisfy { isLower($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { isLower(byte | 0x20) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
