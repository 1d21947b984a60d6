import IPC
import Testing

@testable import Supervisor

struct ChildMachineTests {
    private let times = ChildMachine.Times()

    /// A machine after these events; what they lead to is not looked at.
    private func machine(after events: ChildMachine.Event...) -> ChildMachine {
        var machine = ChildMachine()
        for event in events { _ = machine.handle(event, random: 0.5) }
        return machine
    }

    private var up: ChildMachine { machine(after: .startRequested, .spawned(pid: 7), .becameReady) }

    @Test func aStartGoesThroughItsStates() {
        var machine = ChildMachine()
        #expect(machine.handle(.startRequested, random: 0.5) == [.disarmAll, .spawn])
        #expect(machine.handle(.spawned(pid: 7), random: 0.5) == [.arm(.startDeadline, times.start)])
        #expect(machine.state == .starting(pid: 7) && !machine.isUp)
        #expect(
            machine.handle(.becameReady, random: 0.5)
                == [.disarmAll, .arm(.watchdog, times.watchdog), .arm(.healthy, times.healthy), .tellUp])
        #expect(machine.isUp && machine.pid == 7 && machine.restarts == 0)
    }

    @Test func everySignOfLifeSetsTheWatchdogBack() {
        var machine = up
        #expect(machine.handle(.gaveSign, random: 0.5) == [.arm(.watchdog, times.watchdog)])
    }

    @Test func aHungChildIsKilledAndReplaced() {
        var machine = up
        #expect(machine.handle(.elapsed(.watchdog), random: 0.5) == [.disarmAll, .kill(pid: 7)])
        #expect(machine.state == .condemned(pid: 7, .hung))
        #expect(
            machine.handle(.ended(.signalled(9)), random: 0.5)
                == [.disarmAll, .tellDied(.hung), .arm(.pause, .milliseconds(100))])
        #expect(machine.handle(.elapsed(.pause), random: 0.5) == [.disarmAll, .spawn])
    }

    @Test func aChildThatIsNeverReadyIsKilled() {
        var machine = machine(after: .startRequested, .spawned(pid: 7))
        #expect(machine.handle(.elapsed(.startDeadline), random: 0.5) == [.disarmAll, .kill(pid: 7)])
        #expect(machine.handle(.ended(.signalled(9)), random: 0.5).contains(.tellDied(.neverReady)))
    }

    @Test func whatWasUpIsStartedAtOnceTheFirstTimeOnly() {
        var machine = up
        #expect(machine.handle(.ended(.signalled(11)), random: 0.5).last == .arm(.pause, .zero))
        _ = machine.handle(.elapsed(.pause), random: 0.5)
        _ = machine.handle(.spawned(pid: 8), random: 0.5)
        _ = machine.handle(.becameReady, random: 0.5)
        #expect(machine.handle(.ended(.signalled(11)), random: 0.5).last == .arm(.pause, .milliseconds(200)))
    }

    @Test func pausesGrowToThirtySecondsAndAreForgottenWhenHealthy() {
        var machine = machine(after: .startRequested, .spawned(pid: 7))
        var pauses: [Duration] = []
        for _ in 0..<11 {
            for case .arm(.pause, let pause) in machine.handle(.ended(.exited(1)), random: 0.5) { pauses.append(pause) }
            _ = machine.handle(.elapsed(.pause), random: 0.5)
            _ = machine.handle(.spawned(pid: 7), random: 0.5)
        }
        #expect(pauses.prefix(3) == [.milliseconds(100), .milliseconds(200), .milliseconds(400)] && pauses.last == .seconds(30))
        _ = machine.handle(.becameReady, random: 0.5)
        _ = machine.handle(.elapsed(.healthy), random: 0.5)
        #expect(machine.handle(.ended(.exited(1)), random: 0.5).last == .arm(.pause, .zero))
    }

    @Test(arguments: [
        ("a trap", Ending.signalled(4), Death.crashed(.signalled(4)), true), ("an exit", .exited(1), .crashed(.exited(1)), true),
        ("an exit that says done", .exited(0), .crashed(.exited(0)), true),
        ("a kill from outside", .signalled(9), .killedFromOutside, false),
    ])
    func endsAreTold(_ name: String, _ ending: Ending, _ death: Death, _ accuses: Bool) {
        var machine = up
        #expect(machine.handle(.ended(ending), random: 0.5).contains(.tellDied(death)))
        #expect(machine.lastDeath == death && death.accusesWhatWasInHand == accuses)
    }

    @Test func misconfiguredIsNotStartedAgainUntilSomebodyHasLooked() {
        var machine = up
        #expect(machine.handle(.ended(.exited(78)), random: 0.5) == [.disarmAll, .tellMisconfigured])
        #expect(machine.handle(.elapsed(.pause), random: 0.5) == [])
        #expect(machine.handle(.retryRequested, random: 0.5) == [.disarmAll, .spawn])
    }

    @Test func aFailedSpawnIsADeath() {
        var machine = machine(after: .startRequested)
        #expect(
            machine.handle(.spawnFailed("no memory"), random: 0.5)
                == [.disarmAll, .tellDied(.notStarted("no memory")), .arm(.pause, .milliseconds(100))])
    }

    // MARK: Stopping

    @Test func aStopIsTermThenDeadlineThenKill() {
        var machine = up
        #expect(machine.handle(.stopRequested, random: 0.5) == [.disarmAll, .terminate(pid: 7), .arm(.stopDeadline, times.stop)])
        #expect(machine.handle(.elapsed(.stopDeadline), random: 0.5) == [.kill(pid: 7)])
        #expect(machine.handle(.ended(.signalled(9)), random: 0.5) == [.disarmAll, .tellStopped])
        #expect(machine.isStopped)
    }

    @Test func whatDoesNotRunIsStoppedAtOnce() {
        for var machine in [
            ChildMachine(), machine(after: .startRequested),
            machine(after: .startRequested, .spawned(pid: 7), .ended(.exited(1))),
            machine(after: .startRequested, .spawned(pid: 7), .ended(.exited(78))),
        ] {
            #expect(machine.handle(.stopRequested, random: 0.5) == [.disarmAll, .tellStopped])
        }
    }

    @Test func whatIsStoppedStaysStopped() {
        var machine = machine(after: .startRequested, .spawned(pid: 7), .stopRequested, .ended(.exited(0)))
        let events: [ChildMachine.Event] = [
            .startRequested, .spawned(pid: 1), .spawnFailed(""), .becameReady, .gaveSign, .ended(.exited(0)), .stopRequested,
            .retryRequested,
        ]
        for event in events + ChildMachine.Timer.allCases.map({ .elapsed($0) }) { #expect(machine.handle(event, random: 0.5) == []) }
    }

    @Test func aStopWhileAKillIsOnItsWayWaitsForTheEnd() {
        var machine = machine(after: .startRequested, .spawned(pid: 7), .becameReady, .elapsed(.watchdog))
        #expect(machine.handle(.stopRequested, random: 0.5) == [.disarmAll])
        #expect(machine.handle(.ended(.signalled(9)), random: 0.5) == [.disarmAll, .tellStopped])
    }
}
