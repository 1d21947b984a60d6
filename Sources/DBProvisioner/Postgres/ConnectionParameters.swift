import IPC

/// libpq's keywords for one connection.
struct ConnectionParameters: Equatable, Sendable {
    private(set) var keywords: [String: String]
    /// PEM of the CA; handed to libpq as a file that has no name (see `PostgresConnection.open`).
    private(set) var caPEM: String?

    /// How a session commits: roles shall not wait for a synchronous standby that may be missing.
    enum Commit: String, Sendable {
        case asConfigured
        case local
    }

    init(_ connection: ProvisionConnection) throws(PostgresError) {
        keywords = [
            "host": connection.host, "port": String(connection.port), "user": connection.user, "dbname": connection.database,
            "sslmode": connection.sslMode.rawValue,
            // Files of the operator's own user shall have no say.
            "passfile": "/dev/null/none", "sslcert": "/dev/null/none", "sslkey": "/dev/null/none",
        ]
        if let address = connection.hostAddress { keywords["hostaddr"] = address }
        if let password = connection.password { keywords["password"] = password }
        caPEM = connection.caPEM
        guard connection.sslMode != .verifyFull && connection.sslMode != .verifyCA || caPEM != nil else {
            throw .invalidParameters("sslMode \(connection.sslMode.rawValue) needs caPEM, the certificate of the CA")
        }
        try check()
    }

    /// From what a person gives by hand, with libpq's own defaults (environment, `.pgpass`) behind it.
    init(conninfo: String) throws(PostgresError) {
        keywords = try LibPQ.keywords(of: conninfo)
        try check()
    }

    private func check() throws(PostgresError) {
        for (keyword, value) in keywords where value.utf8.contains(0) { throw .invalidParameters("\(keyword) holds a NUL byte") }
    }

    subscript(keyword: String) -> String? {
        get { keywords[keyword] }
        set { keywords[keyword] = newValue }
    }

    /// What every session of the provisioner has in common, and what this one needs.
    func session(database: String?, commit: Commit, statementTimeout: Int) -> ConnectionParameters {
        var copy = self
        if let database { copy.keywords["dbname"] = database }
        var settings = [
            "search_path=pg_catalog", "standard_conforming_strings=on", "client_min_messages=warning", "lock_timeout=10s",
            "statement_timeout=\(statementTimeout)s", "idle_in_transaction_session_timeout=\(statementTimeout)s",
        ]
        if commit == .local { settings.append("synchronous_commit=local") }
        let options = settings.map { "-c \($0)" }.joined(separator: " ")
        copy.keywords["options"] = (keywords["options"].map { "\($0) " } ?? "") + options
        copy.keywords["application_name"] = "postgres-operator"
        copy.keywords["client_encoding"] = "UTF8"
        copy.keywords["gssencmode"] = "disable"
        // A server that is gone without a word is noticed within half a minute, also while it owes an answer.
        copy.keywords["keepalives_idle"] = "10"
        copy.keywords["keepalives_interval"] = "5"
        copy.keywords["keepalives_count"] = "3"
        copy.keywords["tcp_user_timeout"] = "15000"
        return copy
    }

    /// The host name that has to be looked up before libpq is asked: its own look-up would block.
    var hostToResolve: String? {
        guard keywords["hostaddr"]?.isEmpty ?? true, let host = keywords["host"], !host.isEmpty, !host.hasPrefix("/"), !host.hasPrefix("@"),
            !host.contains(",")
        else { return nil }
        return host
    }
}

extension ConnectionParameters: CustomStringConvertible, CustomReflectable {
    /// Without the password.
    var description: String {
        "\(keywords["user"] ?? "")@\(keywords["host"] ?? keywords["hostaddr"] ?? ""):\(keywords["port"] ?? "")/\(keywords["dbname"] ?? "")"
    }
    var customMirror: Mirror { Mirror(self, children: ["target": description]) }
}
