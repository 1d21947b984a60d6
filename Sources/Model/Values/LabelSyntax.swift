/// What labels and annotations may look like.
public enum LabelSyntax {
    /// `[prefix/]name`: the prefix a DNS subdomain, the name up to 63 letters, digits, `-`, `_` and `.`, a letter or digit at both ends.
    public static func isKey(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let name = parts.last, !name.isEmpty, isWord(name) else { return false }
        return parts.count == 1 || ObjectName.isDNS1123Subdomain(parts[0].lowercased())
    }

    /// As the name of a key, or empty.
    public static func isValue(_ text: String) -> Bool { text.isEmpty || isWord(Substring(text)) }

    private static func isWord(_ text: Substring) -> Bool {
        guard text.utf8.count <= 63, let first = text.utf8.first, let last = text.utf8.last, isLetterOrDigit(first), isLetterOrDigit(last)
        else { return false }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || "-_.".utf8.contains($0) }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
