/// The regular expressions of `downscaler_annotations`: an annotation whose name matches one anywhere is meant.
struct AnnotationPatterns {
    private let patterns: [String]

    init(_ patterns: [String]) { self.patterns = patterns.filter { !$0.isEmpty } }

    /// A text that is no regular expression matches nothing.
    func matching(_ annotations: [String: String]) -> [String: String] {
        guard !patterns.isEmpty, !annotations.isEmpty else { return [:] }
        let expressions = patterns.compactMap { try? Regex($0) }
        return annotations.filter { annotation in
            expressions.contains { (try? $0.firstMatch(in: annotation.key)) != nil }
        }
    }
}
