/// What the catalogs of one database say about the things that an order has to do with.
struct ObservedInside: Equatable, Sendable {
    struct Schema: Equatable, Sendable {
        var owner: String
        /// Roles with USAGE.
        var usage: Set<String> = []
    }

    /// One privilege that is granted by default.
    struct DefaultGrant: Hashable, Sendable {
        var grantor: String
        /// Empty: in any schema.
        var schema: String
        var kind: DefaultPrivilegeKind
        var grantee: String
        var privilege: Privilege
    }

    struct LookupFunction: Equatable, Sendable {
        var body: String
        var isSecurityDefiner: Bool
        var language: String
        var result: String
        /// Roles with EXECUTE; empty string: everybody.
        var execute: Set<String> = []
    }

    struct Publication: Equatable, Sendable {
        var owner: String
        var tables: [String]
    }

    var schemas: [String: Schema] = [:]
    var defaultGrants: Set<DefaultGrant> = []
    /// Extension to its schema.
    var extensions: [String: String] = [:]
    /// Extensions that could be made here; only those that are wanted and missing are asked for.
    var available: Set<String> = []
    var lookup: LookupFunction?
    var publications: [String: Publication] = [:]
}
