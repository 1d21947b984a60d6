import Model

/// The logical backup's image: one dump of the whole cluster into a file below the node's directory.
struct BackupImage: Sendable {
    let inputs: ContainerInputs
    let serverAddress: String
    /// pg_dumpall of a server at least as new.
    let program: String
    let now: Moment

    func plan() throws -> ContainerPlan {
        let scope = inputs.variables["SCOPE"] ?? "postgres"
        let target = "\(inputs.files.root)/backups/\(inputs.pod.namespace)/\(scope)"
        try Directories.make(target, mode: 0o700, owner: inputs.files.user)
        let file = "\(target)/\(Int(now.seconds)).sql.gz"
        let script = """
            set -eu
            echo "dumping cluster \(scope) at \(serverAddress) to \(file)"
            { "\(program)" --no-password || echo failed > dump.failed; } | gzip > "\(file).part"
            test ! -e dump.failed
            mv "\(file).part" "\(file)"
            echo "done: $(wc -c < "\(file)") bytes"
            """
        var environment = inputs.baseEnvironment.merging(inputs.variables) { $1 }
        environment["PGHOST"] = serverAddress
        return ContainerPlan(
            call: ProgramCall(
                path: "/bin/sh", arguments: ["-c", script], environment: environment, directory: inputs.directory, user: inputs.files.user,
                logPath: inputs.files.log(inputs.name)))
    }
}
