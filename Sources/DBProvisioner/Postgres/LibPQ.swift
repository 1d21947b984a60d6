import CPQ

/// What libpq does without a connection. With `PostgresConnection` the only place that calls it.
enum LibPQ {
    /// The keywords of a connection string or URI, as libpq understands it; those that are not given are left out.
    static func keywords(of conninfo: String) throws(PostgresError) -> [String: String] {
        var problem: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(conninfo, &problem) else {
            let reason = problem.map { String(cString: $0) } ?? "out of memory"
            PQfreemem(problem)
            throw .invalidParameters(PostgresError.oneLine(reason))
        }
        defer { PQconninfoFree(options) }
        var keywords: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { keywords[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return keywords
    }

    /// `md5` and the hash of password and name; nil where libpq has no memory.
    static func md5Verifier(_ password: WantedPassword) -> String? {
        guard let text = PQencryptPassword(password.secret, password.role) else { return nil }
        defer { PQfreemem(text) }
        return String(cString: text)
    }
}
