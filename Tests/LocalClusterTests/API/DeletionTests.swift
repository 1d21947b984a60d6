import Model
import Testing

@testable import LocalCluster

struct DeletionTests {
    private func options(_ propagation: DeleteParameters.Propagation? = nil, grace: Int? = nil) -> DeleteParameters {
        var options = DeleteParameters()
        options.propagation = propagation
        options.gracePeriodSeconds = grace
        return options
    }

    private let plain: JSON = ["metadata": ["name": "a"]]

    @Test func aPlainObjectGoesAtOnce() {
        #expect(DeletionDecision(plain, isPod: false, options(), now: 0).step == .remove)
    }

    @Test(arguments: [(DeleteParameters.Propagation.foreground, "foregroundDeletion"), (.orphan, "orphan")])
    func propagationLeavesAFinalizerForTheGarbageCollector(_ propagation: DeleteParameters.Propagation, _ finalizer: String) {
        guard case .mark(let marked) = DeletionDecision(plain, isPod: false, options(propagation), now: 0).step else {
            Issue.record("the object should stay")
            return
        }
        #expect(marked.at("metadata", "finalizers") == [.string(finalizer)])
        #expect(marked.at("metadata", "deletionTimestamp") == "1970-01-01T00:00:00Z")
        #expect(marked.at("metadata", "deletionGracePeriodSeconds") == 0)
    }

    @Test func aSecondDeletionChangesNothing() {
        let held: JSON = ["metadata": ["name": "a", "finalizers": ["x/y"], "deletionTimestamp": "1970-01-01T00:00:00Z"]]
        #expect(DeletionDecision(held, isPod: false, options(), now: 9).step == .nothing)
    }

    private let running: JSON = [
        "metadata": ["name": "p"], "spec": ["nodeName": "n", "terminationGracePeriodSeconds": 30], "status": ["phase": "Running"],
    ]

    @Test func aRunningPodGetsItsTime() {
        guard case .mark(let marked) = DeletionDecision(running, isPod: true, options(), now: 10).step else {
            Issue.record("the pod should stay")
            return
        }
        #expect(marked.at("metadata", "deletionTimestamp") == "1970-01-01T00:00:40Z")
        #expect(marked.at("metadata", "deletionGracePeriodSeconds") == 30)
    }

    @Test func aPodWithoutTimeIsMarkedAndGone() {
        guard case .markAndRemove(let marked) = DeletionDecision(running, isPod: true, options(grace: 0), now: 10).step else {
            Issue.record("the pod should go")
            return
        }
        #expect(marked.at("metadata", "deletionGracePeriodSeconds") == 0)
    }

    @Test func aPodThatRunsNowhereNeedsNoTime() {
        guard case .markAndRemove = DeletionDecision(["metadata": ["name": "p"]], isPod: true, options(), now: 10).step else {
            Issue.record("the pod should go")
            return
        }
    }
}
