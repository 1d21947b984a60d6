/// Patterns of schemas, searched anywhere in a text.
///
/// Kubernetes reads them as Go's RE2 does; Swift's own engine understands all that is usual in schemas. A pattern that it cannot read
/// allows every text.
enum RegularExpression {
    static func matches(_ text: String, _ pattern: String) -> Bool {
        guard let regex = try? Regex(pattern).matchingSemantics(.unicodeScalar) else { return true }
        return ((try? regex.firstMatch(in: text)) ?? nil) != nil
    }

    static func isValid(_ pattern: String) -> Bool { (try? Regex(pattern)) != nil }
}
