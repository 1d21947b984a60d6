import Model

/// What Go's decoder says of a text that is no JSON. Clients print it, so the words count; it runs only once a text was refused.
struct BodySyntax {
    let bytes: [UInt8]

    /// `unexpected end of JSON input`, `invalid character 'x' looking for beginning of value`, …
    func message(_ error: JSONError) -> String {
        switch error {
        case .unexpectedEnd: "unexpected end of JSON input"
        case .unexpectedByte(_, let offset): "invalid character \(character(offset)) \(context(offset))"
        case .trailingBytes(let offset): "invalid character \(character(offset)) after top-level value"
        case .controlCharacter(let offset): "invalid character \(character(offset)) in string literal"
        case .invalidEscape(let offset): "invalid character \(character(offset)) in string escape code"
        case .invalidNumber(let offset): number(offset)
        default: error.description
        }
    }

    private func character(_ offset: Int) -> String {
        guard bytes.indices.contains(offset) else { return "' '" }
        switch bytes[offset] {
        case UInt8(ascii: "'"): return #"'\''"#
        case UInt8(ascii: "\""): return #"'"'"#
        case 0x0A: return #"'\n'"#
        case 0x09: return #"'\t'"#
        case let byte where byte < 0x20: return "'\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16) + "'"
        default:
            let text = String(decoding: bytes[offset...].prefix(4), as: UTF8.self)
            return "'\(text.first.map(String.init) ?? "")'"
        }
    }

    /// Where the scanner was when it met the byte: in a word, before a value, after one.
    private func context(_ offset: Int) -> String {
        if let word = word(before: offset) { return word }
        /// The open containers, and whether a value, a key or what follows them is wanted.
        var containers: [UInt8] = []
        var previous: UInt8 = 0
        var place = 0
        while place < offset {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                while place < offset, bytes[place] != UInt8(ascii: "\"") { place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1 }
                previous = byte
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                containers.append(byte)
                previous = byte
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                containers.removeLast(containers.isEmpty ? 0 : 1)
                previous = byte
            case 0x20, 0x09, 0x0A, 0x0D: break
            default: previous = byte
            }
            place += 1
        }
        let inObject = containers.last == UInt8(ascii: "{")
        switch previous {
        case UInt8(ascii: "{"): return "looking for beginning of object key string"
        case UInt8(ascii: ",") where inObject: return "looking for beginning of object key string"
        case 0, UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: ","): return "looking for beginning of value"
        case UInt8(ascii: "\"") where inObject && isKey(before: offset): return "after object key"
        default: return inObject ? "after object key:value pair" : "after array element"
        }
    }

    private func word(before offset: Int) -> String? {
        var start = offset
        while start > 0, (0x61...0x7A).contains(bytes[start - 1]) { start -= 1 }
        let begun = String(decoding: bytes[start..<min(offset, bytes.count)], as: UTF8.self)
        guard !begun.isEmpty, let word = ["true", "false", "null"].first(where: { $0.hasPrefix(begun) && $0 != begun }) else { return nil }
        let wanted = Array(word)[begun.count]
        return "in literal \(word) (expecting '\(wanted)')"
    }

    /// The last thing before is a text that has no colon before it.
    private func isKey(before offset: Int) -> Bool {
        var place = offset - 1
        while place >= 0, bytes[place] != UInt8(ascii: "\"") { place -= 1 }
        place -= 1
        while place >= 0, bytes[place] != UInt8(ascii: "\"") { place -= 1 }
        place -= 1
        while place >= 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) { place -= 1 }
        return place >= 0 && bytes[place] != UInt8(ascii: ":")
    }

    private func number(_ offset: Int) -> String {
        var place = offset
        if place < bytes.count, bytes[place] == UInt8(ascii: "-") { place += 1 }
        let start = place
        while place < bytes.count, Names.isDigit(bytes[place]) { place += 1 }
        guard place < bytes.count else { return "unexpected end of JSON input" }
        return "invalid character \(character(start == place ? start : place)) in numeric literal"
    }

    /// The first 30 bytes, as the server shows a body that it cannot name: as text for an object, else in hexadecimal.
    static func summary(_ bytes: [UInt8]) -> String {
        guard let first = bytes.first else { return "<empty>" }
        let head = bytes.prefix(30)
        let shown =
            first == UInt8(ascii: "{")
            ? String(decoding: head, as: UTF8.self) : head.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return bytes.count > 30 ? shown + " ..." : shown
    }
}
