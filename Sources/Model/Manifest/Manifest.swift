/// A `postgresql` object (`acid.zalan.do/v1`), typed: what a user wants of one cluster.
///
/// Only `Manifest.read` makes one from an object; it has then passed every check that needs no more than the manifest itself, so builders
/// may rely on the types. Fields that the user left out are nil or empty here: falling back to the operator's configuration is the
/// builders' part. Kubernetes' own types (probes, tolerations, volume sources …) stay JSON and reach the pods as they are.
public struct Manifest: Sendable, Equatable {
    public var metadata: Metadata
    public var spec: Spec
    /// The whole object as it was read, for what is passed on unread.
    public var object: JSON

    public init(metadata: Metadata, spec: Spec, object: JSON = .object([:])) {
        self.metadata = metadata
        self.spec = spec
        self.object = object
    }

    public var name: String { metadata.name }
    public var namespace: String { metadata.namespace }
    public var key: NamespacedName { NamespacedName(namespace: metadata.namespace, name: metadata.name) }

    /// The part of an object's metadata that has a meaning for the operator.
    public struct Metadata: Sendable, Equatable {
        public var name: String
        /// Empty where the object names none.
        public var namespace: String
        /// Empty before the API server gave one.
        public var uid: String
        public var generation: Int
        public var labels: [String: String]
        public var annotations: [String: String]
        /// As they are, for handing on to the children.
        public var ownerReferences: [JSON]
        public var finalizers: [String]
        /// Set once somebody asked for deletion.
        public var deletionTimestamp: String?

        public init(
            name: String, namespace: String = "", uid: String = "", generation: Int = 0, labels: [String: String] = [:],
            annotations: [String: String] = [:], ownerReferences: [JSON] = [], finalizers: [String] = [], deletionTimestamp: String? = nil
        ) {
            self.name = name
            self.namespace = namespace
            self.uid = uid
            self.generation = generation
            self.labels = labels
            self.annotations = annotations
            self.ownerReferences = ownerReferences
            self.finalizers = finalizers
            self.deletionTimestamp = deletionTimestamp
        }
    }
}
