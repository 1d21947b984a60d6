import IPC
import Model
import Synchronization
import Testing

@testable import DBProvisioner

/// Attempts that end when the test says so.
private final class Stage: Sendable {
    private struct State {
        var started: [String] = []
        var ends: [String: ProvisionResult.Outcome] = [:]
        var overtakings: [String: Overtaking] = [:]
        var reports: [String] = []
        var sleeps: [Duration] = []
        var wakes = 0
    }

    private let state = Mutex(State())
    private let changed = Signal()

    private func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let value = state.withLock { state in body(&state) }
        changed.raise()
        return value
    }

    /// Nil once the task was cancelled.
    private func wait<Value: Sendable>(until body: @Sendable (inout State) -> Value?) async -> Value? {
        while !Task.isCancelled {
            let generation = changed.generation
            if let value = state.withLock({ state in body(&state) }) { return value }
            await changed.wait(after: generation)
        }
        return nil
    }

    func dispatcher() -> Dispatcher {
        Dispatcher(
            attempt: { order, overtaking in await self.attempt(order, overtaking) },
            report: { result, client in
                self.change { $0.reports.append("\(client): \(result.cluster.name) \(result.generation) \(result.outcome.rawValue)") }
            },
            sleep: { duration in
                self.change { $0.sleeps.append(duration) }
                _ = await self.wait { state -> Void? in
                    guard state.wakes > 0 else { return nil }
                    state.wakes -= 1
                    return ()
                }
            })
    }

    private func attempt(_ order: ProvisionOrder, _ overtaking: Overtaking) async -> ProvisionResult {
        let name = "\(order.cluster.name) \(order.generation)"
        change { state in
            state.started.append(name)
            state.overtakings[name] = overtaking
        }
        let outcome = await wait { $0.ends.removeValue(forKey: name) } ?? .waiting
        return ProvisionResult(cluster: order.cluster, generation: order.generation, digest: "", outcome: outcome)
    }

    func end(_ name: String, _ outcome: ProvisionResult.Outcome) { change { $0.ends[name] = outcome } }
    func wake() { change { $0.wakes += 1 } }
    func started(_ count: Int) async -> [String] { await wait { $0.started.count >= count ? $0.started : nil } ?? [] }
    func reports(_ count: Int) async -> [String] { await wait { $0.reports.count >= count ? $0.reports : nil } ?? [] }
    func sleeps(_ count: Int) async -> [Duration] { await wait { $0.sleeps.count >= count ? $0.sleeps : nil } ?? [] }
    func isOvertaken(_ name: String) -> Bool { state.withLock { $0.overtakings[name]?.isWanted ?? false } }
}

@Suite struct DispatcherTests {
    private func order(_ name: String, _ generation: Int64 = 1) -> ProvisionOrder {
        ProvisionOrder(
            cluster: ObjectKey(namespace: "default", name: name), generation: generation, connection: ProvisionConnection(host: name))
    }

    private func run(_ body: (Dispatcher, Stage) async -> Void) async {
        let stage = Stage()
        let dispatcher = stage.dispatcher()
        let running = Task { await dispatcher.run() }
        await body(dispatcher, stage)
        running.cancel()
    }

    @Test func aSickClusterHoldsUpNobody() async {
        await run { dispatcher, stage in
            dispatcher.submit(.order(order("sick"), client: 1))
            #expect(await stage.started(1) == ["sick 1"])
            for number in 1...20 { dispatcher.submit(.order(order("well\(number)"), client: 1)) }
            _ = await stage.started(21)
            for number in 1...20 { stage.end("well\(number) 1", .done) }
            #expect(await stage.reports(20).allSatisfy { $0.hasPrefix("1: well") })
            stage.end("sick 1", .done)
            #expect(await stage.reports(21).last == "1: sick 1 done")
        }
    }

    @Test func aWaitingClusterIsTriedAgainAfterItsTime() async {
        await run { dispatcher, stage in
            dispatcher.submit(.order(order("a"), client: 1))
            stage.end("a 1", .waiting)
            #expect(await stage.reports(1) == ["1: a 1 waiting"])
            #expect(await stage.sleeps(1) == [.milliseconds(250)])
            stage.end("a 1", .done)
            stage.wake()
            #expect(await stage.reports(2).last == "1: a 1 done")
        }
    }

    @Test func theNewestOrderCounts() async {
        await run { dispatcher, stage in
            dispatcher.submit(.order(order("a", 1), client: 1))
            _ = await stage.started(1)
            dispatcher.submit(.order(order("a", 2), client: 2))
            dispatcher.submit(.order(order("b", 1), client: 2))
            // Events are handled in turn: once b has started, a knows of its newer order.
            _ = await stage.started(2)
            #expect(stage.isOvertaken("a 1"))
            stage.end("a 1", .done)
            stage.end("a 2", .done)
            #expect(await stage.reports(1) == ["2: a 2 done"])
        }
    }

    @Test func nothingIsPursuedForAClientThatIsGone() async {
        await run { dispatcher, stage in
            dispatcher.submit(.order(order("a"), client: 1))
            stage.end("a 1", .waiting)
            _ = await stage.sleeps(1)
            dispatcher.submit(.clientGone(1))
            stage.wake()
            dispatcher.submit(.order(order("b"), client: 2))
            #expect(await stage.started(2) == ["a 1", "b 1"])
        }
    }
}
