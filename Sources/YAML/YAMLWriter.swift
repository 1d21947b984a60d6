public import Model

extension JSON {
    /// The value as block style YAML, members in their own order, ending in a newline; what `YAML.documents` reads back as the same value.
    public func yaml() -> String {
        var writer = YAMLWriter()
        writer.write(self, level: 0, inline: false)
        return writer.out
    }
}

private struct YAMLWriter {
    var out = ""

    /// - inline: the cursor stands behind a `- `, so the first line needs no indent.
    mutating func write(_ value: JSON, level: Int, inline: Bool) {
        switch value {
        case .object(let members) where !members.isEmpty:
            for (place, member) in members.enumerated() {
                if place > 0 || !inline { indent(level) }
                out += Self.scalar(member.key) + ":"
                child(member.value, level: level)
            }
        case .array(let items) where !items.isEmpty:
            for (place, item) in items.enumerated() {
                if place > 0 || !inline { indent(level) }
                out += "- "
                write(item, level: level + 1, inline: true)
            }
        case .string(let text):
            if !inline { indent(level) }
            out += Self.text(text, level: level) + "\n"
        default:
            if !inline { indent(level) }
            out += value.text() + "\n"
        }
    }

    private mutating func child(_ value: JSON, level: Int) {
        switch value {
        case .object(let members) where !members.isEmpty:
            out += "\n"
            write(value, level: level + 1, inline: false)
        case .array(let items) where !items.isEmpty:
            out += "\n"
            write(value, level: level, inline: false)
        case .string(let text): out += " " + Self.text(text, level: level + 1) + "\n"
        default: out += " " + value.text() + "\n"
        }
    }

    private mutating func indent(_ level: Int) { out += String(repeating: " ", count: level * 2) }

    /// Text of several lines as a literal block where that keeps it exactly, else as `scalar`.
    private static func text(_ text: String, level: Int) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 1, !text.hasPrefix(" "), !text.hasPrefix("\n"), !text.hasSuffix("\n\n"),
            text.unicodeScalars.allSatisfy(isPlainInBlock)
        else { return scalar(text) }
        let pad = String(repeating: " ", count: level * 2)
        let body = text.hasSuffix("\n") ? lines.dropLast() : lines[...]
        return (text.hasSuffix("\n") ? "|\n" : "|-\n") + body.map { $0.isEmpty ? "" : pad + $0 }.joined(separator: "\n")
    }

    /// Printable, and no line break but the one that YAML and JSON agree on.
    private static func isPlainInBlock(_ scalar: UnicodeScalar) -> Bool {
        switch scalar.value {
        case 0x0A, 0x20..<0x7F, 0xA0..<0x2028, 0x202A..<0xD800: true
        default: false
        }
    }

    /// Plain where the text reads back as the same string, else in double quotes as JSON, which YAML takes too.
    private static func scalar(_ text: String) -> String {
        isPlain(text) ? text : escapingLineBreaks(JSON.string(text).text())
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetterOrDigit(first) || first == UInt8(ascii: "/"),
            text.utf8.allSatisfy({ isLetterOrDigit($0) || "-_./@+=,%$ :".utf8.contains($0) }),
            !text.contains(": "), !text.hasSuffix(":"), !text.hasSuffix(" "), !isNumberWithColons(text),
            case .string? = try? YAMLScalar.value(text, plain: true, tag: nil, line: 0)
        else { return false }
        return true
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }

    /// `1:30` is a number in base 60 for some readers of YAML 1.1.
    private static func isNumberWithColons(_ text: String) -> Bool {
        text.contains(":") && text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ":.- ".utf8.contains($0) }
    }

    /// Next-line and the Unicode separators are line breaks to YAML, so they must not stand raw in quotes.
    private static func escapingLineBreaks(_ quoted: String) -> String {
        quoted.unicodeScalars.reduce(into: "") { out, scalar in
            switch scalar.value {
            case 0x2028, 0x2029: out += "\\u" + String(scalar.value, radix: 16)
            case 0x7f...0x9f: out += "\\u00" + String(scalar.value, radix: 16)
            default: out.unicodeScalars.append(scalar)
            }
        }
    }
}
