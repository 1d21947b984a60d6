import Model

/// The part of JSONPath that printer columns use: `.spec.a`, `.spec.list[0].b`, `.spec.list[*].b`, `.metadata.labels['x\.y']`,
/// `.status.conditions[?(@.type=="Ready")].status`.
struct JSONPath: Equatable, Sendable {
    enum Step: Equatable, Sendable {
        case member(String)
        case item(Int)
        case all
        /// Items whose value at the path equals the text.
        case filter([String], String)
    }

    var steps: [Step]

    /// Steps that cannot be read end the path; it then finds nothing.
    init(_ text: String) {
        var steps: [Step] = []
        var rest = Substring(text)
        if rest.hasPrefix("{"), rest.hasSuffix("}") { rest = rest.dropFirst().dropLast() }
        if rest.hasPrefix("$") { rest = rest.dropFirst() }
        while let first = rest.first {
            if first == "[" {
                guard let (step, after) = Self.bracket(rest) else { break }
                steps.append(step)
                rest = after
                continue
            }
            if first == "." { rest = rest.dropFirst() }
            let (word, after) = Self.word(rest)
            guard !word.isEmpty else { break }
            steps.append(word == "*" ? .all : .member(word))
            rest = after
        }
        self.steps = steps
    }

    func values(in value: JSON) -> [JSON] {
        steps.reduce([value]) { values, step in values.flatMap { Self.apply(step, to: $0) } }
    }

    private static func apply(_ step: Step, to value: JSON) -> [JSON] {
        switch step {
        case .member(let name): value[name].map { [$0] } ?? []
        case .item(let place): value[place < 0 ? (value.array?.count ?? 0) + place : place].map { [$0] } ?? []
        case .all: value.array ?? value.object?.values ?? []
        case .filter(let path, let text): (value.array ?? []).filter { $0.at(path).map(plain) == text }
        }
    }

    private static func plain(_ value: JSON) -> String { value.string ?? value.text() }

    /// Up to the next dot or bracket; a backslash takes the next character as it is.
    private static func word(_ text: Substring) -> (String, Substring) {
        var word = ""
        var rest = text
        while let character = rest.first, character != ".", character != "[" {
            rest = rest.dropFirst()
            if character == "\\", let next = rest.popFirst() { word.append(next) } else { word.append(character) }
        }
        return (word, rest)
    }

    private static func unescaped(_ text: Substring) -> String {
        var out = ""
        var rest = text
        while let character = rest.popFirst() {
            if character == "\\", let next = rest.popFirst() { out.append(next) } else { out.append(character) }
        }
        return out
    }

    private static func bracket(_ text: Substring) -> (Step, Substring)? {
        let inside: Substring
        let after: Substring
        if text.hasPrefix("[?(") {
            guard let end = text.firstRange(of: ")]") else { return nil }
            inside = text[text.index(text.startIndex, offsetBy: 3)..<end.lowerBound]
            after = text[end.upperBound...]
            return filter(inside).map { ($0, after) }
        }
        guard let end = text.firstIndex(of: "]") else { return nil }
        inside = text[text.index(after: text.startIndex)..<end]
        after = text[text.index(after: end)...]
        if inside == "*" { return (.all, after) }
        if let place = Int(inside) { return (.item(place), after) }
        guard let quote = inside.first, quote == "'" || quote == "\"", inside.last == quote, inside.count >= 2 else { return nil }
        return (.member(unescaped(inside.dropFirst().dropLast())), after)
    }

    private static func filter(_ text: Substring) -> Step? {
        guard let sign = text.firstRange(of: "==") else { return nil }
        let left = text[..<sign.lowerBound].filter { $0 != " " }
        guard left.hasPrefix("@.") else { return nil }
        let right = text[sign.upperBound...].filter { $0 != "\"" && $0 != "'" }
        let path = left.dropFirst(2).split(separator: ".").map(String.init)
        return .filter(path, String(right.drop { $0 == " " }))
    }
}
