/// The rules for names, labels and keys, each with the message of the API server; empty where the text is right.
enum Names {
    // MARK: Characters

    private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isAlphanumeric(_ byte: UInt8) -> Bool { isLower(byte) || isDigit(byte) || (0x41...0x5A).contains(byte) }
    private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool { isLower(byte) || isDigit(byte) }

    private static func isLabel(_ text: Substring.UTF8View) -> Bool {
        guard let first = text.first, let last = text.last, isLowerAlphanumeric(first), isLowerAlphanumeric(last) else { return false }
        return text.allSatisfy { isLowerAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isSubdomain(_ text: String) -> Bool {
        !text.isEmpty && Substring(text).utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(isLabel)
    }

    private static func regex(_ message: String, _ pattern: String, _ examples: [String]) -> String {
        let list = examples.map { "'\($0)'" }.joined(separator: ",  or ")
        return "\(message) (e.g. \(list), regex used for validation is '\(pattern)')"
    }

    static func tooLong(_ limit: Int) -> String { "must be no more than \(limit) characters" }

    // MARK: DNS

    static func subdomain(_ text: String) -> [String] {
        var problems = text.utf8.count > 253 ? [tooLong(253)] : []
        if !isSubdomain(text) {
            problems.append(
                regex(
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end"
                        + " with an alphanumeric character",
                    #"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*"#, ["example.com"]))
        }
        return problems
    }

    static func label(_ text: String) -> [String] {
        var problems = text.utf8.count > 63 ? [tooLong(63)] : []
        if !isLabel(Substring(text).utf8) {
            problems.append(
                isSubdomain(text)
                    ? "must not contain dots"
                    : regex(
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end"
                            + " with an alphanumeric character",
                        "[a-z0-9]([-a-z0-9]*[a-z0-9])?", ["my-name", "123-abc"]))
        }
        return problems
    }

    static func label1035(_ text: String) -> [String] {
        var problems = text.utf8.count > 63 ? [tooLong(63)] : []
        if !isLabel(Substring(text).utf8) || text.utf8.first.map(isLower) != true {
            problems.append(
                regex(
                    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and"
                        + " end with an alphanumeric character",
                    "[a-z]([-a-z0-9]*[a-z0-9])?", ["my-name", "abc-123"]))
        }
        return problems
    }

    /// A name that only has to fit into a path (roles).
    static func pathSegment(_ text: String) -> [String] {
        if text == "." || text == ".." { return ["may not be '\(text)'"] }
        return ["/", "%"].filter(text.contains).map { "may not contain '\($0)'" }
    }

    // MARK: Labels and keys

    static func qualified(_ text: String) -> [String] {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var problems: [String] = []
        let name: String
        switch parts.count {
        case 1: name = parts[0]
        case 2:
            name = parts[1]
            if parts[0].isEmpty {
                problems.append("prefix part must be non-empty")
            } else {
                problems += subdomain(parts[0]).map { "prefix part " + $0 }
            }
        default:
            return [
                "a qualified name " + nameRule + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
            ]
        }
        if name.isEmpty {
            problems.append("name part must be non-empty")
        } else if name.utf8.count > 63 {
            problems.append("name part " + tooLong(63))
        }
        if !isName(name) { problems.append("name part " + nameRule) }
        return problems
    }

    private static let nameRule = regex(
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
        "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]", ["MyName", "my.name", "123-abc"])

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last, isAlphanumeric(first), isAlphanumeric(last) else { return false }
        return text.utf8.allSatisfy {
            isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
        }
    }

    static func labelValue(_ text: String) -> [String] {
        var problems = text.utf8.count > 63 ? [tooLong(63)] : []
        if !text.isEmpty, !isName(text) {
            problems.append(
                regex(
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end"
                        + " with an alphanumeric character",
                    "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", ["MyValue", "my_value", "12345"]))
        }
        return problems
    }

    /// A key of a ConfigMap or a Secret.
    static func configKey(_ text: String) -> [String] {
        var problems = text.utf8.count > 253 ? [tooLong(253)] : []
        let fits = text.utf8.allSatisfy {
            isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
        }
        if text.isEmpty || !fits {
            problems.append(
                regex(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'", "[-._a-zA-Z0-9]+",
                    ["key.name", "KEY_NAME", "key-name"]))
        }
        if text == "." { problems.append("must not be '.'") }
        if text == ".." { problems.append("must not be '..'") } else if text.hasPrefix("..") { problems.append("must not start with '..'") }
        return problems
    }

    static func environmentName(_ text: String) -> [String] {
        let fits = !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "=") }
        return fits ? [] : ["a valid environment variable name must consist only of printable ASCII characters other than '='"]
    }

    /// A name of a port (IANA service name).
    static func portName(_ text: String) -> [String] {
        var problems = text.utf8.count > 15 ? [tooLong(15)] : []
        if !text.utf8.allSatisfy({ isLowerAlphanumeric($0) || $0 == UInt8(ascii: "-") }) || text.isEmpty {
            problems.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        if !text.utf8.contains(where: isLower) { problems.append("must contain at least one letter (a-z)") }
        if text.contains("--") { problems.append("must not contain consecutive hyphens") }
        if text.hasPrefix("-") || text.hasSuffix("-") { problems.append("must not begin or end with a hyphen") }
        return problems
    }

    static func port(_ number: Int) -> [String] { (1...65535).contains(number) ? [] : ["must be between 1 and 65535, inclusive"] }
}
