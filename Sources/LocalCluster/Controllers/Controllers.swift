import KubeAPI
import Logging
import Model

/// The controllers of the local cluster, over the Kubernetes API alone: they run as well against any other API server that has none.
struct Controllers {
    /// Until the task is cancelled.
    static func run(kubeconfig: String) async throws {
        let configuration = try KubeConfiguration.load(kubeconfig: kubeconfig)
        let client = KubeClient(configuration: configuration, userAgent: "postgres-operator-local-controllers/1")
        await run(client: client, rootCA: Self.rootCA(of: configuration), log: Logger(label: "controllers"))
    }

    static func run(client: KubeClient, rootCA: String, log: Logger) async {
        let runtime = ControllerRuntime(client: client, controllers: all(rootCA: rootCA), log: log, watchesEverything: true)
        await runtime.run()
    }

    /// The certificates with which the kubeconfig trusts the server, for the ConfigMap in every namespace.
    static func rootCA(of configuration: KubeConfiguration) -> String {
        switch configuration.tls.authorities {
        case .file(let path): (try? TextFile.read(path)) ?? ""
        case .data(let bytes): String(decoding: bytes, as: UTF8.self)
        case nil: ""
        }
    }

    static func all(rootCA: String) -> [any Controller] {
        [
            StatefulSetController(), ReplicaSetController(), DeploymentController(), JobController(), CronJobController(),
            EndpointsController(), EndpointSliceController(), EndpointSliceMirroring(), DisruptionController(),
            NamespaceController(rootCA: rootCA), Scheduler(), PodCollection(), ClaimProtection(), GarbageCollection(),
        ]
    }
}
