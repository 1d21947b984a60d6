import Model
import Testing

@testable import Reconciler

@Suite struct ObservedTests {
    private let key = ObjectKey(namespace: "n", name: "c-0")
    private let cluster = ObjectKey(namespace: "n", name: "c")

    private func service(_ value: String, version: Int, uid: String = "1") -> JSON {
        [
            "metadata": [
                "name": "c-0", "namespace": "n", "uid": .string(uid), "resourceVersion": .string("\(version)"),
                "labels": ["cluster-name": "c"],
            ],
            "spec": ["type": .string(value)],
        ]
    }

    private func complete(_ objects: JSON...) -> Observed {
        var observed = Observed()
        observed.snapshotBegan()
        for object in objects { _ = observed.applied(.services, object) }
        _ = observed.snapshotEnded()
        return observed
    }

    private func value(_ observed: Observed) -> String? { observed.object(.services, key)?.at("spec", "type")?.string }

    @Test func nothingIsCompleteBeforeTheSnapshotEnds() {
        var observed = Observed()
        observed.snapshotBegan()
        #expect(!observed.isComplete)
        _ = observed.snapshotEnded()
        #expect(observed.isComplete)
    }

    @Test func aSnapshotReplacesEverything() {
        var observed = complete(service("a", version: 1))
        observed.snapshotBegan()
        #expect(value(observed) == "a")
        let news1 = observed.snapshotEnded()
        #expect(news1 == [ObjectReference(type: .services, key: key)])
        #expect(value(observed) == nil)
    }

    @Test func objectsAreFoundThroughTheClustersLabel() {
        let observed = complete(service("a", version: 1))
        #expect(observed.objects(.services, of: cluster).count == 1)
        #expect(observed.cluster(of: ObjectReference(type: .services, key: key)) == cluster)
    }

    @Test func ourWriteCountsUntilTheWatcherHasSeenIt() {
        var observed = complete(service("a", version: 1))
        observed.written(.services, service("b", version: 5), now: 0)
        #expect(value(observed) == "b")
        let news2 = observed.applied(.services, service("old", version: 3))
        #expect(!news2)
        #expect(value(observed) == "b")
        let news3 = observed.applied(.services, service("b", version: 5))
        #expect(!news3)
        let news4 = observed.applied(.services, service("c", version: 6))
        #expect(news4)
        #expect(value(observed) == "c")
    }

    @Test func anUnconfirmedWriteIsForgottenAfterAWhile() {
        var observed = complete(service("a", version: 9))
        observed.written(.services, service("b", version: 10), now: 0)
        let news5 = observed.expire(now: Observed.patience)
        #expect(news5.count == 1)
        #expect(value(observed) == "a")
    }

    @Test func aDeletedObjectStaysDeletedUntilAnotherComes() {
        var observed = complete(service("a", version: 1))
        observed.removed(ObjectReference(type: .services, key: key), uid: "1", now: 0)
        #expect(value(observed) == nil)
        let news6 = observed.applied(.services, service("a", version: 2))
        #expect(!news6)
        let news7 = observed.applied(.services, service("new", version: 3, uid: "2"))
        #expect(news7)
        #expect(value(observed) == "new")
    }

    @Test func aLateDeletionOfThePredecessorDoesNotHideWhatWeMade() {
        var observed = complete(service("a", version: 1))
        observed.written(.services, service("b", version: 5, uid: "2"), now: 0)
        let news8 = observed.deleted(.services, key, uid: "1")
        #expect(!news8)
        #expect(value(observed) == "b")
    }

    @Test func whatChangesWithoutMeaningIsNoNews() {
        var observed = complete()
        func pod(_ position: Int, _ state: String) -> JSON {
            [
                "metadata": [
                    "name": "c-0", "namespace": "n", "uid": "1", "resourceVersion": .string("\(position)"),
                    "annotations": ["status": .string(#"{"state":"\#(state)","xlog_location":\#(position)}"#)],
                ]
            ]
        }
        let news9 = observed.applied(.pods, pod(1, "running"))
        #expect(news9)
        let news10 = observed.applied(.pods, pod(2, "running"))
        #expect(!news10)
        let news11 = observed.applied(.pods, pod(3, "stopped"))
        #expect(news11)
    }
}
