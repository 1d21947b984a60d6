/// Addresses as text.
enum IPAddress {
    static func isValid(_ text: String) -> Bool { isV4(text) || isV6(text) }

    static func isV4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard let number = Int(part), (0...255).contains(number) else { return false }
                return part.utf8.allSatisfy(Names.isDigit) && (part.count == 1 || part.first != "0")
            }
    }

    static func isV6(_ text: String) -> Bool {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false).map(String.init)
        guard text.contains(":"), halves.count <= 2, !text.contains(":::") else { return false }
        var groups = 0
        for half in halves where !half.isEmpty {
            for part in half.split(separator: ":", omittingEmptySubsequences: false) {
                if part.contains(".") {
                    guard isV4(String(part)) else { return false }
                } else {
                    guard (1...4).contains(part.count), part.allSatisfy(\.isHexDigit) else { return false }
                }
                groups += part.contains(".") ? 2 : 1
            }
        }
        return halves.count == 2 ? groups < 8 : groups == 8
    }

    static func isCIDR(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let length = Int(parts[1]), parts[1].utf8.allSatisfy(Names.isDigit) else { return false }
        return (isV4(parts[0]) && (0...32).contains(length)) || (isV6(parts[0]) && (0...128).contains(length))
    }
}
