import Model

/// What a scalar's text means, by YAML 1.1's rules as Kubernetes' tools apply them (gopkg.in/yaml.v2's resolver is the reference), but
/// for one: a lone `y` or `n` is text. Most writers of YAML leave these unquoted, and no field of Kubernetes wants them as booleans.
enum YAMLScalar {
    private static let nulls: Set<String> = ["", "~", "null", "Null", "NULL"]
    private static let trues: Set<String> = ["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"]
    private static let falses: Set<String> = ["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"]
    private static let notFinite: Set<String> = [
        ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN",
    ]

    static func value(_ text: String, plain: Bool, tag: String?, line: Int) throws(YAMLError) -> JSON {
        if let tag, tag != "!" {
            switch tag {
            case "tag:yaml.org,2002:str", "tag:yaml.org,2002:binary", "tag:yaml.org,2002:timestamp": return .string(text)
            default: break
            }
        } else if !plain {
            return .string(text)
        }
        if nulls.contains(text) { return .null }
        if trues.contains(text) { return .bool(true) }
        if falses.contains(text) { return .bool(false) }
        if notFinite.contains(text) { throw .numberNotFinite(text, line: line) }
        return number(text) ?? .string(text)
    }

    /// A mapping's key as JSON wants it: text. Nil for null, which is no key.
    static func key(_ value: JSON) -> String? {
        switch value {
        case .string(let text): text
        case .null, .array, .object: nil
        default: value.text()
        }
    }

    private static func number(_ text: String) -> JSON? {
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return nil }
        let plain = String(text.filter { $0 != "_" })
        if let whole = integer(plain) { return .int(whole) }
        guard isDecimalFloat(plain), let value = Double(plain.hasPrefix("+") ? String(plain.dropFirst()) : plain), value.isFinite else {
            return nil
        }
        return .double(value)
    }

    private static func integer(_ text: String) -> Int64? {
        let negative = text.hasPrefix("-")
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard let first = digits.utf8.first, first >= 0x30, first <= 0x39 else { return nil }
        let (radix, body): (Int, Substring) =
            switch digits.prefix(2).lowercased() {
            case "0x": (16, digits.dropFirst(2))
            case "0b": (2, digits.dropFirst(2))
            case "0o": (8, digits.dropFirst(2))
            default: digits.count > 1 && first == 0x30 ? (8, digits.dropFirst()) : (10, digits)
            }
        guard let digit = body.utf8.first, digit != UInt8(ascii: "-"), digit != UInt8(ascii: "+") else { return nil }
        return Int64((negative ? "-" : "") + body, radix: radix)
    }

    /// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
    private static func isDecimalFloat(_ text: String) -> Bool {
        var rest = Substring(text)
        func digits(_ rest: inout Substring) -> Int {
            let taken = rest.prefix { $0 >= "0" && $0 <= "9" }
            rest = rest.dropFirst(taken.count)
            return taken.count
        }
        if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
        let whole = digits(&rest)
        if rest.first == "." {
            rest = rest.dropFirst()
            let fraction = digits(&rest)
            if whole == 0, fraction == 0 { return false }
        } else if whole == 0 {
            return false
        }
        if rest.first == "e" || rest.first == "E" {
            rest = rest.dropFirst()
            if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
            if digits(&rest) == 0 { return false }
        }
        return rest.isEmpty
    }
}
