import Glibc
import KubeAPI
import Logging
import Model

/// The node of the local cluster: pods are processes of this machine, or, simulated, nothing but their objects. Like a kubelet it speaks only
/// the Kubernetes API.
struct Node {
    /// Until the task is cancelled. Pods go on running without the node; the next one takes them over.
    static func run(kubeconfig: String, simulate: Bool, dir: String) async throws {
        raiseFileLimit()
        let configuration = try KubeConfiguration.load(kubeconfig: kubeconfig)
        let client = KubeClient(configuration: configuration, userAgent: "postgres-operator-local-node/1")
        let log = Logger(label: "node")
        let reactor = try Reactor()
        if simulate {
            try await SimulatedNode(client: client, name: name, reactor: reactor, log: log).run()
        } else {
            try await ProcessNode(
                configuration: configuration, client: client, name: name, root: dir, reactor: reactor, log: log
            ).run()
        }
    }

    static let name = "local"

    private static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65536)
        setrlimit(__rlimit_resource_t(7), &limit)
    }

    static func registration(port: UInt16, maximumPods: Int) -> NodeRegistration {
        NodeRegistration(
            name: name, port: Int(port), processors: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            memoryBytes: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)), maximumPods: maximumPods)
    }

    /// Registers until that succeeds, then looks from time to time whether the node is still there.
    static func keepRegistered(_ registration: NodeRegistration, _ client: KubeClient, _ log: Logger) async {
        var isRegistered = false
        while !Task.isCancelled {
            do throws(KubeError) {
                let existing = try await client.existing(.nodes, namespace: nil, name: registration.name)
                if !isRegistered || existing == nil { try await registration.register(client, now: WallClock.now()) }
                isRegistered = true
                try? await Task.sleep(for: .seconds(20))
            } catch {
                log.debug("the node could not be registered: \(error)")
                try? await Task.sleep(for: .seconds(0.5))
            }
        }
    }

    /// Ends all pods of a directory: asks their programs to end, waits, then makes them. Their files and data stay.
    static func stopPods(dir: String, patience: Double = 10) async {
        let records = Directories.names(in: "\(dir)/pods").compactMap { PodRecord.read("\(dir)/pods/\($0)/state.json") }
        for entry in records.flatMap(\.entries.values) where entry.process.isAlive { kill(entry.process.pid, SIGTERM) }
        let processes = ContainerProcesses(directories: ["\(dir)/pods", "\(dir)\(VolumeBinding.root)"])
        let end = WallClock.now() + patience
        while WallClock.now() < end, !processes.find().isEmpty { try? await Task.sleep(for: .milliseconds(50)) }
        processes.signal(SIGKILL)
    }
}
