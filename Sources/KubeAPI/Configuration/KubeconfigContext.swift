import Model

extension Kubeconfig {
    /// What a context (the current one, where none is named) comes to.
    func configuration(context wanted: String?, environment: [String: String]) throws(KubeConfigurationError) -> KubeConfiguration {
        let (contextName, file) = try chosenContext(wanted)
        guard let context = contexts.first(where: { $0.name == contextName })?.entry else {
            throw .unknownName(
                path: file.path, field: wanted == nil ? "current-context" : "the context", name: contextName, known: contexts.map(\.name))
        }
        let cluster = try referred(context, "cluster", clusters)
        let user = try context.text("user") == nil ? nil : referred(context, "user", users)
        var (tls, server) = try connection(cluster)
        let (credential, certificate, key) =
            try user.map { (user) throws(KubeConfigurationError) in try identity(user, cluster, server) }
            ?? (.none, nil, nil)
        tls.certificate = certificate
        tls.key = key
        return KubeConfiguration(
            server: server, namespace: try context.text("namespace") ?? "default", tls: tls, credential: credential,
            proxies: try proxies(cluster, environment))
    }

    private func chosenContext(_ wanted: String?) throws(KubeConfigurationError) -> (String, File) {
        if let wanted, !wanted.isEmpty { return (wanted, files[0]) }
        if let currentContext { return currentContext }
        let known = contexts.map(\.name)
        throw .missing(
            path: files.map(\.path).joined(separator: ":"), field: "current-context",
            advice: known.isEmpty ? "and there are no contexts" : "name one of \(known.joined(separator: ", "))")
    }

    private func referred(
        _ context: Entry, _ field: String, _ entries: [(name: String, entry: Entry)]
    ) throws(KubeConfigurationError) -> Entry {
        guard let name = try context.text(field) else {
            throw .missing(path: context.file.path, field: context.name(field), advice: "a context names its \(field)")
        }
        guard let entry = entries.first(where: { $0.name == name })?.entry else {
            throw .unknownName(path: context.file.path, field: context.name(field), name: name, known: entries.map(\.name))
        }
        return entry
    }

    private func connection(_ cluster: Entry) throws(KubeConfigurationError) -> (TLSSettings, String) {
        guard let server = try cluster.text("server") else {
            throw .missing(
                path: cluster.file.path, field: cluster.name("server"), advice: "it is the API server's URL, https://HOST:PORT")
        }
        guard let url = URLParts(server), !url.path.contains("?") else {
            throw cluster.invalid("server", server, wanted: "a URL such as https://10.0.0.1:6443")
        }
        let tls = TLSSettings(
            authorities: try cluster.pem("certificate-authority", "certificate authority", .certificate),
            serverName: try cluster.text("tls-server-name"), acceptsAnyServer: try cluster.flag("insecure-skip-tls-verify"))
        if tls.acceptsAnyServer, tls.authorities != nil {
            throw cluster.invalid(
                "insecure-skip-tls-verify", "true", wanted: "false where a certificate authority is given: it would not be used")
        }
        return (tls, url.origin + url.path)
    }

    private func proxies(_ cluster: Entry, _ environment: [String: String]) throws(KubeConfigurationError) -> ProxySettings {
        guard let proxy = try cluster.text("proxy-url") else { return ProxySettings(environment: environment) }
        let schemes = ["http://", "https://", "socks5://", "socks5h://"]
        guard let scheme = schemes.first(where: proxy.lowercased().hasPrefix), proxy.count > scheme.count else {
            throw cluster.invalid("proxy-url", proxy, wanted: "a URL that starts with http://, https:// or socks5://")
        }
        // Go's socks5 leaves names to the proxy, which libcurl calls socks5h.
        return ProxySettings(fixed: scheme == "socks5://" ? "socks5h://" + proxy.dropFirst(scheme.count) : proxy)
    }
}

// MARK: - Who we are

extension Kubeconfig {
    private typealias Identity = (Credential, certificate: PEMSource?, key: PEMSource?)

    private func identity(
        _ user: Entry, _ cluster: Entry, _ server: String
    ) throws(KubeConfigurationError) -> (Credential, PEMSource?, PEMSource?) {
        for field in ["as", "as-uid", "as-groups", "as-user-extra"] where user.value[field].map({ !$0.isNull }) == true {
            throw .unsupported(
                path: user.file.path, field: user.name(field),
                advice: "the operator does not impersonate; give it credentials of its own")
        }
        if user.value["auth-provider"].map({ !$0.isNull }) == true {
            throw .unsupported(
                path: user.file.path, field: user.name("auth-provider"),
                advice: "kubectl has dropped it too; use an exec plugin, a token or a client certificate")
        }
        let certificate = try user.pem("client-certificate", "client certificate", .certificate)
        let key = try user.pem("client-key", "client key", .key)
        if (certificate == nil) != (key == nil) {
            let (there, missing) = certificate == nil ? ("client-key", "client-certificate") : ("client-certificate", "client-key")
            throw .missing(path: user.file.path, field: user.name(missing), advice: "\(there) is of no use without it")
        }
        return (try credential(user, cluster, server), certificate, key)
    }

    private func credential(_ user: Entry, _ cluster: Entry, _ server: String) throws(KubeConfigurationError) -> Credential {
        let plugin = try CredentialPlugin(user, cluster: cluster, server: server)
        let file = try user.text("tokenFile").map(user.resolved)
        let token = try user.text("token")
        let name = try user.text("username")
        let password = try user.text("password")
        let given = [plugin != nil, file != nil || token != nil, name != nil || password != nil].filter { $0 }.count
        guard given <= 1 else {
            throw .unsupported(
                path: user.file.path, field: user.name("") + "{exec, token, username}", advice: "only one way to log in can be meant")
        }
        if let plugin { return .plugin(plugin) }
        if let file {
            _ = try LocalFile.text(file, what: "token file", field: user.name("tokenFile"))
            return .tokenFile(file)
        }
        if let token { return .token(token) }
        if let name { return .basic(user: name, password: password ?? "") }
        return .none
    }
}
