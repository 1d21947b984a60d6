/// The order of API versions: stable before beta before alpha, each from the highest number down, then everything else by name.
struct VersionRank: Comparable {
    private let parts: [Int]
    private let text: String

    init(_ text: String) {
        self.text = text
        parts = Self.parts(text) ?? []
    }

    static func < (a: VersionRank, b: VersionRank) -> Bool {
        if a.parts.isEmpty || b.parts.isEmpty { return a.parts.isEmpty == b.parts.isEmpty ? a.text < b.text : b.parts.isEmpty }
        return b.parts.lexicographicallyPrecedes(a.parts)
    }

    /// Stability, major and minor of `v1`, `v2beta3`; nil for other names.
    private static func parts(_ text: String) -> [Int]? {
        guard text.first == "v" else { return nil }
        let rest = text.dropFirst()
        let major = rest.prefix { $0.isNumber }
        guard let number = Int(major) else { return nil }
        let tail = rest.dropFirst(major.count)
        if tail.isEmpty { return [2, number, 0] }
        for (word, stability) in [("beta", 1), ("alpha", 0)] where tail.hasPrefix(word) {
            return Int(tail.dropFirst(word.count)).map { [stability, number, $0] }
        }
        return nil
    }
}
