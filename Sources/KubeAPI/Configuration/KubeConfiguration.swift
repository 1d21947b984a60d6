import Glibc
import Model

/// Where the API server is, and who we are to it: what a kubeconfig's context, or a pod's service account, comes to.
public struct KubeConfiguration: Sendable {
    /// Scheme, host, port and perhaps a path, without a trailing slash.
    public var server: String
    /// The context's namespace, or the pod's; `default` where neither says one.
    public var namespace: String
    public var tls: TLSSettings
    public var credential: Credential
    public var proxies: ProxySettings

    public init(
        server: String, namespace: String = "default", tls: TLSSettings = TLSSettings(), credential: Credential = .none,
        proxies: ProxySettings = .none
    ) {
        self.server = server
        self.namespace = namespace
        self.tls = tls
        self.credential = credential
        self.proxies = proxies
    }

    /// In kubectl's order: the given file, else the files of $KUBECONFIG, else the pod's service account, else `~/.kube/config`.
    ///
    /// Certificates and keys in files are read once here, so that an unreadable one is reported at the start and not at the first
    /// request; afterwards they are read anew for each connection.
    public static func load(
        kubeconfig: String? = nil, context: String? = nil, environment: [String: String] = processEnvironment()
    ) throws(KubeConfigurationError) -> KubeConfiguration {
        if let kubeconfig, !kubeconfig.isEmpty {
            return try Kubeconfig.load([kubeconfig], missingAllowed: false).configuration(context: context, environment: environment)
        }
        if let list = environment["KUBECONFIG"], !list.isEmpty {
            let paths = list.split(separator: ":").map(String.init)
            // As kubectl does: of several files some may be missing, not all.
            return try Kubeconfig.load(paths, missingAllowed: paths.count > 1).configuration(context: context, environment: environment)
        }
        if environment["KUBERNETES_SERVICE_HOST"]?.isEmpty == false { return try inCluster(environment: environment) }
        let home = (environment["HOME"] ?? "") + "/.kube/config"
        guard access(home, F_OK) == 0 else {
            throw .nothingFound(places: ["--kubeconfig", "$KUBECONFIG", "a pod's service account", home])
        }
        return try Kubeconfig.load([home], missingAllowed: false).configuration(context: context, environment: environment)
    }

    /// The service account of the pod that this process runs in. `mount` is where the kubelet puts its files.
    public static func inCluster(
        environment: [String: String] = processEnvironment(), mount: String = "/var/run/secrets/kubernetes.io/serviceaccount"
    ) throws(KubeConfigurationError) -> KubeConfiguration {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty else {
            throw .notInCluster(problem: "the environment variable KUBERNETES_SERVICE_HOST is not set")
        }
        guard let port = environment["KUBERNETES_SERVICE_PORT"], let number = Int(port), (1...65535).contains(number) else {
            throw .notInCluster(
                problem: "the environment variable KUBERNETES_SERVICE_PORT is \"\(environment["KUBERNETES_SERVICE_PORT"] ?? "")\","
                    + " it must be a port number")
        }
        let token = mount + "/token"
        let authority = mount + "/ca.crt"
        _ = try LocalFile.text(token, what: "service account token", field: nil)
        try LocalFile.checkPEM(authority, what: "certificate authority", field: nil, kind: .certificate)
        let namespace = (try? LocalFile.text(mount + "/namespace", what: "namespace", field: nil)) ?? ""
        return KubeConfiguration(
            server: "https://\(host.contains(":") ? "[\(host)]" : host):\(number)", namespace: namespace.isEmpty ? "default" : namespace,
            tls: TLSSettings(authorities: .file(authority)), credential: .tokenFile(token),
            proxies: ProxySettings(environment: environment))
    }

    /// This process's environment.
    public static func processEnvironment() -> [String: String] {
        var result: [String: String] = [:]
        var entry = environ
        while let variable = entry.pointee {
            let text = String(cString: variable)
            if let equals = text.firstIndex(of: "=") { result[String(text[..<equals])] = String(text[text.index(after: equals)...]) }
            entry += 1
        }
        return result
    }
}
