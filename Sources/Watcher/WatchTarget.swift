import Model

/// One collection, or a part of one, that is followed.
struct WatchTarget: Sendable, Hashable {
    let type: ResourceType
    /// Empty: all namespaces, or a type without.
    let namespace: String
    let labelSelector: String
    /// The one object that is wanted; empty: all.
    let name: String
    /// The rest is of use without it: it may be forbidden, and the snapshot is complete all the same.
    let isOptional: Bool

    init(_ type: ResourceType, namespace: String = "", labelSelector: String = "", name: String = "", isOptional: Bool = false) {
        self.type = type
        self.namespace = namespace
        self.labelSelector = labelSelector
        self.name = name
        self.isOptional = isOptional
    }

    var fieldSelector: String? { name.isEmpty ? nil : "metadata.name=\(name)" }
}

extension WatchTarget: CustomStringConvertible {
    var description: String {
        type.resourceAndGroup + (namespace.isEmpty ? "" : " in \(namespace)") + (name.isEmpty ? "" : " named \(name)")
            + (labelSelector.isEmpty ? "" : " with \(labelSelector)")
    }
}
