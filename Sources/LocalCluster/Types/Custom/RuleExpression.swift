import Model

/// A rule in the Common Expression Language, as far as rules of schemas mostly go: comparisons, logic, arithmetic, membership, `has`,
/// `size`, texts, and the macros over lists and maps.
struct RuleExpression: Sendable {
    struct Failure: Error {
        var message: String
    }

    indirect enum Node: Sendable {
        case literal(JSON)
        case name(String)
        case member(Node, String)
        case index(Node, Node)
        case list([Node])
        case call(Node?, String, [Node])
        case unary(String, Node)
        case binary(String, Node, Node)
        case choice(Node, Node, Node)
    }

    let root: Node
    let usesOldSelf: Bool

    init(_ text: String) throws(Failure) {
        var parser = try RuleParser(text)
        root = try parser.whole()
        usesOldSelf = parser.usesOldSelf
    }

    func evaluate(self value: JSON, oldSelf: JSON?) throws(Failure) -> JSON {
        var names = ["self": value]
        names["oldSelf"] = oldSelf
        return try Evaluation(names: names).value(root)
    }
}

private struct Evaluation {
    typealias Failure = RuleExpression.Failure
    var names: [String: JSON]

    func value(_ node: RuleExpression.Node) throws(Failure) -> JSON {
        switch node {
        case .literal(let value): return value
        case .name(let name):
            guard let value = names[name] else { throw Failure(message: "undeclared reference to '\(name)'") }
            return value
        case .member(let object, let name):
            guard let member = try value(object)[name] else { throw Failure(message: "no such key: \(name)") }
            return member
        case .index(let container, let key): return try index(try value(container), try value(key))
        case .list(let nodes):
            var items: [JSON] = []
            for node in nodes { items.append(try value(node)) }
            return .array(items)
        case .call(let target, let name, let arguments): return try call(target, name, arguments)
        case .unary(let operation, let operand): return try unary(operation, try value(operand))
        case .binary(let operation, let left, let right): return try binary(operation, left, right)
        case .choice(let condition, let yes, let no): return try value(try value(condition).bool == true ? yes : no)
        }
    }

    private func index(_ container: JSON, _ key: JSON) throws(Failure) -> JSON {
        let found = if let name = key.string { container[name] } else if let place = key.int { container[place] } else { JSON?.none }
        guard let found else { throw Failure(message: "no such key: \(key.text())") }
        return found
    }

    private func unary(_ operation: String, _ operand: JSON) throws(Failure) -> JSON {
        switch (operation, operand) {
        case ("!", .bool(let flag)): return .bool(!flag)
        case ("-", .int(let number)): return .int(0 &- number)
        case ("-", .double(let number)): return .double(-number)
        default: throw Failure(message: "no such overload")
        }
    }

    private func binary(_ operation: String, _ left: RuleExpression.Node, _ right: RuleExpression.Node) throws(Failure) -> JSON {
        if operation == "&&" || operation == "||" {
            let stop = operation == "||"
            // One side that decides is enough, even if the other one fails.
            do { if try value(left).bool == stop { return .bool(stop) } } catch {
                if try value(right).bool == stop { return .bool(stop) }
                throw error
            }
            return .bool(try value(right).bool == true)
        }
        let (a, b) = (try value(left), try value(right))
        switch operation {
        case "==": return .bool(a == b)
        case "!=": return .bool(a != b)
        case "in":
            if case .object(let members) = b { return .bool(members[a.string ?? ""] != nil) }
            return .bool(b.array?.contains(a) ?? false)
        case "<", "<=", ">", ">=": return .bool(try compare(operation, a, b))
        default: return try arithmetic(operation, a, b)
        }
    }

    private func compare(_ operation: String, _ a: JSON, _ b: JSON) throws(Failure) -> Bool {
        func holds<T: Comparable>(_ x: T, _ y: T) -> Bool {
            switch operation {
            case "<": x < y
            case "<=": x <= y
            case ">": x > y
            default: x >= y
            }
        }
        if let x = a.double, let y = b.double { return holds(x, y) }
        if let x = a.string, let y = b.string { return holds(x, y) }
        throw Failure(message: "no such overload")
    }

