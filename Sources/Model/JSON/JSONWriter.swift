/// How a JSON text looks.
public struct JSONStyle: Sendable {
    /// Members sorted by name, so that equal values give equal bytes.
    public var sortedKeys: Bool
    /// Spaces a level; 0 writes everything on one line without spaces.
    public var indent: Int
    /// Write `<`, `>` and `&` as `\u003c`, `\u003e` and `\u0026`, as Go's encoder does.
    public var escapesHTML: Bool

    public init(sortedKeys: Bool = false, indent: Int = 0, escapesHTML: Bool = false) {
        self.sortedKeys = sortedKeys
        self.indent = indent
        self.escapesHTML = escapesHTML
    }

    public static let compact = JSONStyle()
    /// One form for equal values: for digests and comparisons of text.
    public static let canonical = JSONStyle(sortedKeys: true)
    public static let pretty = JSONStyle(indent: 2)
}

extension JSON {
    public func text(_ style: JSONStyle = .compact) -> String { String(decoding: bytes(style), as: UTF8.self) }

    public func bytes(_ style: JSONStyle = .compact) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(256)
        write(to: &out, style)
        return out
    }

    /// Appends the text; never a newline where `style.indent` is 0.
    public func write(to out: inout [UInt8], _ style: JSONStyle = .compact) {
        var writer = JSONWriter(style: style)
        swap(&writer.out, &out)
        writer.write(self, level: 0)
        swap(&writer.out, &out)
    }
}

extension JSON: CustomStringConvertible {
    public var description: String { text(.compact) }
}

private struct JSONWriter {
    let style: JSONStyle
    var out: [UInt8] = []

    init(style: JSONStyle) { self.style = style }

    mutating func write(_ value: JSON, level: Int) {
        switch value {
        case .null: out.append(contentsOf: "null".utf8)
        case .bool(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
        case .int(let value): out.append(contentsOf: String(value).utf8)
        case .double(let value): write(value)
        case .string(let value): write(value)
        case .array(let items):
            guard !items.isEmpty else { return out.append(contentsOf: "[]".utf8) }
            out.append(UInt8(ascii: "["))
            for (place, item) in items.enumerated() {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                newline(level + 1)
                write(item, level: level + 1)
            }
            newline(level)
            out.append(UInt8(ascii: "]"))
        case .object(let object):
            guard !object.isEmpty else { return out.append(contentsOf: "{}".utf8) }
            out.append(UInt8(ascii: "{"))
            for (place, member) in (style.sortedKeys ? object.sorted() : object).enumerated() {
                if place > 0 { out.append(UInt8(ascii: ",")) }
                newline(level + 1)
                write(member.key)
                out.append(UInt8(ascii: ":"))
                if style.indent > 0 { out.append(UInt8(ascii: " ")) }
                write(member.value, level: level + 1)
            }
            newline(level)
            out.append(UInt8(ascii: "}"))
        }
    }

    private mutating func newline(_ level: Int) {
        guard style.indent > 0 else { return }
        out.append(UInt8(ascii: "\n"))
        out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: level * style.indent))
    }

    /// The shortest text that reads back as the same value; a whole value is written without a fraction, as Go does.
    private mutating func write(_ value: Double) {
        guard value.isFinite else { return out.append(contentsOf: "null".utf8) }
        if let whole = Int64(exactly: value), abs(value) < 1e15 {
            return out.append(contentsOf: (whole == 0 && value.sign == .minus ? "-0" : String(whole)).utf8)
        }
        out.append(contentsOf: value.description.utf8)
    }

    private mutating func write(_ value: String) {
        out.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { bytes in
            var start = 0
            for place in bytes.indices {
                guard let escape = escape(bytes[place]) else { continue }
                out.append(contentsOf: bytes[start..<place])
                out.append(contentsOf: escape.utf8)
                start = place + 1
            }
            out.append(contentsOf: bytes[start...])
        }
        out.append(UInt8(ascii: "\""))
    }

    private func escape(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "\""): return "\\\""
        case UInt8(ascii: "\\"): return "\\\\"
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x09: return "\\t"
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"): return style.escapesHTML ? unicode(byte) : nil
        case 0..<0x20: return unicode(byte)
        default: return nil
        }
    }

    private func unicode(_ byte: UInt8) -> String {
        let digits = Array("0123456789abcdef")
        return "\\u00" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
    }
}
