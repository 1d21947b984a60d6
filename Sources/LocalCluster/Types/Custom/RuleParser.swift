import Model

/// Reads a rule's text: words first, then operators by their strength.
struct RuleParser {
    typealias Failure = RuleExpression.Failure
    typealias Node = RuleExpression.Node

    private enum Word: Equatable {
        case name(String)
        case literal(JSON)
        case sign(String)
    }

    private static let signs = [
        "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]",
    ]
    /// Weakest first.
    private static let levels: [[String]] = [["||"], ["&&"], ["==", "!=", "<=", ">=", "<", ">", "in"], ["+", "-"], ["*", "/", "%"]]

    private var words: [Word] = []
    private static let maxDepth = 60

    private var at = 0
    private var depth = 0
    private(set) var usesOldSelf = false

    init(_ text: String) throws(Failure) {
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace {
                rest = rest.dropFirst()
            } else if first == "'" || first == "\"" {
                words.append(.literal(.string(try Self.quoted(&rest, first))))
            } else if first.isNumber {
                let digits = rest.prefix { $0.isNumber || $0 == "." || $0 == "e" }
                rest = rest.dropFirst(digits.count)
                guard let number = try? JSON(parsing: String(digits)) else { throw Failure(message: "invalid number \(digits)") }
                words.append(.literal(number))
            } else if first.isLetter || first == "_" {
                let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
                rest = rest.dropFirst(name.count)
                words.append(Self.word(name))
                if name == "oldSelf" { usesOldSelf = true }
            } else if let sign = Self.signs.first(where: { rest.hasPrefix($0) }) {
                rest = rest.dropFirst(sign.count)
                words.append(.sign(sign))
            } else {
                throw Failure(message: "Syntax error: token recognition error at: '\(first)'")
            }
        }
    }

    private static func word(_ name: String) -> Word {
        switch name {
        case "true": .literal(true)
        case "false": .literal(false)
        case "null": .literal(.null)
        case "in": .sign("in")
        default: .name(name)
        }
    }

    private static func quoted(_ rest: inout Substring, _ quote: Character) throws(Failure) -> String {
        rest = rest.dropFirst()
        var out = ""
        while let next = rest.first, next != quote {
            rest = rest.dropFirst()
            if next == "\\", let escaped = rest.first {
                rest = rest.dropFirst()
                out.append(["n": "\n", "t": "\t", "r": "\r"][escaped] ?? escaped)
            } else {
                out.append(next)
            }
        }
        guard !rest.isEmpty else { throw Failure(message: "Syntax error: text without end") }
        rest = rest.dropFirst()
        return out
    }

    // MARK: Grammar

    mutating func whole() throws(Failure) -> Node {
        let node = try choice()
        guard at == words.count else { throw Failure(message: "Syntax error: extraneous input") }
        return node
    }

    private func sign(_ sign: String) -> Bool { at < words.count && words[at] == .sign(sign) }

    private mutating func take(_ wanted: String) -> Bool {
        guard sign(wanted) else { return false }
        at += 1
        return true
    }

    private mutating func expect(_ wanted: String) throws(Failure) {
        guard take(wanted) else { throw Failure(message: "Syntax error: missing '\(wanted)'") }
    }

    private mutating func choice() throws(Failure) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maxDepth else { throw Failure(message: "max recursion depth exceeded") }
        let condition = try binary(0)
        guard take("?") else { return condition }
        let yes = try choice()
        try expect(":")
        return .choice(condition, yes, try choice())
    }

    private mutating func binary(_ level: Int) throws(Failure) -> Node {
        guard level < Self.levels.count else { return try unary() }
        var node = try binary(level + 1)
        while let operation = Self.levels[level].first(where: sign) {
            at += 1
            node = .binary(operation, node, try binary(level + 1))
        }
        return node
    }

    private mutating func unary() throws(Failure) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maxDepth else { throw Failure(message: "max recursion depth exceeded") }
        for operation in ["!", "-"] where take(operation) { return .unary(operation, try unary()) }
        var node = try primary()
        while true {
            if take(".") {
                guard at < words.count, case .name(let name) = words[at] else { throw Failure(message: "Syntax error: missing name") }
                at += 1
                node = take("(") ? .call(node, name, try list(until: ")")) : .member(node, name)
            } else if take("[") {
                node = .index(node, try choice())
                try expect("]")
            } else {
                return node
            }
        }
    }

    private mutating func primary() throws(Failure) -> Node {
        if take("(") {
            let node = try choice()
            try expect(")")
            return node
        }
        if take("[") { return .list(try list(until: "]")) }
        guard at < words.count else { throw Failure(message: "Syntax error: unexpected end") }
        let word = words[at]
        at += 1
        switch word {
        case .literal(let value): return .literal(value)
        case .name(let name): return take("(") ? .call(nil, name, try list(until: ")")) : .name(name)
        case .sign(let sign): throw Failure(message: "Syntax error: unexpected '\(sign)'")
        }
    }

    private mutating func list(until end: String) throws(Failure) -> [Node] {
        var nodes: [Node] = []
        if take(end) { return nodes }
        repeat { nodes.append(try choice()) } while take(",")
        try expect(end)
        return nodes
    }
}
