import Model

/// Where a value stands in an object, in the words that a user knows from the manifest: `spec.template.spec.containers[postgres].image`.
///
/// Items of lists that have keys are named by their keys, never by their place, because the place means nothing there.
public struct FieldPath: Sendable, Hashable {
    public enum Element: Sendable, Hashable {
        case field(String)
        /// The item of a keyed list: the names and values of its keys.
        case item([String: JSON])
        case index(Int)
    }

    public private(set) var elements: [Element]

    public init(_ elements: [Element] = []) { self.elements = elements }

    /// From member names alone.
    public init(fields: String...) { elements = fields.map(Element.field) }

    public func appending(_ element: Element) -> FieldPath { FieldPath(elements + [element]) }
    public func appending(field: String) -> FieldPath { appending(.field(field)) }

    /// The names of the members on the way, without the items of lists: what tables of fields are written in.
    public var fields: [String] {
        elements.compactMap { if case .field(let name) = $0 { name } else { nil } }
    }

    /// Whether the path leads through these members, lists' items left out.
    public func starts(with names: String...) -> Bool { fields.starts(with: names) }

    /// The name of the last item of a keyed list on the way (a container's, a variable's), where its key is `name`.
    public var itemName: String? {
        for element in elements.reversed() {
            if case .item(let keys) = element { return keys["name"]?.string }
        }
        return nil
    }
}

extension FieldPath: CustomStringConvertible {
    public var description: String {
        elements.reduce(into: "") { text, element in
            switch element {
            case .field(let name) where Self.isPlain(name): text += text.isEmpty ? name : ".\(name)"
            case .field(let name): text += "[\(name)]"
            case .item(let keys): text += "[\(Self.text(keys))]"
            case .index(let place): text += "[\(place)]"
            }
        }
    }

    private static func text(_ keys: [String: JSON]) -> String {
        if keys.count == 1, let only = keys.first { return only.value.string ?? only.value.text() }
        return keys.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.string ?? $0.value.text())" }.joined(separator: ",")
    }

    /// Names of labels and annotations hold dots and slashes, so they stand in brackets.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "[") }
    }
}
