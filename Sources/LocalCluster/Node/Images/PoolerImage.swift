import Model

/// The connection pooler's image: PgBouncer of this machine in front of a Service's database.
struct PoolerImage: Sendable {
    let inputs: ContainerInputs
    let program: String
    /// Of the Service that `PGHOST` names.
    let serverAddress: String
    let certificate: ServerCertificate

    private func variable(_ name: String, _ standard: String) -> String {
        inputs.variables[name].flatMap { $0.isEmpty ? nil : $0 } ?? standard
    }

    func plan() throws -> ContainerPlan {
        let file = "\(inputs.directory)/pgbouncer.ini"
        let owner = inputs.files.user.map { ($0.uid, $0.gid) }
        try TextFile.write(configuration(server: serverAddress), to: file, mode: 0o600, owner: owner)
        try TextFile.write(users, to: authFile, mode: 0o600, owner: owner)
        return ContainerPlan(
            call: ProgramCall(
                path: program, arguments: [file], environment: inputs.baseEnvironment, directory: inputs.directory, user: inputs.files.user,
                logPath: inputs.files.log(inputs.name)),
            follows: FollowedService(
                service: variable("PGHOST", ""), file: file, address: serverAddress,
                template: configuration(server: FollowedService.placeholder)))
    }

    private var authFile: String { "\(inputs.directory)/auth_file.txt" }

    /// The pooler's own user in clear text, since it has to log in with it; then whoever the mounted list adds.
    var users: String {
        let listed = (try? TextFile.read(inputs.mounts.path("/etc/pgbouncer/userlist.txt"))) ?? ""
        let own = "\"\(Self.quoted(variable("PGUSER", "pooler")))\" \"\(Self.quoted(variable("PGPASSWORD", "")))\"\n"
        let others = listed.split(separator: "\n").filter { !$0.hasPrefix("\"\(variable("PGUSER", "pooler"))\"") }
        return own + others.map { $0 + "\n" }.joined()
    }

    private static func quoted(_ text: String) -> String {
        text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    }

    func configuration(server: String) -> String {
        let user = variable("PGUSER", "pooler")
        let key = variable("CONNECTION_POOLER_CLIENT_TLS_KEY", "")
        let crt = variable("CONNECTION_POOLER_CLIENT_TLS_CRT", "")
        let authority = variable("CONNECTION_POOLER_CLIENT_CA_FILE", "")
        let maximum = variable("CONNECTION_POOLER_MAX_DB_CONN", "60")
        return """
            [databases]
            * = host=\(server) port=\(variable("PGPORT", "5432")) auth_user=\(user)
            postgres = host=\(server) port=\(variable("PGPORT", "5432")) auth_user=\(user)

            [pgbouncer]
            listen_addr = \(inputs.address)
            listen_port = \(variable("CONNECTION_POOLER_PORT", "5432"))
            unix_socket_dir =
            auth_type = md5
            auth_file = \(authFile)
            auth_query = SELECT * FROM \(variable("PGSCHEMA", "pooler")).user_lookup($1)
            admin_users = \(user)
            pool_mode = \(variable("CONNECTION_POOLER_MODE", "transaction"))
            max_client_conn = \(variable("CONNECTION_POOLER_MAX_CLIENT_CONN", "10000"))
            default_pool_size = \(variable("CONNECTION_POOLER_DEFAULT_SIZE", "30"))
            min_pool_size = \(variable("CONNECTION_POOLER_MIN_SIZE", "15"))
            reserve_pool_size = \(variable("CONNECTION_POOLER_RESERVE_SIZE", "15"))
            max_db_connections = \(maximum)
            max_user_connections = \(maximum)
            idle_transaction_timeout = 600
            server_login_retry = 5
            ignore_startup_parameters = extra_float_digits,options
            server_tls_sslmode = require
            client_tls_sslmode = allow
            client_tls_key_file = \(key.isEmpty ? certificate.key : inputs.mounts.path(key))
            client_tls_cert_file = \(crt.isEmpty ? certificate.certificate : inputs.mounts.path(crt))
            \(authority.isEmpty ? "" : "client_tls_ca_file = \(inputs.mounts.path(authority))")

            """
    }
}
