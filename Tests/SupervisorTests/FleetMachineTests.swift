import IPC
import Model
import Testing

@testable import Supervisor

struct FleetMachineTests {
    private static let demo = HandledCluster(key: ObjectKey(namespace: "default", name: "demo"), version: "1")

    /// Two workers, both up.
    private var running: FleetMachine {
        var fleet = FleetMachine(children: 2)
        for (index, pid) in [(0, Int32(10)), (1, 11)] {
            if index == 0 { _ = feed(&fleet, .begun) }
            _ = feed(&fleet, .child(index, .spawned(pid: pid)))
            _ = feed(&fleet, .child(index, .becameReady))
        }
        return fleet
    }

    private func feed(_ fleet: inout FleetMachine, _ event: FleetMachine.Event, at now: Duration = .zero) -> [FleetMachine.Action] {
        fleet.handle(event, now: now, random: 0.5)
    }

    /// The index of each child that is started by these actions.
    private func started(_ actions: [FleetMachine.Action]) -> [Int] {
        actions.compactMap { if case .child(let index, .spawn) = $0 { index } else { nil } }
    }

    private func terminated(_ actions: [FleetMachine.Action]) -> [Int32] {
        actions.compactMap { if case .child(_, .terminate(let pid)) = $0 { pid } else { nil } }
    }

    @Test func workersStartInOrderEachWhenTheOneBeforeIsUp() {
        var fleet = FleetMachine(children: 2)
        #expect(started(feed(&fleet, .begun)) == [0])
        #expect(started(feed(&fleet, .child(0, .spawned(pid: 10)))) == [])
        #expect(started(feed(&fleet, .child(0, .becameReady))) == [1])
        _ = feed(&fleet, .child(1, .spawned(pid: 11)))
        #expect(feed(&fleet, .child(1, .becameReady)).contains(.tellReady))
        #expect(fleet.phase == .running && fleet.hasBeenReady)
    }

    @Test func aWorkerThatTakesItsTimeDoesNotKeepTheOthers() {
        var fleet = FleetMachine(children: 2)
        _ = feed(&fleet, .begun)
        #expect(started(feed(&fleet, .patienceEnded)) == [1])
        _ = feed(&fleet, .child(1, .spawned(pid: 11)))
        _ = feed(&fleet, .child(1, .becameReady))
        #expect(feed(&fleet, .patienceEnded) == [])
        _ = feed(&fleet, .child(0, .spawned(pid: 10)))
        #expect(feed(&fleet, .child(0, .becameReady)).contains(.tellReady))
    }

    @Test func readinessIsToldOnce() {
        var fleet = running
        _ = feed(&fleet, .childEnded(0, .signalled(9), inHand: []))
        _ = feed(&fleet, .child(0, .elapsed(.pause)))
        _ = feed(&fleet, .child(0, .spawned(pid: 12)))
        #expect(!feed(&fleet, .child(0, .becameReady)).contains(.tellReady))
    }

    @Test func workersStopInReverseOneAfterTheOther() {
        var fleet = running
        let first = feed(&fleet, .stopRequested)
        #expect(first.first == .tellStopping && terminated(first) == [11])
        #expect(feed(&fleet, .stopRequested) == [])
        #expect(terminated(feed(&fleet, .childEnded(1, .exited(0), inHand: []))) == [10])
        #expect(feed(&fleet, .childEnded(0, .exited(0), inHand: [])).last == .exit(.done))
        #expect(fleet.phase == .ended(.done))
    }

    @Test func aWorkerThatDiesWhileOthersStopIsNotStarted() {
        var fleet = running
        _ = feed(&fleet, .stopRequested)
        _ = feed(&fleet, .childEnded(0, .signalled(11), inHand: []))
        // Its pause is armed, and ended by its own stop.
        #expect(feed(&fleet, .childEnded(1, .exited(0), inHand: [])).last == .exit(.done))
        #expect(feed(&fleet, .child(0, .elapsed(.pause))) == [])
    }

    @Test func misconfiguredAtTheStartEndsEverythingWithSeventyEight() {
        var fleet = FleetMachine(children: 2)
        _ = feed(&fleet, .begun)
        _ = feed(&fleet, .child(0, .spawned(pid: 10)))
        let actions = feed(&fleet, .childEnded(0, .exited(78), inHand: []))
        #expect(actions.contains(.child(0, .tellMisconfigured)) && actions.last == .exit(.misconfigured))
    }

    @Test func misconfiguredLaterLeavesTheOthersAlone() {
        var fleet = running
        let actions = feed(&fleet, .childEnded(0, .exited(78), inHand: []))
        #expect(actions == [.child(0, .disarmAll), .child(0, .tellMisconfigured)])
        #expect(!fleet.isStopping && started(feed(&fleet, .retryRequested)) == [0])
    }

    /// Lets worker 0 die again and again and returns how often it took until the fleet gave up.
    private func deathsUntilGivingUp(_ ending: Ending, inHand: [HandledCluster] = [], every pause: Duration, most: Int = 50) -> Int? {
        var fleet = running
        for death in 1...most {
            let actions = feed(&fleet, .childEnded(0, ending, inHand: inHand), at: pause * death)
            if actions.contains(where: { if case .tellGivingUp = $0 { true } else { false } }) {
                #expect(fleet.phase == .stopping(turn: 1, .failed))
                return death
            }
            _ = feed(&fleet, .child(0, .elapsed(.pause)))
            _ = feed(&fleet, .child(0, .spawned(pid: 20)))
        }
        return nil
    }

    @Test func tooManyDeathsInTooShortATimeEndTheOperator() {
        #expect(deathsUntilGivingUp(.exited(1), every: .seconds(1)) == 9)
        #expect(deathsUntilGivingUp(.exited(1), every: .seconds(10)) == nil)
    }

    @Test func killsFromOutsideDoNotCount() { #expect(deathsUntilGivingUp(.signalled(9), every: .seconds(1)) == nil) }

    @Test func aClusterThatGoesOnKillingShieldsNobody() {
        #expect(deathsUntilGivingUp(.signalled(4), inHand: [Self.demo], every: .seconds(1)) == 11)
    }

    @Test func theClusterInHandAtTwoCrashesIsQuarantined() {
        var fleet = running
        #expect(feed(&fleet, .childEnded(1, .signalled(4), inHand: [Self.demo])).contains(.writeLedger))
        _ = feed(&fleet, .child(1, .elapsed(.pause)))
        _ = feed(&fleet, .child(1, .spawned(pid: 12)))
        let actions = feed(&fleet, .childEnded(1, .signalled(4), inHand: [Self.demo]))
        #expect(actions.contains(.tellQuarantined(Self.demo.key, reason: "signal 4 (SIGILL)")))
        #expect(fleet.ledger.quarantined == [Self.demo.key])
    }

    @Test func aKillFromOutsideAccusesNobody() {
        var fleet = running
        for pid in Int32(12)...15 {
            _ = feed(&fleet, .childEnded(1, .signalled(9), inHand: [Self.demo]))
            _ = feed(&fleet, .child(1, .elapsed(.pause)))
            _ = feed(&fleet, .child(1, .spawned(pid: pid)))
            _ = feed(&fleet, .child(1, .becameReady))
        }
        #expect(fleet.ledger == CrashLedger())
    }
}
