import Glibc

/// The certificate that servers on this node show where nobody gave them one, so that clients can insist on TLS: self-signed, one for all.
struct ServerCertificate: Sendable, Equatable {
    let certificate: String
    let key: String

    struct Failure: Error, CustomStringConvertible { let description: String }

    /// Made by openssl when it is not there yet.
    static func make(in directory: String, user: LocalUser?) throws -> ServerCertificate {
        let pair = ServerCertificate(certificate: "\(directory)/server.crt", key: "\(directory)/server.key")
        if Directories.exists(pair.certificate), Directories.exists(pair.key) { return pair }
        try Directories.make(directory)
        guard let program = ShellImage.find("openssl", path: "/usr/local/bin:/usr/bin:/bin") else {
            throw Failure(description: "openssl is not installed: it makes the certificate of the database servers")
        }
        let arguments = [
            program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650", "-subj",
            "/CN=postgres.local", "-keyout", pair.key, "-out", pair.certificate,
        ]
        guard run(arguments) == 0 else { throw Failure(description: "openssl could not make a certificate in \(directory)") }
        chmod(pair.certificate, 0o644)
        chmod(pair.key, 0o600)
        if let user { chown(pair.key, user.uid, user.gid) }
        return pair
    }

    private static func run(_ arguments: [String]) -> Int32 {
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        var pid = pid_t()
        guard posix_spawn(&pid, arguments[0], &actions, nil, &pointers, environ) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
