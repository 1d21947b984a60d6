import KubeAPI
import Logging
import Model

/// Runs controllers: watches, decides one key after the other, carries out the actions of several keys at once.
///
/// All decisions are taken in one task, over one value; only requests to the server run beside it.
struct ControllerRuntime: Sendable {
    let client: KubeClient
    let controllers: [any Controller]
    let log: Logger
    /// Watch every type that the server has, as the garbage collector needs it.
    var watchesEverything = false
    /// Of which types only some objects are followed.
    var fieldSelectors: [ResourceType: String] = [:]
    var host = ""
    /// Is told of every change, beside the controllers.
    var observe: (@Sendable (ObservedChange) -> Void)?
    var removeVolume: @Sendable (String) async throws -> Void = { _ in }

    /// Keys whose actions run at the same time.
    static let parallelism = 32
    static let rediscovery = 30.0

    private enum Input: Sendable {
        case watched(ResourceType, ObjectWatch.Fact)
        case outcome(ActionRunner.Outcome)
        case finished(KeyQueue.Item, failed: Bool)
        case discovered(ResourceCatalog)
        case due
    }

    /// Until the task is cancelled.
    func run() async {
        let (inputs, sink) = AsyncStream.makeStream(of: Input.self)
        let catalog = CatalogCache(client: client)
        let runner = ActionRunner(
            client: client, events: EventRecorder(client: client, host: host, log: log, clock: WallClock.now), log: log,
            catalog: catalog, removeVolume: removeVolume, tell: { sink.yield(.outcome($0)) })
        await withDiscardingTaskGroup { group in
            var state = RuntimeState(controllers: controllers)
            state.observe = observe
            var watched: Set<ResourceType> = []
            var running = 0
            var wake: Moment?
            func watch(_ type: ResourceType) {
                guard watched.insert(type).inserted else { return }
                let watch = ObjectWatch(client: client, type: type, fieldSelector: fieldSelectors[type], log: log)
                group.addTask { await watch.run { sink.yield(.watched(type, $0)) } }
            }
            for type in controllers.flatMap(\.watches) { watch(type) }
            if watchesEverything { group.addTask { await catalog.follow(every: Self.rediscovery) { sink.yield(.discovered($0)) } } }

            for await input in inputs {
                switch input {
                case .watched(let type, .withdrawn):
                    watched.remove(type)
                    state.withdrawn(type)
                case .watched(let type, let fact):
                    Self.feed(&state, type, fact)
                    if type == .customResourceDefinitions, watchesEverything { group.addTask { await catalog.refresh() } }
                case .outcome(let outcome): Self.feed(&state, outcome)
                case .finished(let item, let failed):
                    running -= 1
                    state.finished(item, failed: failed, now: WallClock.now())
                case .discovered(let new): for type in new.watchable { watch(type) }
                case .due: wake = nil
                }
                while running < Self.parallelism, let job = state.next(now: WallClock.now()) {
                    running += 1
                    group.addTask {
                        let done = await runner.run(job)
                        sink.yield(.finished(job.item, failed: !done))
                    }
                }
                if let due = state.nextDue, wake.map({ due < $0 }) ?? true {
                    wake = due
                    group.addTask {
                        try? await Task.sleep(for: .seconds(max(0, due - WallClock.now())))
                        sink.yield(.due)
                    }
                }
            }
            group.cancelAll()
        }
    }

    private static func feed(_ state: inout RuntimeState, _ type: ResourceType, _ fact: ObjectWatch.Fact) {
        switch fact {
        case .listed(let items, let version): state.listed(type, items, resourceVersion: version)
        case .observed(let object): state.observed(type, object)
        case .deleted(let object):
            guard let gone = ObservedObject(type, object) else { return }
            state.observedDeletion(gone.reference, uid: gone.uid)
        case .withdrawn: state.withdrawn(type)
        }
    }

    private static func feed(_ state: inout RuntimeState, _ outcome: ActionRunner.Outcome) {
        switch outcome {
        case .written(let type, let object): state.observed(type, object)
        case .removed(let reference, let uid): state.observedDeletion(reference, uid: uid)
        case .absent(let uid): state.confirmedAbsent(uid: uid)
        }
    }
}
