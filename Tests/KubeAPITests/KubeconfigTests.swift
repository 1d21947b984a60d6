import Model
import Testing

@testable import KubeAPI

private let certificate = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"
private let key = "-----BEGIN EC PRIVATE KEY-----\nMA==\n-----END EC PRIVATE KEY-----\n"

/// A kubeconfig with one context, and what is added to its cluster and its user.
private func kubeconfig(cluster: String = "", user: String = "", server: String = "https://10.0.0.1:6443") -> String {
    """
    apiVersion: v1
    kind: Config
    current-context: c
    contexts:
    - {name: c, context: {cluster: k, user: u, namespace: db}}
    clusters:
    - name: k
      cluster:
        server: \(server)
    \(cluster.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
    users:
    - name: u
      user:
        unknown: yes
    \(user.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
    """
}

private func load(_ text: String, context: String? = nil, environment: [String: String] = [:]) throws -> KubeConfiguration {
    var config = Kubeconfig()
    try config.merge(text, path: "/k/config")
    return try config.configuration(context: context, environment: environment)
}

private func sentence(_ text: String, context: String? = nil) -> String {
    do {
        _ = try load(text, context: context)
        return "no error"
    } catch { return "\(error)" }
}

@Test func contextBringsServerAndNamespace() throws {
    let configuration = try load(kubeconfig())
    #expect(configuration.server == "https://10.0.0.1:6443")
    #expect(configuration.namespace == "db")
    #expect(configuration.credential == .none)
    #expect(configuration.tls == TLSSettings())
    #expect(configuration.proxies == .none)
}

@Test func dataIsPreferredToFiles() throws {
    let configuration = try load(
        kubeconfig(
            cluster: "certificate-authority: /not/there\ncertificate-authority-data: \(Base64.encode(Array(certificate.utf8)))",
            user: """
                client-certificate-data: \(Base64.encode(Array(certificate.utf8)))
                client-key-data: \(Base64.encode(Array(key.utf8)))
                """))
    #expect(configuration.tls.authorities == .data(Array(certificate.utf8)))
    #expect(configuration.tls.certificate == .data(Array(certificate.utf8)))
    #expect(configuration.tls.key == .data(Array(key.utf8)))
}

@Test func relativePathsStartAtTheFile() throws {
    let folder = try TemporaryFolder()
    try folder.write("ca.crt", certificate)
    try folder.write("token", "secret\n")
    let file = try folder.write("config", kubeconfig(cluster: "certificate-authority: ca.crt", user: "tokenFile: token\ntoken: other"))
    let configuration = try KubeConfiguration.load(kubeconfig: file, environment: [:])
    #expect(configuration.tls.authorities == .file(folder.path + "/ca.crt"))
    #expect(configuration.credential == .tokenFile(folder.path + "/token"))
}

@Test func waysToLogIn() throws {
    #expect(try load(kubeconfig(user: "token: t")).credential == .token("t"))
    #expect(try load(kubeconfig(user: "username: n\npassword: p")).credential == .basic(user: "n", password: "p"))
}

@Test func proxyOfTheClusterOutranksTheEnvironment() throws {
    let environment = ["HTTPS_PROXY": "http://env:1"]
    #expect(try load(kubeconfig(), environment: environment).proxies == ProxySettings(forHTTPS: "http://env:1"))
    let own = try load(kubeconfig(cluster: "proxy-url: socks5://own:1"), environment: environment)
    #expect(own.proxies == ProxySettings(fixed: "socks5h://own:1"))
}

@Test func severalFilesAreMergedAndTheFirstCounts() throws {
    let folder = try TemporaryFolder()
    let first = try folder.write("1", "current-context: b\nclusters:\n- {name: k, cluster: {server: 'https://first:1'}}\n")
    let second = try folder.write(
        "2",
        """
        current-context: a
        contexts:
        - {name: a, context: {cluster: k}}
        - {name: b, context: {cluster: k}}
        clusters:
        - {name: k, cluster: {server: 'https://second:1'}}
        """)
    let list = [first, "/not/there", "", second].joined(separator: ":")
    #expect(try KubeConfiguration.load(environment: ["KUBECONFIG": list]).server == "https://first:1")
}

