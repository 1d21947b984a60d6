/// `[namespace/]name` as the operator's configuration writes it; without a namespace the operator's own one is meant.
public struct NamespacedName: Sendable, Hashable {
    public var namespace: String?
    public var name: String

    public init(namespace: String? = nil, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// Splits at the first `/`; nil where the name is empty.
    public init?(_ text: String) {
        guard let slash = text.firstIndex(of: "/") else {
            guard !text.isEmpty else { return nil }
            self.init(name: text)
            return
        }
        let name = text[text.index(after: slash)...]
        guard !name.isEmpty else { return nil }
        self.init(namespace: slash == text.startIndex ? nil : String(text[..<slash]), name: String(name))
    }
}

extension NamespacedName: CustomStringConvertible {
    public var description: String { namespace.map { "\($0)/\(name)" } ?? name }
}
