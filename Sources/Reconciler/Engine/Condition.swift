import Model

/// One condition of a cluster's status, as Kubernetes knows conditions (meta/v1 Condition).
public struct Condition: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// The manifest can be understood and carried out.
        case valid = "Valid"
        /// There is a primary, and as many members as wanted are ready.
        case ready = "Ready"
        /// All objects are as they should be.
        case reconciled = "Reconciled"
        /// Something is being done or waited for.
        case progressing = "Progressing"
        /// Roles, databases, schemas and extensions are as they should be.
        case databaseSynced = "DatabaseSynced"
        /// Somebody asked that nothing be changed.
        case paused = "Paused"
        /// Something is wrong that does not mend itself.
        case degraded = "Degraded"
    }

    public enum Value: String, Sendable {
        case yes = "True"
        case no = "False"
        case unknown = "Unknown"
    }

    public var kind: Kind
    public var value: Value
    /// One word in CamelCase, for programs.
    public var reason: String
    /// One sentence, naming the field, pod or role.
    public var message: String

    public init(_ kind: Kind, _ value: Value, _ reason: String, _ message: String = "") {
        self.kind = kind
        self.value = value
        self.reason = reason
        self.message = message
    }
}
