/// A range of IPv4 or IPv6 addresses, as load balancers take it.
public struct CIDR: Sendable, Hashable {
    public let text: String
    public let isIPv6: Bool

    /// Nil where the text is no range, or the length of its prefix does not fit.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Self.number(parts[1], upTo: 128) else { return nil }
        if Self.isIPv4(parts[0]) {
            guard length <= 32 else { return nil }
            isIPv6 = false
        } else {
            guard Self.isIPv6(parts[0]) else { return nil }
            isIPv6 = true
        }
        self.text = text
    }

    private static func number(_ text: Substring, upTo most: Int) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), text == "0" || text.first != "0",
            let value = Int(text), value <= most
        else { return nil }
        return value
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let octets = text.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets.allSatisfy { number($0, upTo: 255) != nil }
    }

    /// Eight groups of up to four digits, or fewer with one `::` among them.
    private static func isIPv6(_ text: Substring) -> Bool {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { return false }
        let groups = halves.map { $0.isEmpty ? [] : $0.split(separator: ":", omittingEmptySubsequences: false) }
        guard groups.joined().allSatisfy({ (1...4).contains($0.utf8.count) && $0.allSatisfy { $0.isASCII && $0.isHexDigit } }) else {
            return false
        }
        let count = groups.map(\.count).reduce(0, +)
        return halves.count == 2 ? count <= 7 : count == 8
    }
}
