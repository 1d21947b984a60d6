/// Privileges that prepared databases give, in SQL's words. `letter` is what an ACL in the catalog shows.
enum Privilege: String, CaseIterable, Sendable, Comparable {
    case select = "SELECT"
    case insert = "INSERT"
    case update = "UPDATE"
    case delete = "DELETE"
    case usage = "USAGE"
    case execute = "EXECUTE"

    static func < (a: Privilege, b: Privilege) -> Bool { a.rawValue < b.rawValue }
}

/// Kinds of objects that default privileges are kept for, with `pg_default_acl.defaclobjtype` as raw value.
enum DefaultPrivilegeKind: String, CaseIterable, Sendable, Comparable {
    case schemas = "n"
    case tables = "r"
    case sequences = "S"
    case functions = "f"
    case types = "T"

    var keyword: String {
        switch self {
        case .schemas: "SCHEMAS"
        case .tables: "TABLES"
        case .sequences: "SEQUENCES"
        case .functions: "FUNCTIONS"
        case .types: "TYPES"
        }
    }

    /// What a reader role may do with future objects of this kind.
    var readerPrivileges: [Privilege] {
        switch self {
        case .schemas, .types: [.usage]
        case .tables, .sequences: [.select]
        case .functions: [.execute]
        }
    }

    /// What a writer role may do besides; it is a member of the reader.
    var writerPrivileges: [Privilege] {
        switch self {
        case .schemas, .types: [.usage]
        case .tables: [.insert, .update, .delete]
        case .sequences: [.usage, .update]
        case .functions: [.execute]
        }
    }

    static func < (a: DefaultPrivilegeKind, b: DefaultPrivilegeKind) -> Bool { a.keyword < b.keyword }
}