@Test(arguments: [
    ("[1", "the kubeconfig /k/config is not valid YAML: line "),
    ("- 1", "/k/config, line 1: the document is an array, it must be an object"),
    ("kind: Pod", #"/k/config, line 1: kind is "Pod", it must be "Config""#),
    ("clusters: 7", "/k/config, line 1: clusters is an integer, it must be an array"),
    ("users:\n- user: {}", "/k/config: users[0].name is missing; every entry of users needs a name"),
    ("contexts: []", "/k/config: current-context is missing; and there are no contexts"),
    ("contexts: [{name: x, context: {}}]", "/k/config: current-context is missing; name one of x"),
    ("current-context: y\ncontexts: [{name: x, context: {}}]", #"/k/config: current-context is "y", which is not there; there are: x"#),
    (
        "current-context: x\ncontexts: [{name: x, context: {}}]",
        "/k/config: contexts[0].context.cluster is missing; a context names its cluster"
    ),
    (
        "current-context: x\ncontexts: [{name: x, context: {cluster: z}}]",
        #"/k/config: contexts[0].context.cluster is "z", which is not there; there are none"#
    ),
])
func malformedFiles(_ text: String, _ expected: String) { #expect(sentence(text).hasPrefix(expected), "\(sentence(text))") }

@Test(arguments: [
    (
        "server", "", "10.0.0.1:6443",
        #"/k/config, line 9: clusters[0].cluster.server is "10.0.0.1:6443", it must be a URL such as https://10.0.0.1:6443"#
    ),
    ("server", "", "", "/k/config: clusters[0].cluster.server is missing; it is the API server's URL, https://HOST:PORT"),
    (
        "cluster", "insecure-skip-tls-verify: 'yes'", nil,
        "/k/config, line 10: clusters[0].cluster.insecure-skip-tls-verify is a string, it must be a boolean"
    ),
    (
        "cluster", "proxy-url: example:1", nil,
        #"/k/config, line 10: clusters[0].cluster.proxy-url is "example:1", it must be a URL that starts with http://, https:// or socks5://"#
    ),
    (
        "cluster", "certificate-authority-data: '!!'", nil,
        #"/k/config, line 10: clusters[0].cluster.certificate-authority-data is "!!…", it must be base64 of a PEM block "CERTIFICATE""#
    ),
    (
        "cluster", "certificate-authority: /not/there", nil,
        "cannot read the certificate authority /not/there (clusters[0].cluster.certificate-authority): No such file or directory"
    ),
    (
        "cluster", "certificate-authority: /dev/null", nil,
        #"cannot read the certificate authority /dev/null (clusters[0].cluster.certificate-authority): it holds no PEM block "CERTIFICATE""#
    ),
    ("user", "tokenFile: /dev/null", nil, "cannot read the token file /dev/null (users[0].user.tokenFile): it is empty"),
    ("user", "tokenFile: /tmp", nil, "cannot read the token file /tmp (users[0].user.tokenFile): Is a directory"),
    (
        "user", "client-key-data: \(Base64.encode(Array("-----BEGIN PRIVATE KEY-----".utf8)))", nil,
        "/k/config: users[0].user.client-certificate is missing; client-key is of no use without it"
    ),
    (
        "user", "as: somebody", nil,
        "/k/config: users[0].user.as is not supported; the operator does not impersonate; give it credentials of its own"
    ),
    (
        "user", "auth-provider: {name: gcp}", nil,
        "/k/config: users[0].user.auth-provider is not supported; kubectl has dropped it too; use an exec plugin, a token or a client certificate"
    ),
    (
        "user", "token: t\nusername: n", nil,
        "/k/config: users[0].user.{exec, token, username} is not supported; only one way to log in can be meant"
    ),
    ("user", "token: 7", nil, "/k/config, line 14: users[0].user.token is an integer, it must be a string"),
    (
        "user", "exec: {apiVersion: client.authentication.k8s.io/v1}", nil,
        "/k/config: users[0].user.exec.command is missing; it is the program to run"
    ),
    (
        "user", "exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}", nil,
        #"/k/config, line 14: users[0].user.exec.apiVersion is "client.authentication.k8s.io/v1alpha1", it must be client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1"#
    ),
    (
        "user", "exec: {command: x, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always}", nil,
        #"/k/config, line 14: users[0].user.exec.interactiveMode is "Always", it must be Never or IfAvailable: nobody is there to answer"#
    ),
])
func wrongFields(_ place: String, _ text: String, _ server: String?, _ expected: String) {
    let whole = kubeconfig(
        cluster: place == "cluster" ? text : "", user: place == "user" ? text : "", server: server ?? "https://10.0.0.1:6443")
    // The file has the same lines whatever is added where.
    let config = whole.split(separator: "\n").filter { !$0.allSatisfy { $0 == " " } }.joined(separator: "\n")
    #expect(sentence(config) == expected)
}

@Test func unknownContextOfTheCommandLine() {
    #expect(sentence(kubeconfig(), context: "z") == #"/k/config: the context is "z", which is not there; there are: c"#)
}

@Test func missingFileIsNamed() {
    #expect(
        throws: KubeConfigurationError.unreadable(
            what: "kubeconfig", path: "/not/there", field: nil, reason: "No such file or directory")
    ) { try KubeConfiguration.load(kubeconfig: "/not/there", environment: [:]) }
    #expect(
        throws: KubeConfigurationError.nothingFound(
            places: ["--kubeconfig", "$KUBECONFIG", "a pod's service account", "/not/there/.kube/config"])
    ) { try KubeConfiguration.load(environment: ["HOME": "/not/there"]) }
}

@Test func podIsKnownByItsServiceAccount() throws {
    let folder = try TemporaryFolder()
    try folder.write("token", "t\n")
    try folder.write("ca.crt", certificate)
    try folder.write("namespace", "db")
    let environment = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "443"]
    let configuration = try KubeConfiguration.inCluster(environment: environment, mount: folder.path)
    #expect(configuration.server == "https://[fd00::1]:443")
    #expect(configuration.namespace == "db")
    #expect(configuration.credential == .tokenFile(folder.path + "/token"))
}

@Test func outsideOfAPodTheMissingVariableIsNamed() {
    #expect(
        throws: KubeConfigurationError.notInCluster(problem: "the environment variable KUBERNETES_SERVICE_HOST is not set")
    ) { try KubeConfiguration.inCluster(environment: [:]) }
    let error = KubeConfigurationError.notInCluster(problem: "x")
    #expect(error.exitCode == 78)
}
