import IPC

/// One SQL statement, made so that nothing can be injected: names and values only enter quoted, by label. A plain string cannot be
/// interpolated.
///
/// A password stands in it as what is wanted, not as text: it becomes a verifier when the statement is sent, and `description` never
/// shows it.
struct SQLText: Equatable, Sendable {
    enum Piece: Equatable, Sendable {
        case text(String)
        case verifier(WantedPassword)
    }

    private(set) var pieces: [Piece]

    init(pieces: [Piece]) { self.pieces = pieces }

    /// The statement to send.
    func text(verifier: (WantedPassword) throws(PostgresError) -> String) throws(PostgresError) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .verifier(let password): text += SQLText.literal(try verifier(password))
            }
        }
        return text
    }

    static func identifier(_ name: String) -> String { "\"" + doubled("\"", in: name) + "\"" }

    /// A string constant; backslashes mean themselves, as sessions pin `standard_conforming_strings`.
    static func literal(_ value: String) -> String { "'" + doubled("'", in: value) + "'" }

    private static func doubled(_ quote: Unicode.Scalar, in text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append(scalar)
            if scalar == quote { result.append(scalar) }
        }
        return String(result)
    }
}

extension SQLText: CustomStringConvertible {
    /// For people, plans and logs: without any password or verifier.
    var description: String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .verifier: "'***'"
            }
        }.joined()
    }
}

extension SQLText: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self.init(pieces: [.text(value)]) }
    init(stringInterpolation: StringInterpolation) { self.init(pieces: stringInterpolation.pieces) }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        init(literalCapacity: Int, interpolationCount: Int) {}

        private mutating func append(_ text: String) {
            if case .text(let before)? = pieces.last {
                pieces[pieces.count - 1] = .text(before + text)
            } else if !text.isEmpty {
                pieces.append(.text(text))
            }
        }

        mutating func appendLiteral(_ literal: String) { append(literal) }
        mutating func appendInterpolation(name: String) { append(SQLText.identifier(name)) }
        mutating func appendInterpolation(names: [String]) { append(names.map(SQLText.identifier).joined(separator: ", ")) }
        mutating func appendInterpolation(value: String) { append(SQLText.literal(value)) }
        mutating func appendInterpolation(values: [String]) { append(values.map(SQLText.literal).joined(separator: ", ")) }
        /// A setting's name, whose parts are separated by dots.
        mutating func appendInterpolation(setting: String) {
            append(
                setting.split(separator: ".", omittingEmptySubsequences: false).map { SQLText.identifier(String($0)) }.joined(
                    separator: "."))
        }
        /// Words from the program itself.
        mutating func appendInterpolation(keywords: StaticString...) { append(keywords.map(\.description).joined(separator: ", ")) }
        mutating func appendInterpolation(flags: [RoleFlag]) { append(flags.map(\.rawValue).joined(separator: " ")) }
        mutating func appendInterpolation(privileges: [Privilege]) { append(privileges.map(\.rawValue).joined(separator: ", ")) }
        mutating func appendInterpolation(objects: DefaultPrivilegeKind) { append(objects.keyword) }
        mutating func appendInterpolation(verifier password: WantedPassword) { pieces.append(.verifier(password)) }
        mutating func appendInterpolation(_ other: SQLText) {
            for piece in other.pieces {
                if case .text(let text) = piece { append(text) } else { pieces.append(piece) }
            }
        }
    }
}
