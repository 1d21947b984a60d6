public import IPC

/// Flags as they stand in a manifest, read into what PostgreSQL shall be told.
public struct RoleFlags: Equatable, Sendable {
    public var login: Bool
    /// In the order in which they were written, each once.
    public var flags: [RoleFlag]

    public init(login: Bool = true, flags: [RoleFlag] = []) {
        self.login = login
        self.flags = flags
    }

    /// Why words are no flags.
    public enum Failure: Error, Equatable, Sendable, CustomStringConvertible {
        case unknown(String)
        case contradiction(String, String)

        public var description: String {
            switch self {
            case .unknown(let word):
                "\"\(word)\" is no role flag: use superuser, inherit, login, createrole, createdb, replication, bypassrls, "
                    + "or one of these with \"no\" in front"
            case .contradiction(let first, let second): "the flags \(first) and \(second) exclude each other: keep one"
            }
        }
    }

    /// Case does not count; a flag that stands twice counts once; a role may log in unless `nologin` says otherwise.
    public init(words: [String]) throws(Failure) {
        var login: Bool?
        var flags: [RoleFlag] = []
        for word in words {
            let upper = word.uppercased()
            if upper == "LOGIN" || upper == "NOLOGIN" {
                let wanted = upper == "LOGIN"
                guard login == nil || login == wanted else { throw .contradiction("LOGIN", "NOLOGIN") }
                login = wanted
                continue
            }
            guard let flag = RoleFlag(rawValue: upper) else { throw .unknown(word) }
            guard !flags.contains(flag.opposite) else { throw .contradiction(flag.opposite.rawValue, flag.rawValue) }
            if !flags.contains(flag) { flags.append(flag) }
        }
        self.init(login: login ?? true, flags: flags)
    }
}
