import Model

/// The user's own certificates: where they are mounted and what the files are called there.
struct TLSFiles {
    private let tls: Manifest.TLS?

    /// No `tls`, or one without a Secret: nothing.
    init(_ tls: Manifest.TLS?) { self.tls = tls?.secretName.isEmpty == false ? tls : nil }

    private var caSecret: String? {
        guard let tls, !(tls.caFile ?? "").isEmpty, let secret = tls.caSecretName, !secret.isEmpty else { return nil }
        return secret
    }

    func variables(_ certificate: String, _ key: String, _ authority: String) -> [JSON] {
        guard let tls else { return [] }
        var variables = [
            ContainerEnvironment.variable(certificate, path(tls.certificateFile, otherwise: "tls.crt", in: "/tls")),
            ContainerEnvironment.variable(key, path(tls.privateKeyFile, otherwise: "tls.key", in: "/tls")),
        ]
        if let file = tls.caFile, !file.isEmpty {
            variables.append(ContainerEnvironment.variable(authority, path(file, otherwise: file, in: caSecret == nil ? "/tls" : "/tlsca")))
        }
        return variables
    }

    private func path(_ file: String?, otherwise: String, in directory: String) -> String {
        let file = file.flatMap { $0.isEmpty ? nil : $0 } ?? otherwise
        return file.hasPrefix("/") ? file : directory + "/" + file
    }

    var volumes: [PodVolume] {
        guard let tls else { return [] }
        var volumes = [volume(tls.secretName, at: "/tls")]
        if let caSecret { volumes.append(volume(caSecret, at: "/tlsca")) }
        return volumes
    }

    private func volume(_ secret: String, at path: String) -> PodVolume {
        // 0640: the database reads its key as a member of the volume's group.
        PodVolume(secret, ["secret": ["secretName": .string(secret), "defaultMode": 416]], at: path, in: .database)
    }
}
