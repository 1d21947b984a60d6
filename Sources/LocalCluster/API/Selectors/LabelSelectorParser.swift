/// Reads a label selector's text with the server's own words for what is wrong with it.
struct LabelSelectorParser {
    private enum Token: Equatable {
        case word(String)
        case openParenthesis, closeParenthesis, comma, bang
        case equals, doubleEquals, notEquals, greater, less
        case end
    }

    private let text: [UInt8]
    private var at = 0
    private var current: Token = .end

    init(_ text: String) {
        self.text = Array(text.utf8)
        current = scan()
    }

    /// Throws a 400 with the message of the real server.
    static func parse(_ text: String) throws(StatusError) -> LabelSelector {
        var parser = LabelSelectorParser(text)
        return LabelSelector(requirements: try parser.requirements())
    }

    private mutating func requirements() throws(StatusError) -> [LabelSelector.Requirement] {
        var requirements: [LabelSelector.Requirement] = []
        while true {
            switch current {
            case .word, .bang:
                requirements.append(try requirement())
                switch current {
                case .end: return requirements
                case .comma:
                    advance()
                    switch current {
                    case .word, .bang: continue
                    default: throw .badRequest("found '\(spelled)', expected: identifier after ','")
                    }
                default: throw .badRequest("found '\(spelled)', expected: ',' or 'end of string'")
                }
            case .end: return requirements
            default: throw .badRequest("found '\(spelled)', expected: !, identifier, or 'end of string'")
            }
        }
    }

    private mutating func requirement() throws(StatusError) -> LabelSelector.Requirement {
        var negated = false
        if current == .bang {
            negated = true
            advance()
        }
        guard case .word(let key) = current else {
            throw .badRequest("unable to parse requirement: found '\(spelled)', expected: identifier")
        }
        advance()
        try check(key: key)
        if negated {
            return .doesNotExist(key)
        }
        return try comparison(of: key)
    }

    private mutating func comparison(of key: String) throws(StatusError) -> LabelSelector.Requirement {
        let comparison = current
        switch comparison {
        case .end, .comma:
            return .exists(key)
        case .equals, .doubleEquals:
            advance()
            return .isOneOf(key, [try exactValue(key)])
        case .notEquals:
            advance()
            return .isNoneOf(key, [try exactValue(key)])
        case .greater, .less:
            advance()
            return try bound(key, greater: comparison == .greater)
        case .word("in"):
            advance()
            return .isOneOf(key, try values(key))
        case .word("notin"):
            advance()
            return .isNoneOf(key, try values(key))
        default:
            throw .badRequest(
                "unable to parse requirement: found '\(spelled)', expected: in, notin, =, ==, !=, gt, lt")
        }
    }

    private mutating func bound(_ key: String, greater: Bool) throws(StatusError) -> LabelSelector.Requirement {
        let value = try exactValue(key)
        guard let bound = Int64(value) else {
            throw .badRequest(
                "unable to parse requirement: values[0][\(key)]: Invalid value: \"\(value)\": for 'Gt', 'Lt' operators, the value must be an integer"
            )
        }
        return greater ? .isGreater(key, bound) : .isLess(key, bound)
    }

    private mutating func exactValue(_ key: String) throws(StatusError) -> String {
        switch current {
        case .end, .comma: return ""
        case .word(let value):
            advance()
            try check(value: value, of: key)
            return value
        default:
            throw .badRequest("unable to parse requirement: found '\(spelled)', expected: identifier")
        }
    }

    private mutating func values(_ key: String) throws(StatusError) -> [String] {
        guard current == .openParenthesis else {
            throw .badRequest("unable to parse requirement: found '\(spelled)' expected: '('")
        }
        advance()
        var values: [String] = []
        if current == .closeParenthesis {
            advance()
            return [""]
        }
        while true {
            switch current {
            case .word(let value):
                advance()
                try check(value: value, of: key)
                values.append(value)
                if current == .comma { advance(); if current == .closeParenthesis { values.append("") } else { continue } }
            case .comma:
                values.append("")
                advance()
                continue
            default: break
            }
            guard current == .closeParenthesis else {
                throw .badRequest("unable to parse requirement: found '\(spelled)', expected: ',', ')' or identifier")
            }
            advance()
            return values
        }
    }

    private func check(key: String) throws(StatusError) {
        let problems = QualifiedName.problems(key)
        guard let problem = problems.first else { return }
        throw .badRequest("unable to parse requirement: <nil>: Invalid value: \"\(key)\": \(problem)")
    }

    private func check(value: String, of key: String) throws(StatusError) {
        guard let problem = QualifiedName.valueProblem(value) else { return }
        throw .badRequest("unable to parse requirement: values[0][\(key)]: Invalid value: \"\(value)\": \(problem)")
    }

    // MARK: Words

    private mutating func advance() { current = scan() }

    private var spelled: String {
        switch current {
        case .word(let word): word
        case .openParenthesis: "("
        case .closeParenthesis: ")"
        case .comma: ","
        case .bang: "!"
        case .equals: "="
        case .doubleEquals: "=="
        case .notEquals: "!="
        case .greater: ">"
        case .less: "<"
        case .end: ""
        }
    }

    private static let space: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    private static let special = Set("()=!,<>".utf8)

    private mutating func scan() -> Token {
        while at < text.count, Self.space.contains(text[at]) { at += 1 }
        guard at < text.count else { return .end }
        guard Self.special.contains(text[at]) else {
            let start = at
            while at < text.count, !Self.space.contains(text[at]), !Self.special.contains(text[at]) { at += 1 }
            return .word(String(decoding: text[start..<at], as: UTF8.self))
        }
        let byte = text[at]
        at += 1
        let followed = at < text.count && text[at] == UInt8(ascii: "=")
        switch byte {
        case UInt8(ascii: "("): return .openParenthesis
        case UInt8(ascii: ")"): return .closeParenthesis
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: ">"): return .greater
        case UInt8(ascii: "<"): return .less
        case UInt8(ascii: "="):
            if followed { at += 1 }
            return followed ? .doubleEquals : .equals
        default:
            if followed { at += 1 }
            return followed ? .notEquals : .bang
        }
    }
}
