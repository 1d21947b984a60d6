/// Finds the name that somebody meant.
public enum Spelling {
    /// The nearest name, where it is near enough to be a slip of the hand: at most a third of the letters differ.
    public static func nearest(to word: String, among names: some Sequence<String>) -> String? {
        var best: (name: String, distance: Int)?
        for name in names {
            let distance = distance(Array(word.lowercased().utf8), Array(name.lowercased().utf8))
            guard distance * 3 <= max(word.utf8.count, 3), distance < best?.distance ?? .max else { continue }
            best = (name, distance)
        }
        return best?.name
    }

    /// Levenshtein's distance.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        guard abs(a.count - b.count) <= max(a.count, b.count) / 3 + 1 else { return max(a.count, b.count) }
        var row = Array(0...b.count)
        for i in 1...a.count {
            var diagonal = row[0]
            row[0] = i
            for j in 1...b.count {
                let above = row[j]
                row[j] = a[i - 1] == b[j - 1] ? diagonal : 1 + min(diagonal, row[j], row[j - 1])
                diagonal = above
            }
        }
        return row[b.count]
    }
}
