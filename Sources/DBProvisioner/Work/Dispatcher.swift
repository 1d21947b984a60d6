import IPC
import Model
import Synchronization

/// Runs the machines of all clusters: each cluster's attempts one after another, different clusters side by side. One that waits for its
/// database holds up nobody.
struct Dispatcher: Sendable {
    enum Event: Sendable {
        /// `client`: whose wish it is.
        case order(ProvisionOrder, client: Int)
        case forget(ObjectKey)
        /// A client is gone. When it comes back it says again what it wants; until then nothing of it is pursued.
        case clientGone(Int)
        case ended(ObjectKey, ProvisionResult)
        case retry(ObjectKey, ticket: Int)
        /// Answered as soon as its turn comes.
        case probe(Answer)
    }

    /// Makes one attempt; seldom more than some seconds.
    typealias Attempt = @Sendable (ProvisionOrder, Overtaking) async -> ProvisionResult

    private let attempt: Attempt
    private let report: @Sendable (ProvisionResult, _ client: Int) -> Void
    private let sleep: @Sendable (Duration) async throws -> Void
    private let events: AsyncStream<Event>
    private let feed: AsyncStream<Event>.Continuation

    /// - Parameters:
    ///   - report: told of every result that is news.
    ///   - sleep: waits; a test's own clock in tests.
    init(
        attempt: @escaping Attempt, report: @escaping @Sendable (ProvisionResult, _ client: Int) -> Void,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0, clock: .continuous) }
    ) {
        self.attempt = attempt
        self.report = report
        self.sleep = sleep
        (events, feed) = AsyncStream.makeStream()
    }

    func submit(_ event: Event) { feed.yield(event) }

    /// Returns once all events before it are handled (proof that somebody handles them), or when the task is cancelled.
    func probe() async {
        let answer = Answer()
        submit(.probe(answer))
        await answer.wait()
    }

    final class Answer: Sendable {
        private let isGiven = Mutex(false)
        private let changed = Signal()

        func give() {
            isGiven.withLock { $0 = true }
            changed.raise()
        }

        func wait() async {
            while !Task.isCancelled {
                let generation = changed.generation
                if isGiven.withLock({ $0 }) { return }
                await changed.wait(after: generation)
            }
        }
    }

    /// Until the task is cancelled.
    func run() async {
        var clusters: [ObjectKey: Entry] = [:]
        await withDiscardingTaskGroup { group in
            for await event in events {
                let (key, actions) = Self.handle(event, &clusters)
                for (key, actions) in key.map({ [($0, actions)] }) ?? Self.forgetOrphans(event, &clusters) {
                    for action in actions { perform(action, key, &clusters, &group) }
                    if clusters[key]?.machine.isOver ?? false { clusters[key] = nil }
                }
            }
            group.cancelAll()
        }
    }

    private struct Entry {
        var machine: ClusterMachine
        var client: Int
        var overtaking = Overtaking()
    }

    /// What an event means for the one cluster that it is about.
    private static func handle(_ event: Event, _ clusters: inout [ObjectKey: Entry]) -> (ObjectKey?, [ClusterMachine.Action]) {
        switch event {
        case .order(let order, let client):
            guard clusters[order.cluster] != nil else {
                var machine = ClusterMachine(order)
                let actions = machine.begin()
                clusters[order.cluster] = Entry(machine: machine, client: client)
                return (order.cluster, actions)
            }
            clusters[order.cluster]?.client = client
            return (order.cluster, clusters[order.cluster]?.machine.ordered(order) ?? [])
        case .forget(let key): return (key, clusters[key]?.machine.forgotten() ?? [])
        case .ended(let key, let result): return (key, clusters[key]?.machine.attemptEnded(result) ?? [])
        case .retry(let key, let ticket): return (key, clusters[key]?.machine.retry(ticket: ticket) ?? [])
        case .clientGone: return (nil, [])
        case .probe(let answer):
            answer.give()
            return (nil, [])
        }
    }

    private static func forgetOrphans(_ event: Event, _ clusters: inout [ObjectKey: Entry]) -> [(ObjectKey, [ClusterMachine.Action])] {
        guard case .clientGone(let client) = event else { return [] }
        return clusters.filter { $0.value.client == client }.keys.map { key in (key, clusters[key]?.machine.forgotten() ?? []) }
    }

    private func perform(
        _ action: ClusterMachine.Action, _ key: ObjectKey, _ clusters: inout [ObjectKey: Entry], _ group: inout DiscardingTaskGroup
    ) {
        switch action {
        case .start(let order):
            let overtaking = Overtaking()
            clusters[key]?.overtaking = overtaking
            group.addTask { submit(.ended(key, await Self.run(attempt, order, overtaking))) }
        case .overtake: clusters[key]?.overtaking.want(.atNextHalt)
        case .abandon: clusters[key]?.overtaking.want(.now)
        case .report(let result): report(result, clusters[key]?.client ?? 0)
        case .schedule(let delay, let ticket):
            group.addTask {
                do { try await sleep(delay) } catch { return }
                submit(.retry(key, ticket: ticket))
            }
        }
    }

    /// The attempt, cancelled when it shall be abandoned.
    private static func run(_ attempt: @escaping Attempt, _ order: ProvisionOrder, _ overtaking: Overtaking) async -> ProvisionResult {
        await withTaskGroup(of: ProvisionResult?.self) { group in
            group.addTask { await attempt(order, overtaking) }
            group.addTask {
                await overtaking.abandonment()
                return nil
            }
            var result: ProvisionResult?
            for await ended in group {
                result = result ?? ended
                group.cancelAll()
            }
            return result
                ?? ProvisionResult(
                    cluster: order.cluster, generation: order.generation, digest: order.digest, outcome: .waiting, reason: .interrupted)
        }
    }
}
