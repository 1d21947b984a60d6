/// What a role, database or schema may be called.
enum RoleName {
    /// PostgreSQL cuts longer identifiers silently (NAMEDATALEN - 1); two roles could then become one.
    static let maximumBytes = 63

    /// Why a manifest or infrastructure role may not have that name, or nil where it may: dot-separated parts of lower-case letters,
    /// digits, `-` and `_`, each beginning and ending with a letter or digit.
    static func objection(to name: String) -> String? {
        if let objection = lengthObjection(to: name) { return objection }
        let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isValid = parts.allSatisfy { part in
            guard let first = part.first, let last = part.last, isAlphanumeric(first), isAlphanumeric(last) else { return false }
            return part.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
        }
        guard isValid else {
            return "a role name consists of lower-case letters, digits, - and _ in parts separated by dots, each beginning and ending "
                + "with a letter or digit"
        }
        return nil
    }

    /// Why PostgreSQL could not hold that name, or nil where it can. For names that come from elsewhere (team members, default roles).
    static func lengthObjection(to name: String) -> String? {
        guard !name.isEmpty else { return "a role needs a name" }
        guard name.utf8.count <= maximumBytes else {
            return "PostgreSQL cuts names after \(maximumBytes) bytes, this one has \(name.utf8.count): choose a shorter one"
        }
        guard !name.utf8.contains(0) else { return "a name must not hold a NUL byte" }
        return nil
    }

    /// Why a database or schema of the manifest may not have that name: letters, digits and `_`, not beginning with a digit.
    static func databaseObjection(to name: String) -> String? {
        if let objection = lengthObjection(to: name) { return objection }
        let isWord = name.utf8.allSatisfy { isAlphanumeric($0) || isUpper($0) || $0 == UInt8(ascii: "_") }
        guard isWord, let first = name.utf8.first, !isDigit(first) else {
            return "a database or schema name consists of letters, digits and _ and does not begin with a digit"
        }
        return nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || isDigit(byte)
    }
}
