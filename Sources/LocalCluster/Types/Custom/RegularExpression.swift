import Synchronization

/// A pattern of a schema, searched anywhere in a text.
///
/// Kubernetes reads patterns as Go's RE2 does; Swift's own engine understands all that is usual in schemas. A pattern that it cannot
/// read allows every text. The compiled form may not cross threads by itself, so it stands behind a lock.
final class RegularExpression: Sendable {
    let pattern: String
    let isValid: Bool
    private let regex: Mutex<Regex<AnyRegexOutput>?>

    init(_ pattern: String) {
        self.pattern = pattern
        isValid = (try? Regex(pattern)) != nil
        regex = Mutex((try? Regex(pattern))?.matchingSemantics(.unicodeScalar))
    }

    func matches(_ text: String) -> Bool {
        guard isValid else { return true }
        return regex.withLock { regex in (try? regex?.firstMatch(in: text)) != nil }
    }
}