    private func arithmetic(_ operation: String, _ a: JSON, _ b: JSON) throws(Failure) -> JSON {
        switch (operation, a, b) {
        case ("+", .string(let x), .string(let y)): return .string(x + y)
        case ("+", .array(let x), .array(let y)): return .array(x + y)
        case ("+", .int(let x), .int(let y)): return .int(x &+ y)
        case ("-", .int(let x), .int(let y)): return .int(x &- y)
        case ("*", .int(let x), .int(let y)): return .int(x &* y)
        case ("/", .int(let x), .int(let y)) where y != 0 && !(x == .min && y == -1): return .int(x / y)
        case ("%", .int(let x), .int(let y)) where y != 0 && !(x == .min && y == -1): return .int(x % y)
        default:
            guard let x = a.double, let y = b.double else { throw Failure(message: "no such overload") }
            switch operation {
            case "+": return .double(x + y)
            case "-": return .double(x - y)
            case "*": return .double(x * y)
            case "/" where y != 0: return .double(x / y)
            default: throw Failure(message: "division by zero")
            }
        }
    }

    // MARK: Functions

    private func call(_ target: RuleExpression.Node?, _ name: String, _ arguments: [RuleExpression.Node]) throws(Failure) -> JSON {
        if name == "has", arguments.count == 1, case .member(let object, let key) = arguments[0] {
            return .bool((try value(object)[key]).map { !$0.isNull } ?? false)
        }
        if let target, arguments.count >= 2, case .name(let variable) = arguments[0] {
            return try macro(name, over: try value(target), variable, arguments)
        }
        var values: [JSON] = []
        if let target { values.append(try value(target)) }
        for argument in arguments { values.append(try value(argument)) }
        guard let first = values.first else { throw Failure(message: "no such overload: \(name)") }
        if values.count == 1 { return try single(name, first) }
        guard let text = first.string, let other = values[1].string else { throw Failure(message: "no such overload: \(name)") }
        switch name {
        case "startsWith": return .bool(text.hasPrefix(other))
        case "endsWith": return .bool(text.hasSuffix(other))
        case "contains": return .bool(text.contains(other))
        case "matches": return .bool(RegularExpression(other).matches(text))
        default: throw Failure(message: "undeclared reference to '\(name)'")
        }
    }

    private func single(_ name: String, _ value: JSON) throws(Failure) -> JSON {
        switch name {
        case "size":
            let count = value.string?.unicodeScalars.count ?? value.array?.count ?? value.object?.count
            guard let count else { throw Failure(message: "no such overload: size") }
            return .int(Int64(count))
        case "string": return .string(value.string ?? value.text())
        case "int": return value.string.flatMap(Int64.init).map(JSON.int) ?? .int(Int64(value.double ?? 0))
        case "double": return .double(value.string.flatMap(Double.init) ?? value.double ?? 0)
        case "lowerAscii": return .string(value.string?.lowercased() ?? "")
        case "upperAscii": return .string(value.string?.uppercased() ?? "")
        default: throw Failure(message: "undeclared reference to '\(name)'")
        }
    }

    private func macro(
        _ name: String, over container: JSON, _ variable: String, _ arguments: [RuleExpression.Node]
    ) throws(Failure) -> JSON {
        let items = container.array ?? container.object?.keys.map(JSON.string) ?? []
        var chosen: [JSON] = []
        var mapped: [JSON] = []
        for item in items {
            var inner = self
            inner.names[variable] = item
            let result = try inner.value(arguments[1])
            if result.bool == true { chosen.append(item) }
            mapped.append(result)
        }
        switch name {
        case "all": return .bool(chosen.count == items.count)
        case "exists": return .bool(!chosen.isEmpty)
        case "exists_one": return .bool(chosen.count == 1)
        case "filter": return .array(chosen)
        case "map": return .array(mapped)
        default: throw Failure(message: "undeclared reference to '\(name)'")
        }
    }
}
