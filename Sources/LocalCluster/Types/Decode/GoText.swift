import Model

/// Values in the words of Go's `fmt`, for messages that the server makes with it.
enum GoText {
    /// `%v` of an unstructured value: `map[a:1 b:[x y]]`.
    static func value(_ value: JSON) -> String {
        switch value {
        case .null: "<nil>"
        case .bool(let flag): flag ? "true" : "false"
        case .string(let text): text
        case .array(let items): "[" + items.map(GoText.value).joined(separator: " ") + "]"
        case .object(let members): "map[" + members.sorted().map { "\($0.key):\(GoText.value($0.value))" }.joined(separator: " ") + "]"
        default: value.text()
        }
    }

    /// `%q`: in double quotes, with Go's escapes.
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                out += "\\x" + (digits.count < 2 ? "0" : "") + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
