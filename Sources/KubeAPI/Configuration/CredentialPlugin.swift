import Model

/// A kubeconfig's `exec` section: a program that prints an ExecCredential (client.authentication.k8s.io v1 or v1beta1).
public struct CredentialPlugin: Sendable, Hashable {
    public var apiVersion: String
    /// A path, or a name that is looked for in $PATH.
    public var command: String
    public var arguments: [String]
    /// Added to our own environment.
    public var environment: [String: String]
    /// What to do where the command is not there.
    public var installHint: String?
    /// For `provideClusterInfo`: what the plugin is told of the cluster.
    public var cluster: JSON?

    static let versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]

    /// nil where the user has no `exec`.
    init?(_ user: Kubeconfig.Entry, cluster: Kubeconfig.Entry, server: String) throws(KubeConfigurationError) {
        guard let exec = user.value["exec"], !exec.isNull else { return nil }
        guard exec.object != nil else { throw user.wrongType("exec", exec, wanted: "object") }
        guard let command = exec["command"]?.string, !command.isEmpty else {
            throw .missing(path: user.file.path, field: user.name("exec.command"), advice: "it is the program to run")
        }
        let version = exec["apiVersion"]?.string ?? ""
        guard Self.versions.contains(version) else {
            throw user.invalid("exec.apiVersion", version, wanted: Self.versions.joined(separator: " or "))
        }
        if exec["interactiveMode"]?.string == "Always" {
            throw user.invalid("exec.interactiveMode", "Always", wanted: "Never or IfAvailable: nobody is there to answer")
        }
        self.apiVersion = version
        self.command = command.contains("/") ? user.resolved(command) : command
        self.arguments = (exec["args"]?.array ?? []).compactMap(\.string)
        var environment: [String: String] = [:]
        for variable in exec["env"]?.array ?? [] {
            if let name = variable["name"]?.string { environment[name] = variable["value"]?.string ?? "" }
        }
        self.environment = environment
        self.installHint = exec["installHint"]?.string
        self.cluster = exec["provideClusterInfo"]?.bool == true ? Self.information(cluster, server) : nil
    }

    private static func information(_ cluster: Kubeconfig.Entry, _ server: String) -> JSON {
        var information: JSON = ["server": .string(server)]
        for field in ["tls-server-name", "insecure-skip-tls-verify", "certificate-authority-data", "proxy-url"] {
            if let value = cluster.value[field], !value.isNull { information[field] = value }
        }
        return information
    }

    /// The value of KUBERNETES_EXEC_INFO.
    var request: JSON {
        var spec: JSON = ["interactive": false]
        if let cluster { spec["cluster"] = cluster }
        return ["apiVersion": .string(apiVersion), "kind": "ExecCredential", "spec": spec]
    }
}

/// What a plugin handed out.
struct PluginCredential: Sendable, Hashable {
    var authorization: Authorization
    /// Seconds since 1970; nil: good for as long as this process runs.
    var expires: Int?

    init(_ output: [UInt8], of plugin: CredentialPlugin) throws(KubeConfigurationError) {
        func failure(_ problem: String) -> KubeConfigurationError { .pluginFailed(command: plugin.command, problem: problem) }
        guard let reply = try? JSON(parsing: output) else { throw failure("its output is no JSON") }
        guard reply["kind"]?.string == "ExecCredential", reply["apiVersion"]?.string == plugin.apiVersion else {
            throw failure(
                "its output is \(reply["kind"]?.string ?? "nothing known") of \(reply["apiVersion"]?.string ?? "no version"),"
                    + " it must be ExecCredential of \(plugin.apiVersion)")
        }
        let token = reply.at("status", "token")?.string
        let certificate = reply.at("status", "clientCertificateData")?.string
        let key = reply.at("status", "clientKeyData")?.string
        guard token != nil || certificate != nil else { throw failure("its status has neither token nor clientCertificateData") }
        guard (certificate == nil) == (key == nil) else {
            throw failure("its status has one of clientCertificateData and clientKeyData, it must have both or none")
        }
        authorization = Authorization(
            header: token.map { "Bearer \($0)" }, certificate: certificate.map { .data(Array($0.utf8)) },
            key: key.map { .data(Array($0.utf8)) })
        if let time = reply.at("status", "expirationTimestamp")?.string {
            guard let seconds = UnixTime.parse(time) else {
                throw failure("its expirationTimestamp is \"\(time)\", it must be like 2026-01-31T12:00:00Z")
            }
            expires = seconds
        }
    }
}
