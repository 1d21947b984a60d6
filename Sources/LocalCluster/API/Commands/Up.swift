import ArgumentParser
import Glibc
import KubeAPI
import Model

/// `up`: starts what does not run yet and waits until it is ready.
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start a local cluster, or what of it does not run.",
        discussion: "Returns when the cluster is ready; its kubeconfig is DIR/kubeconfig.")

    @OptionGroup var place: DirectoryOption
    @OptionGroup var socket: PortOption
    @Flag(name: .long, help: "Make every pod Ready without running anything.")
    var simulate = false
    @Flag(name: .long, help: "Forget the changes before this start: older resourceVersions are answered with 410.")
    var withoutHistory = false

    func run() async throws {
        try await LocalClusterCommand.report {
            let directory = place.directory
            try directory.create()
            try await startServer(directory)
            try start("controllers", ["--kubeconfig", directory.kubeconfig], directory)
            try start(
                "node", ["--kubeconfig", directory.kubeconfig, "--dir", directory.path] + (simulate ? ["--simulate"] : []), directory)
            try await waitForCluster(directory)
            print("the cluster is up: export KUBECONFIG=\(directory.kubeconfig)")
        }
    }

    /// Seconds that a part has to become ready.
    private static let patience = 30

    private func startServer(_ directory: ClusterDirectory) async throws(LocalClusterError) {
        let part = Part(name: "apiserver", directory: directory)
        let kept = try ClusterSettings.load(directory)
        if try part.pid() == nil {
            let port = socket.port != 0 ? socket.port : kept?.port ?? 0
            if port != 0, !LoopbackPort.isFree(port) { throw .portInUse(port) }
            let arguments = ["--dir", directory.path, "--port", String(port)] + (withoutHistory ? ["--without-history"] : [])
            _ = try part.start(arguments)
        }
        try await wait(for: part) { () throws(LocalClusterError) in
            let text = try SmallFile.read(directory.readyFile("apiserver"))
            let pid = try part.pid()
            return text != nil && text?.split(separator: "\n").first.flatMap { pid_t($0) } == pid
        }
    }

    private func start(_ name: String, _ arguments: [String], _ directory: ClusterDirectory) throws(LocalClusterError) {
        let part = Part(name: name, directory: directory)
        if try part.pid() == nil { _ = try part.start(arguments) }
    }

    /// Ready is a cluster whose node takes pods and whose controllers have looked after the first namespace.
    private func waitForCluster(_ directory: ClusterDirectory) async throws {
        let client = KubeClient(
            configuration: try KubeConfiguration.load(kubeconfig: directory.kubeconfig), userAgent: "postgres-operator-local-up/1")
        try await wait(for: Part(name: "controllers", directory: directory)) {
            (try? await client.get(.serviceAccounts, namespace: "default", name: "default")) != nil
        }
        try await wait(for: Part(name: "node", directory: directory)) {
            let nodes = (try? await client.list(.nodes, namespace: nil))?.items ?? []
            return nodes.contains { node in
                (node.at("status", "conditions")?.array ?? []).contains { $0["type"] == "Ready" && $0["status"] == "True" }
            }
        }
    }

    private func wait(for part: Part, until isReady: () async throws(LocalClusterError) -> Bool) async throws(LocalClusterError) {
        let log = part.directory.logFile(part.name)
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .seconds(Self.patience))
        while clock.now < end {
            if try await isReady() { return }
            guard let pid = try part.pid(), !Part.hasEnded(pid) else {
                throw .partEnded(part.name, log: log, lastLine: part.lastLogLine)
            }
            try? await clock.sleep(for: .milliseconds(20))
        }
        throw .notReady(part.name, log: log)
    }
}
