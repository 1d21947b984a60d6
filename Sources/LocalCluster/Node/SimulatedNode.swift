import KubeAPI
import Logging
import Model

/// The node without processes: two controllers and a listener for Patroni's REST interface on every address that stands for a Spilo pod.
struct SimulatedNode: Sendable {
    let client: KubeClient
    let name: String
    let reactor: Reactor
    let log: Logger

    static let maximumPods = 5000

    func run() async throws {
        let book = PatroniBook()
        let patroni = SimulatedPatroniService(book: book, client: client)
        let listener = HTTPListener(reactor: reactor) { await patroni.answer($0) }
        let logs = HTTPListener(reactor: reactor) { request in
            request.path.hasPrefix("/containerLogs/")
                ? .text(200, "this pod is simulated: it has no log\n") : .text(404, "404 page not found\n")
        }
        let port = try logs.listen(NodeRegistration.address, port: 0)
        var runtime = ControllerRuntime(
            client: client,
            controllers: [
                SimulatedKubelet(node: name, addresses: PodAddresses(isFree: ListeningSocket.isFreeForPod)), SimulatedPatroni(),
                VolumeBinding(),
            ], log: log)
        runtime.host = name
        runtime.observe = { change in
            let (came, went) = book.note(change, now: WallClock.now())
            if let went { listener.stop(went) }
            if let came {
                do {
                    try listener.listen(came, port: 8008)
                } catch {
                    log.warning("Patroni's REST interface is not answered on \(came): \(error)")
                }
            }
        }
        let registration = Node.registration(port: port, maximumPods: Self.maximumPods)
        let ready = runtime
        await withDiscardingTaskGroup { group in
            group.addTask { await Node.keepRegistered(registration, client, log) }
            group.addTask { await ready.run() }
        }
    }
}

/// Carries out what Patroni's REST interface was asked for.
struct SimulatedPatroniService: Sendable {
    let book: PatroniBook
    let client: KubeClient

    func answer(_ request: NodeRequest) async -> NodeResponse {
        guard let entry = book.entry(at: request.address) else { return .text(503, "no pod has this address any more") }
        let rest = PatroniREST(entry: entry, cluster: book.cluster(of: entry), members: book.members(with: entry), now: WallClock.now())
        let (response, effect) = rest.answer(request)
        do throws(KubeError) {
            try await carryOut(effect, entry)
        } catch {
            return .text(503, "\(error)")
        }
        return response
    }

    private func carryOut(_ effect: PatroniREST.Effect, _ entry: PatroniBook.Entry) async throws(KubeError) {
        switch effect {
        case .none: break
        case .restarted: book.setPendingRestart(false, at: [entry.address])
        case .setConfig(let config, let pending):
            book.setConfig(config, of: entry)
            try await annotate(entry, object: entry.member.scope + "-config", ["config": config.text()])
            if pending { book.setPendingRestart(true, at: book.members(with: entry).map(\.address)) }
        case .lead(let name):
            try await annotate(entry, object: PatroniStore.leaderName(entry.member), ["leader": name])
        }
    }

    private func annotate(_ entry: PatroniBook.Entry, object: String, _ annotations: [String: String]) async throws(KubeError) {
        let patch: JSON = ["metadata": ["annotations": JSON(annotations)]]
        _ = try await client.patch(PatroniStore.type(entry.member), namespace: entry.member.namespace, name: object, .merge(patch))
    }
}
