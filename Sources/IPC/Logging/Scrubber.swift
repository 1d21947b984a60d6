/// Takes what looks like a secret out of free text: error messages of servers and libraries may quote a connection string, a statement or
/// a header.
enum Scrubber {
    /// What announces a secret; the word or the quoted text after it is replaced.
    private static let announcements = ["password=", "password:", "password '", "passwd=", "token=", "token:", "bearer ", "basic "]

    static func scrubbed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let lower = bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        var out: [UInt8] = []
        var place = 0
        var changed = false
        while place < bytes.count {
            if let end = secretEnd(lower, at: place) {
                out += bytes[place..<end.start]
                out += Array(Redactor.mark.utf8)
                place = end.end
                changed = true
            } else {
                out.append(bytes[place])
                place += 1
            }
        }
        return changed ? String(decoding: out, as: UTF8.self) : text
    }

    /// Where an announcement stands at this place: the range of the secret after it.
    private static func secretEnd(_ lower: [UInt8], at place: Int) -> (start: Int, end: Int)? {
        if let found = userInformation(lower, at: place) { return found }
        for announcement in announcements {
            let word = Array(announcement.utf8)
            guard lower[place...].starts(with: word) else { continue }
            var start = place + word.count
            var quote: UInt8? = word.last == UInt8(ascii: "'") ? word.last : nil
            if quote == nil {
                if word.last == UInt8(ascii: ":"), start < lower.count, lower[start] == 0x20 { start += 1 }
                if start < lower.count, lower[start] == UInt8(ascii: "'") || lower[start] == UInt8(ascii: "\"") {
                    quote = lower[start]
                    start += 1
                }
            }
            let end = lower[start...].firstIndex { byte in quote.map { $0 == byte } ?? isEnd(byte) } ?? lower.count
            guard end > start else { continue }
            return (start, end)
        }
        return nil
    }

    /// The password of `scheme://user:password@host`.
    private static func userInformation(_ lower: [UInt8], at place: Int) -> (start: Int, end: Int)? {
        guard lower[place...].starts(with: Array("://".utf8)) else { return nil }
        var colon: Int?
        for index in (place + 3)..<max(place + 3, lower.count) {
            switch lower[index] {
            case UInt8(ascii: ":"): colon = colon ?? index
            case UInt8(ascii: "@"): return colon.map { ($0 + 1, index) }
            case UInt8(ascii: "/"), UInt8(ascii: "?"), 0x20, UInt8(ascii: "\""): return nil
            default: continue
            }
        }
        return nil
    }

    private static func isEnd(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ")"), UInt8(ascii: "&"):
            true
        default: false
        }
    }
}
