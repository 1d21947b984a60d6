import Glibc
import KubeAPI
import Logging
import Model
import Synchronization

/// The node with processes: one worker for each of its pods, the volumes, the logs.
struct ProcessNode: Sendable {
    let configuration: KubeConfiguration
    let client: KubeClient
    let name: String
    let root: String
    let reactor: Reactor
    let log: Logger

    static let maximumPods = 250

    func run() async throws {
        let isRoot = geteuid() == 0
        for directory in [root, "\(root)/pods", "\(root)/run", "\(root)\(VolumeBinding.root)"] { try Directories.make(directory) }
        let user = isRoot ? LocalUser(named: "postgres") ?? LocalUser(named: "nobody") : nil
        let node = NodeContext(
            name: name, root: root, configuration: configuration, client: client,
            events: EventRecorder(client: client, host: name, log: log, clock: WallClock.now),
            addresses: PodAddresses(isFree: ListeningSocket.isFreeForPod),
            processes: ProcessTable(reactor: reactor), user: user,
            tools: NodeTools.find(KubeConfiguration.processEnvironment(), isRoot: isRoot), log: log)
        let pods = NodePods()
        let endpoint = LogEndpoint { namespace, pod in
            pods.find(ObjectKey(namespace: namespace, name: pod)).map { PodFiles(root: root, uid: $0, user: user) }
        }
        let logs = HTTPListener(reactor: reactor) { await endpoint.answer($0, now: WallClock.now()) }
        let port = try logs.listen(NodeRegistration.address, port: 0)
        var volumes = ControllerRuntime(client: client, controllers: [VolumeBinding()], log: log)
        volumes.host = name
        volumes.removeVolume = { path in try Directories.remove(PodFiles.persistentVolume(root, path: path)) }
        let runtime = volumes
        let registration = Node.registration(port: port, maximumPods: Self.maximumPods)
        await withDiscardingTaskGroup { group in
            group.addTask { await Node.keepRegistered(registration, client, log) }
            group.addTask { await runtime.run() }
            let (facts, sink) = AsyncStream.makeStream(of: ObjectWatch.Fact.self)
            let watch = ObjectWatch(client: client, type: .pods, fieldSelector: "spec.nodeName=\(name)", log: log)
            group.addTask {
                await watch.run { sink.yield($0) }
                sink.finish()
            }
            for await fact in facts {
                for worker in pods.take(fact, node: node) { group.addTask { await worker.run() } }
            }
            group.cancelAll()
        }
    }
}

/// The workers of a node's pods, by uid.
final class NodePods: Sendable {
    private struct State {
        var workers: [String: PodWorker] = [:]
        var uids: [ObjectKey: String] = [:]
        var isListed = false
    }

    private let state = Mutex(State())

    func find(_ key: ObjectKey) -> String? { state.withLock { $0.uids[key] } }

    /// Workers that are to be run.
    func take(_ fact: ObjectWatch.Fact, node: NodeContext) -> [PodWorker] {
        switch fact {
        case .listed(let items, _):
            let pods = items.compactMap { ObservedObject(.pods, $0) }
            let known = state.withLock { Array($0.workers.keys) }
            for uid in Set(known).subtracting(pods.map(\.uid)) { forget(uid) }
            // Addresses that are in use are claimed before new ones are given out.
            for pod in pods where PodView(pod).ip != nil { _ = node.addresses.address(uid: pod.uid, current: PodView(pod).ip) }
            let isFirst = state.withLock { state in
                defer { state.isListed = true }
                return !state.isListed
            }
            if isFirst { removeStrays(node, keeping: Set(pods.map(\.uid))) }
            return pods.compactMap { take($0, node: node) }
        case .observed(let object): return ObservedObject(.pods, object).flatMap { take($0, node: node) }.map { [$0] } ?? []
        case .deleted(let object):
            if let pod = ObservedObject(.pods, object) { forget(pod.uid) }
            return []
        case .withdrawn: return []
        }
    }

    private func take(_ pod: ObservedObject, node: NodeContext) -> PodWorker? {
        if let worker = state.withLock({ $0.workers[pod.uid] }) {
            worker.tell(.pod(pod))
            return nil
        }
        state.withLock { $0.uids[pod.key] = pod.uid }
        guard !PodView(pod).isFinished || pod.isTerminating else { return nil }
        guard let address = node.addresses.address(uid: pod.uid, current: PodView(pod).ip) else {
            node.log.error("no address is left for \(pod.key)")
            return nil
        }
        let worker = PodWorker(node: node, pod: pod, address: address)
        state.withLock { $0.workers[pod.uid] = worker }
        return worker
    }

    private func forget(_ uid: String) {
        let worker = state.withLock { state in
            state.uids = state.uids.filter { $0.value != uid }
            return state.workers.removeValue(forKey: uid)
        }
        worker?.tell(.gone)
    }

    /// Pods that were deleted while no node was there.
    private func removeStrays(_ node: NodeContext, keeping uids: Set<String>) {
        for uid in Directories.names(in: "\(node.root)/pods") where !uids.contains(uid) {
            let files = PodFiles(root: node.root, uid: uid, user: node.user)
            let directories = PodRecord.read(files.stateFile).map { $0.entries.values.flatMap(\.directories) } ?? []
            ContainerProcesses(directories: [files.directory] + directories).signal(SIGKILL)
            do {
                try files.remove()
            } catch {
                node.log.warning("\(error)")
            }
        }
    }
}
