/// The value of a role's setting, compared as the server stores it (`pg_db_role_setting.setconfig`).
///
/// Most settings are stored as the text that was given. For a few the server takes a list and stores each element as an identifier,
/// quoted where it needs quotes: `"$user", data`.
struct SettingValue: Equatable, Sendable {
    let isList: Bool
    /// One element unless it is a list.
    let elements: [String]

    /// Settings that PostgreSQL keeps as lists of identifiers (GUC_LIST_QUOTE in its source).
    static let listSettings: Set<String> = [
        "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries", "temp_tablespaces",
        "unix_socket_directories",
    ]

    /// As a manifest or configuration has it: for lists as SQL writes them, otherwise plain or in single quotes.
    init(_ name: String, wanted text: String) {
        let plain = Self.unquoted(text)
        isList = Self.listSettings.contains(name.lowercased())
        elements = isList ? Self.list(plain) : [plain]
    }

    init(_ name: String, stored text: String) {
        isList = Self.listSettings.contains(name.lowercased())
        elements = isList ? Self.list(text) : [text]
    }

    /// What follows `SET name TO`.
    var sql: SQLText { elements.isEmpty ? "\(value: "")" : "\(values: elements)" }

    /// Without blanks at its ends and one pair of single quotes around it.
    private static func unquoted(_ text: String) -> String {
        let trimmed = text.trimmed()
        guard trimmed.utf8.count >= 2, trimmed.hasPrefix("'"), trimmed.hasSuffix("'") else { return trimmed }
        let inside = trimmed.dropFirst().dropLast()
        var result = ""
        var pendingQuote = false
        for character in inside {
            if character == "'", !pendingQuote {
                pendingQuote = true
                continue
            }
            pendingQuote = false
            result.append(character)
        }
        return result
    }

    /// Splits at commas outside double quotes. Unquoted elements are folded to lower case, as PostgreSQL folds identifiers.
    private static func list(_ text: String) -> [String] {
        var elements: [String] = []
        var current = ""
        var isQuoted = false
        var wasQuoted = false
        var iterator = Array(text.unicodeScalars).makeIterator()
        var lookahead: Unicode.Scalar?
        func finished(_ current: String, _ wasQuoted: Bool) -> String { wasQuoted ? current : current.trimmed().lowercased() }
        while let scalar = lookahead ?? iterator.next() {
            lookahead = nil
            switch (scalar, isQuoted) {
            case ("\"", true):
                lookahead = iterator.next()
                if lookahead == "\"" {
                    current.unicodeScalars.append("\"")
                    lookahead = nil
                } else {
                    isQuoted = false
                }
            case ("\"", false):
                isQuoted = true
                wasQuoted = true
                current = ""
            case (",", false):
                elements.append(finished(current, wasQuoted))
                current = ""
                wasQuoted = false
            case (_, false) where wasQuoted: break
            default: current.unicodeScalars.append(scalar)
            }
        }
        elements.append(finished(current, wasQuoted))
        return elements.filter { !$0.isEmpty }
    }
}

extension String {
    fileprivate func trimmed() -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
