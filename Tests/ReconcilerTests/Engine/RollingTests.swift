import Testing

@testable import Reconciler

@Suite struct RollingTests {
    private func pod(_ ordinal: Int, _ role: PodState.Role?, stale: Bool = true, running: Bool = true, terminating: Bool = false)
        -> PodState
    {
        PodState(name: "c-\(ordinal)", uid: "u\(ordinal)", role: role, isRunning: running, isTerminating: terminating, isStale: stale)
    }

    private func next(_ pods: PodState..., of replicas: Int? = nil) -> Rolling.Decision {
        Rolling(pods: pods, replicas: replicas ?? pods.count).next
    }

    @Test func nothingIsDoneWhereNoPodIsStale() {
        #expect(next(pod(0, .primary, stale: false), pod(1, .replica, stale: false)) == .done)
    }

    @Test func replicasGoFirstFromTheHighestOrdinal() {
        #expect(next(pod(0, .primary), pod(1, .replica), pod(2, .replica)) == .restart(pod(2, .replica), needsHealthyRest: true))
    }

    @Test func nothingHappensWhileAPodIsGoing() {
        let decision = next(pod(0, .primary), pod(1, .replica, terminating: true))
        #expect(decision == .wait("pod c-1 is being deleted"))
    }

    @Test func nothingHappensWhileAPodIsMissing() {
        #expect(next(pod(0, .primary), pod(1, .replica), of: 3) == .wait("2 of 3 pods are there"))
    }

    @Test func aNewPodMustJoinBeforeTheNextGoes() {
        let decision = next(pod(0, .primary), pod(1, .replica), pod(2, nil, stale: false))
        #expect(decision == .wait("pod c-2 has not joined the cluster yet"))
    }

    @Test func thePrimaryMovesBeforeItsPodGoes() {
        let decision = next(pod(0, .primary), pod(1, .replica, stale: false))
        #expect(decision == .switchOver(from: pod(0, .primary), avoiding: []))
    }

    @Test func anOldPrimaryIsTheLastReplica() {
        #expect(next(pod(0, .replica), pod(1, .primary, stale: false)) == .restart(pod(0, .replica), needsHealthyRest: true))
    }

    @Test func aLonelyPrimaryIsRestartedInItsPlace() {
        #expect(next(pod(0, .primary)) == .restart(pod(0, .primary), needsHealthyRest: false))
    }

    @Test func aPodThatDoesNotRunIsRepairedAtOnce() {
        let broken = pod(1, nil, running: false)
        #expect(next(pod(0, .primary), broken, pod(2, .replica)) == .restart(broken, needsHealthyRest: false))
    }

    @Test func aDeadPrimaryIsNotAskedToSwitchOver() {
        let dead = pod(0, .primary, running: false)
        #expect(next(dead, pod(1, .replica, stale: false)) == .restart(dead, needsHealthyRest: false))
    }

    @Test func aFlagIsARequestToRestart() {
        let flagged = PodState(name: "c-0", role: .primary, isFlagged: true)
        #expect(Rolling(pods: [flagged], replicas: 1).next == .restart(flagged, needsHealthyRest: false))
    }

    @Test func lagAndStateOfTheOthersHoldARestartUp() {
        let one = PodState(name: "c-2", role: .replica)
        func obstacle(_ members: PatroniMember...) -> String? {
            Rolling.obstacle(to: one, in: PatroniCluster(members: members), lagLimit: 100)
        }
        let leader = PatroniMember(name: "c-0", role: .leader, state: "running")
        #expect(obstacle(leader, PatroniMember(name: "c-1", role: .replica, state: "streaming", lag: 100)) == nil)
        #expect(obstacle(leader, PatroniMember(name: "c-1", role: .replica, state: "streaming", lag: 101)) != nil)
        #expect(obstacle(leader, PatroniMember(name: "c-1", role: .replica, state: "creating replica", lag: nil)) != nil)
        #expect(obstacle(leader, PatroniMember(name: "c-2", role: .replica, state: "stopped", lag: nil)) == nil)
        #expect(obstacle(PatroniMember(name: "c-1", role: .replica, state: "streaming", lag: 0)) == "the cluster has no leader")
    }
}
