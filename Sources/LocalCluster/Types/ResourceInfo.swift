import Model

/// One column that a CustomResourceDefinition adds to the Table form of its objects.
public struct PrinterColumn: Sendable, Equatable {
    public var name: String
    public var type: String
    public var format: String
    public var description: String
    public var priority: Int
    public var jsonPath: String
}

/// The `scale` subresource of a custom resource: JSON paths (`.spec.replicas`).
public struct ScalePaths: Sendable, Equatable {
    public var specReplicas: String
    public var statusReplicas: String
    public var labelSelector: String?
}

/// A subresource as discovery lists it (`pods/log`, `statefulsets/scale`).
public struct SubresourceInfo: Sendable, Equatable {
    public var name: String
    public var kind: String
    /// Differs from the resource's own for `scale`, `eviction`, `token`; nil where it is the same.
    public var group: String?
    public var version: String?
    public var verbs: [String]
}

/// What discovery, routing, Table output and messages need to know of one resource in one version.
public struct ResourceInfo: Sendable, Equatable {
    public var group: String
    public var version: String
    public var kind: String
    public var listKind: String
    public var plural: String
    public var singular: String
    public var shortNames: [String] = []
    public var categories: [String] = []
    public var namespaced: Bool
    public var verbs: [String]
    public var subresources: [SubresourceInfo] = []
    /// True where objects of this resource are custom resources.
    public var isCustom = false
    /// The version in which objects are stored; differs from `version` where a group has several.
    public var storageVersion: String
    /// The group in which objects are stored; differs from `group` only for events.k8s.io.
    public var storageGroup: String
    /// `additionalPrinterColumns` of a custom resource's version (without the Age column that the server adds where there are none).
    public var printerColumns: [PrinterColumn] = []
    /// Field paths (`metadata.name`, `spec.nodeName`, `.spec.color` without the dot) that a field selector may name.
    public var selectableFields: [String] = ["metadata.name", "metadata.namespace"]
    public var scale: ScalePaths?
    /// A PUT to a name that is not there creates the object.
    public var allowsCreateOnUpdate = false
    /// Virtual resources (SubjectAccessReview, TokenReview) that are answered and never stored.
    public var isVirtual = false

    public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
    /// `statefulsets.apps`, `pods`.
    public var qualifiedPlural: String { group.isEmpty ? plural : "\(plural).\(group)" }
    /// `StatefulSet.apps`, `Pod`.
    public var qualifiedKind: String { group.isEmpty ? kind : "\(kind).\(group)" }

    public func has(subresource: String) -> Bool { subresources.contains { $0.name == subresource } }
}
