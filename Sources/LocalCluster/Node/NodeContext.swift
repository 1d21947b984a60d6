import Glibc
import KubeAPI
import Logging
import Model

/// What all pods of a node share.
struct NodeContext: Sendable {
    let name: String
    /// Absolute.
    let root: String
    let configuration: KubeConfiguration
    let client: KubeClient
    let events: EventRecorder
    let addresses: PodAddresses
    let processes: ProcessTable
    let user: LocalUser?
    let tools: NodeTools
    let log: Logger

    func files(_ pod: ObservedObject) -> PodFiles { PodFiles(root: root, uid: pod.uid, user: user) }

    /// The address behind a Service's name as a pod would spell it: `name`, `name.namespace`, `name.namespace.svc…`; nil while nothing is.
    func address(ofService name: String, namespace: String) async throws(KubeError) -> String? {
        let parts = name.split(separator: ".").map(String.init)
        guard let service = parts.first, !service.isEmpty, Int(parts.last ?? "") == nil else { return nil }
        let endpoints = try await client.existing(
            .endpoints, namespace: parts.count > 1 ? parts[1] : namespace, name: service)
        return endpoints.flatMap(Self.firstAddress)
    }

    static func firstAddress(_ endpoints: JSON) -> String? {
        (endpoints["subsets"]?.array ?? []).lazy.compactMap { $0["addresses"]?[0]?["ip"]?.string }.first
    }
}

/// The programs that pods are made of, where the environment or the usual places have them.
struct NodeTools: Sendable {
    /// The Python environment with Patroni.
    var patroni: String
    var pgbouncer: String?
    var installations: PostgresInstallations

    private static func directory(of path: String) -> String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }

    /// `POSTGRES_OPERATOR_PATRONI` names the program `patroni` of a Python environment, or the environment.
    static func find(_ environment: [String: String], isRoot: Bool) -> NodeTools {
        let home = environment["XDG_DATA_HOME"] ?? "\(environment["HOME"] ?? "")/.local/share"
        let standard = (isRoot ? "/var/lib" : home) + "/postgres-operator-local/venv"
        var patroni = environment["POSTGRES_OPERATOR_PATRONI"].flatMap { $0.isEmpty ? nil : $0 } ?? standard
        if patroni.hasSuffix("/bin/patroni") { patroni = String(patroni.dropLast("/bin/patroni".count)) }
        let path = (environment["PATH"] ?? "") + ":/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin"
        return NodeTools(
            patroni: patroni, pgbouncer: ShellImage.find("pgbouncer", path: path),
            installations: PostgresInstallations(
                roots: ["\(directory(of: patroni))/postgresql", "/usr/lib/postgresql"], environments: [patroni]))
    }
}
