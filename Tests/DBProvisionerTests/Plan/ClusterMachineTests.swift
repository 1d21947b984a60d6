import IPC
import Model
import Testing

@testable import DBProvisioner

private let key = ObjectKey(namespace: "default", name: "demo")

private func order(_ generation: Int64) -> ProvisionOrder {
    ProvisionOrder(cluster: key, generation: generation, connection: ProvisionConnection(host: "db"))
}

private func result(_ generation: Int64, _ outcome: ProvisionResult.Outcome, _ message: String? = nil) -> ProvisionResult {
    ProvisionResult(cluster: key, generation: generation, digest: "", outcome: outcome, message: message)
}

@Suite struct ClusterMachineTests {
    @Test func anOrderIsAttemptedAndItsResultReported() {
        var machine = ClusterMachine(order(1))
        #expect(machine.begin() == [.start(order(1))])
        #expect(machine.attemptEnded(result(1, .done)) == [.report(result(1, .done))])
    }

    @Test func waitingIsReportedOnceAndTriedAgain() {
        var machine = ClusterMachine(order(1))
        _ = machine.begin()
        let waiting = result(1, .waiting, "refused")
        #expect(machine.attemptEnded(waiting) == [.report(waiting), .schedule(.milliseconds(250), ticket: 1)])
        #expect(machine.retry(ticket: 1) == [.start(order(1))])
        #expect(machine.attemptEnded(waiting) == [.schedule(.milliseconds(500), ticket: 2)])
        #expect(machine.retry(ticket: 1) == [], "a retry that was overtaken means nothing")
        #expect(machine.retry(ticket: 2) == [.start(order(1))])
        #expect(machine.attemptEnded(result(1, .done)) == [.report(result(1, .done))])
    }

    @Test func aNewerOrderOvertakes() {
        var machine = ClusterMachine(order(1))
        _ = machine.begin()
        #expect(machine.ordered(order(2)) == [.overtake])
        #expect(machine.ordered(order(3)) == [.overtake])
        #expect(machine.attemptEnded(result(1, .done)) == [.start(order(3))], "the old result is of no interest")
        #expect(machine.attemptEnded(result(3, .done)) == [.report(result(3, .done))])
    }

    @Test func aNewerOrderEndsBackingOff() {
        var machine = ClusterMachine(order(1))
        _ = machine.begin()
        _ = machine.attemptEnded(result(1, .waiting))
        #expect(machine.ordered(order(2)) == [.start(order(2))])
        #expect(machine.retry(ticket: 1) == [])
    }

    @Test func theSameOrderAgainIsAnsweredByTheRunningAttempt() {
        var machine = ClusterMachine(order(1))
        _ = machine.begin()
        #expect(machine.ordered(order(1)) == [])
        #expect(machine.attemptEnded(result(1, .done)) == [.report(result(1, .done))])
        #expect(machine.ordered(order(1)) == [.start(order(1))], "a resync looks again")
        #expect(machine.attemptEnded(result(1, .done)) == [.report(result(1, .done))], "and is answered")
    }

    @Test func anOrderForAnotherAddressAbandonsTheAttempt() {
        var machine = ClusterMachine(order(1))
        _ = machine.begin()
        var moved = order(2)
        moved.connection.hostAddress = "10.0.0.2"
        #expect(machine.ordered(moved) == [.abandon])
        #expect(machine.attemptEnded(result(1, .waiting)) == [.start(moved)])
    }

    @Test func aForgottenClusterIsOverWhenItsAttemptIs() {
        var machine = ClusterMachine(order(1))
        _ = machine.begin()
        #expect(machine.forgotten() == [.abandon])
        #expect(!machine.isOver)
        #expect(machine.attemptEnded(result(1, .waiting)) == [])
        #expect(machine.isOver)
    }

    @Test func failuresAreTriedMoreAndMoreRarely() {
        #expect(ClusterMachine.delay(after: .failed, attempts: 1) == .seconds(15))
        #expect(ClusterMachine.delay(after: .failed, attempts: 9) == .seconds(300))
        #expect(ClusterMachine.delay(after: .waiting, attempts: 60) == .seconds(15))
        #expect(ClusterMachine.delay(after: .done, attempts: 1) == nil)
    }
}
