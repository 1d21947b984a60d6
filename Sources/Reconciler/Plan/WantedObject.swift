import Model

/// An object that the cluster should have, and how far it is ours.
public struct WantedObject: Sendable, Equatable {
    public enum Policy: String, Sendable, Equatable {
        /// Made, kept as wanted, and what is no longer wanted of it taken away.
        case managed
        /// Made where it is missing and never looked at again.
        case createOnly
        /// Made with its data where it is missing; afterwards only metadata is kept, because the data there counts.
        case createdWithData
        /// Somebody else makes it (Patroni, a StatefulSet); where it is there, what is wanted is put on it.
        case adopted
    }

    public var reference: ObjectReference
    public var body: JSON
    public var policy: Policy

    public init(_ reference: ObjectReference, body: JSON, policy: Policy = .managed) {
        self.reference = reference
        self.body = body
        self.policy = policy
    }

    /// What is compared and applied once the object is there.
    var updateBody: JSON {
        guard policy == .createdWithData else { return body }
        var rest = body
        for field in ["data", "stringData", "type", "immutable", "subsets"] { rest[field] = nil }
        return rest
    }
}
