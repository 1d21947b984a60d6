/// Namespace and name: what identifies an object among those of its type.
public struct ObjectKey: Sendable, Hashable {
    /// Empty for objects that belong to no namespace.
    public let namespace: String
    public let name: String

    public init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// Of an API object; nil where it has no name.
    public init?(_ object: JSON) {
        guard let name = object.at("metadata", "name")?.string, !name.isEmpty else { return nil }
        self.init(namespace: object.at("metadata", "namespace")?.string ?? "", name: name)
    }

    /// From `namespace/name`, or `name` alone; nil where a part is empty or there are more than two.
    public init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.init(namespace: parts.count == 2 ? String(parts[0]) : "", name: String(parts[parts.count - 1]))
    }
}

extension ObjectKey: CustomStringConvertible {
    /// `namespace/name`, or `name` alone.
    public var description: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
}

extension ObjectKey: Comparable {
    public static func < (a: ObjectKey, b: ObjectKey) -> Bool { (a.namespace, a.name) < (b.namespace, b.name) }
}

/// One object of the API, whether it exists or not.
public struct ObjectReference: Sendable, Hashable {
    public let type: ResourceType
    public let key: ObjectKey

    public init(type: ResourceType, key: ObjectKey) {
        self.type = type
        self.key = key
    }

    public init(_ type: ResourceType, namespace: String = "", name: String) {
        self.init(type: type, key: ObjectKey(namespace: namespace, name: name))
    }
}

extension ObjectReference: CustomStringConvertible {
    /// `statefulsets.apps/default/demo`.
    public var description: String { "\(type.resourceAndGroup)/\(key)" }
}
