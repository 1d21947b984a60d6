import Dispatch
import Glibc
import KubeAPI
import Model
import Testing

@testable import LocalCluster

/// Replays recorded exchanges with a real API server against a simulated cluster in this process.
struct ConformanceTests {
    @Test(.enabled(if: RecordedExchanges.runner != nil, "the recorded exchanges are not here"))
    func aSimulatedClusterAnswersAsARealOneDid() async throws {
        let runner = try #require(RecordedExchanges.runner)
        try await SimulatedCluster.run { directory in
            let log = "\(directory.path)/conformance.log"
            let code = try await Self.run([runner, "--kubeconfig", directory.kubeconfig], log: log)
            let failures = (try SmallFile.read(log) ?? "").split(separator: "\n").filter { $0.hasPrefix("FAIL") }
            for failure in failures { Issue.record("\(failure)") }
            #expect(code == 0)
        }
    }

    /// Off the threads of the concurrency runtime, which the server needs.
    private static func run(_ arguments: [String], log: String) async throws -> Int32 {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try ChildProcess.run(arguments, log: log) })
            }
        }
    }
}

/// Where the recorded exchanges are, if they are.
enum RecordedExchanges {
    static var runner: String? {
        let shared = getenv("POSTGRES_OPERATOR_SHARED").map { String(cString: $0) } ?? "\(packageRoot)/../shared"
        let runner = "\(shared)/conformance/run"
        return access(runner, X_OK) == 0 ? runner : nil
    }

    private static var packageRoot: String {
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
    }
}

/// A whole cluster in this process: API server, controllers and a node that only simulates.
enum SimulatedCluster {
    static func run(_ work: @Sendable (ClusterDirectory) async throws -> Void) async throws {
        var template = Array("/tmp/local-cluster-XXXXXX".utf8CString)
        let path = String(cString: try #require(mkdtemp(&template)))
        let directory = ClusterDirectory(path)
        defer { SmallFile.removeTree(path) }
        let (running, isRunning) = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await APIServerProcess(directory: directory, port: 0, keepsHistory: true, usesTLS: true)
                    .run { isRunning.finish() }
            }
            for await _ in running {}
            // The clients end before the server does, as they would under `down`.
            try await withThrowingTaskGroup(of: Void.self) { clients in
                clients.addTask { try await Controllers.run(kubeconfig: directory.kubeconfig) }
                clients.addTask { try await Node.run(kubeconfig: directory.kubeconfig, simulate: true, dir: path) }
                try await waitForNode(directory)
                try await work(directory)
                clients.cancelAll()
            }
            group.cancelAll()
        }
    }

    private static func waitForNode(_ directory: ClusterDirectory) async throws {
        let client = KubeClient(configuration: try KubeConfiguration.load(kubeconfig: directory.kubeconfig), userAgent: "test")
        for try await event in client.watch(.nodes, namespace: nil, WatchOptions()) {
            let conditions = event.object.at("status", "conditions")?.array ?? []
            if conditions.contains(where: { $0["type"] == "Ready" && $0["status"] == "True" }) { return }
        }
    }
}
