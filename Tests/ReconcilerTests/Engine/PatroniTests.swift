import Model
import Testing

@testable import Reconciler

@Suite struct PatroniTests {
    private func member(_ name: String, _ role: PatroniMember.Role, lag: Int? = 0, state: String = "streaming") -> PatroniMember {
        PatroniMember(name: name, role: role, state: state, lag: lag)
    }

    @Test func theLeastLaggingReplicaIsChosen() {
        let cluster = PatroniCluster(members: [member("a", .leader), member("b", .replica, lag: 5), member("c", .replica, lag: 1)])
        #expect(SwitchoverCandidate.choose(cluster, synchronous: false) == .member("c"))
        #expect(SwitchoverCandidate.choose(cluster, synchronous: false, excluding: ["c"]) == .member("b"))
    }

    @Test func aSynchronousStandbyComesFirst() {
        let cluster = PatroniCluster(members: [member("a", .leader), member("b", .replica), member("c", .synchronousStandby, lag: 9)])
        #expect(SwitchoverCandidate.choose(cluster, synchronous: true) == .member("c"))
    }

    @Test func inSynchronousModeNobodyElseLeads() {
        let cluster = PatroniCluster(members: [member("a", .leader), member("b", .replica)])
        guard case .none = SwitchoverCandidate.choose(cluster, synchronous: true) else { return #expect(Bool(false)) }
    }

    @Test func unknownLagComesLast() {
        let cluster = PatroniCluster(members: [member("a", .leader), member("b", .replica, lag: nil), member("c", .replica, lag: 1 << 40)])
        #expect(SwitchoverCandidate.choose(cluster, synchronous: false) == .member("c"))
    }

    @Test(arguments: ["master", "primary", "leader"]) func everyReleasesWordForTheLeaderIsUnderstood(word: String) {
        let json: JSON = ["members": [["name": "a", "role": .string(word), "state": "running", "timeline": 1]]]
        #expect(PatroniCluster(json).leader?.name == "a")
    }

    @Test func lagUnknownIsNoNumber() {
        let json: JSON = ["members": [["name": "a", "role": "replica", "state": "stopped", "lag": "unknown"]]]
        #expect(PatroniCluster(json).members.first?.lag == nil)
    }

    @Test func decreasesOfStandbyLimitsGoPrimaryFirst() {
        #expect(RestartOrder.primaryFirst(old: ["max_connections": "100"], new: ["max_connections": "50"]))
        #expect(!RestartOrder.primaryFirst(old: ["max_connections": "100"], new: ["max_connections": "200"]))
        #expect(!RestartOrder.primaryFirst(old: ["max_connections": "100", "x": "1"], new: ["max_connections": "50", "x": "2"]))
        #expect(!RestartOrder.primaryFirst(old: [:], new: [:]))
    }

    @Test func onlyWhatDiffersIsSentToPatroni() {
        let live: JSON = [
            "ttl": 30, "postgresql": ["parameters": ["max_connections": 100, "other": "x"]], "slots": ["theirs": ["type": "physical"]],
        ]
        #expect(
            PatroniConfiguration.patch(wanted: ["ttl": 30, "postgresql": ["parameters": ["max_connections": "100"]]], live: live) == nil)
        #expect(PatroniConfiguration.patch(wanted: ["synchronous_mode": false], live: live) == nil)
        let patch = PatroniConfiguration.patch(
            wanted: ["ttl": 20, "postgresql": ["parameters": ["max_connections": "200"]], "slots": ["mine": ["type": "physical"]]],
            live: live)
        #expect(
            patch == ["ttl": 20, "postgresql": ["parameters": ["max_connections": "200"]], "slots": ["mine": ["type": "physical"]]])
    }

    @Test func aSlotThatWasAskedForBeforeIsTakenAway() {
        let live: JSON = ["slots": ["theirs": ["type": "physical"], "mine": ["type": "physical"]]]
        #expect(PatroniConfiguration.patch(wanted: [:], live: live, formerSlots: ["mine"]) == ["slots": ["mine": nil]])
    }
}
