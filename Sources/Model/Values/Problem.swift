/// Something wrong, or worth saying, in a manifest or a configuration: which field, which value, and what would be right.
///
/// Problems are values: readers and builders collect all of them and never stop at the first.
public struct Problem: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable {
        /// The object that holds the field is refused.
        case error
        /// A field that nobody knows: it is passed over, which its author cannot have wanted.
        case unknown
        /// The object is used; the field is understood in another way than its author may have meant.
        case warning
    }

    public var severity: Severity
    /// The field as a user would write it down: `spec.users.zalando[0]`. Empty for the object as a whole.
    public var path: String
    /// The value found there, as JSON text, or nil where none is there or it must not be shown.
    public var value: String?
    /// What is wrong and what would be right, a sentence without its full stop.
    public var message: String
    /// The line in the file that the object was read from, where that is known.
    public var line: Int?

    public init(_ severity: Severity, _ path: String, value: String? = nil, _ message: String, line: Int? = nil) {
        self.severity = severity
        self.path = path
        self.value = value
        self.message = message
        self.line = line
    }

    public static func error(_ path: String, value: JSON? = nil, _ message: String) -> Problem {
        Problem(.error, path, value: value.map(shown), message)
    }

    public static func warning(_ path: String, value: JSON? = nil, _ message: String) -> Problem {
        Problem(.warning, path, value: value.map(shown), message)
    }

    public static func unknown(_ path: String, value: JSON? = nil, _ message: String) -> Problem {
        Problem(.unknown, path, value: value.map(shown), message)
    }

    /// Long values are cut: a message is for reading.
    private static func shown(_ value: JSON) -> String {
        let text = value.text(.canonical)
        return text.count <= 120 ? text : String(text.prefix(117)) + "..."
    }
}

extension Problem: CustomStringConvertible {
    /// `spec.volume.size: "5 Gi": a quantity such as 5Gi is needed`
    public var description: String {
        [path, value ?? "", message].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}

extension [Problem] {
    public var errors: [Problem] { filter { $0.severity == .error } }
    public var warnings: [Problem] { filter { $0.severity != .error } }
    public var hasErrors: Bool { contains { $0.severity == .error } }
}
