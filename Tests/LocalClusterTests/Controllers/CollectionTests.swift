import Model
import Testing

@testable import LocalCluster

@Suite struct CollectionTests {
    private func cluster() -> TinyCluster { TinyCluster([GarbageCollection()], types: [.configMaps]) }

    private func owned(_ name: String, by owners: [(name: String, uid: JSON?)], blocks: Bool = false) -> JSON {
        let references = owners.map { owner -> JSON in
            [
                "apiVersion": "v1", "kind": "ConfigMap", "name": .string(owner.name), "uid": owner.uid ?? "",
                "blockOwnerDeletion": .bool(blocks),
            ]
        }
        return ["metadata": ["name": .string(name), "ownerReferences": .array(references)]]
    }

    @Test func dependentsFollowTheirOwner() {
        var cluster = cluster()
        cluster.create(.configMaps, ["metadata": ["name": "owner"]])
        cluster.create(.configMaps, owned("dependent", by: [("owner", cluster[.configMaps, "owner"]?.at("metadata", "uid"))]))
        cluster.settle()
        #expect(cluster.names(.configMaps) == ["dependent", "owner"])
        cluster.delete(.configMaps, "owner")
        cluster.settle()
        #expect(cluster.names(.configMaps) == [])
    }

    @Test func foregroundDeletionWaitsForBlockingDependents() {
        var cluster = cluster()
        cluster.create(.configMaps, ["metadata": ["name": "owner"]])
        var dependent = owned("dependent", by: [("owner", cluster[.configMaps, "owner"]?.at("metadata", "uid"))], blocks: true)
        dependent.set(["metadata", "finalizers"], to: ["example/hold"])
        cluster.create(.configMaps, dependent)
        cluster.delete(.configMaps, "owner", propagation: "Foreground")
        cluster.settle()
        #expect(cluster[.configMaps, "dependent"]?.at("metadata", "deletionTimestamp") != nil)
        #expect(cluster[.configMaps, "owner"] != nil)
        cluster.patch(.configMaps, "dependent", ["metadata": ["finalizers": nil]])
        cluster.settle()
        #expect(cluster.names(.configMaps) == [])
    }

    @Test func ownerThatNeverWasIsNoOwner() {
        var cluster = cluster()
        cluster.create(.configMaps, owned("dangling", by: [("nobody", "00000000")]))
        cluster.settle()
        #expect(cluster.names(.configMaps) == [])
    }

    @Test func anotherLivingOwnerKeepsIt() {
        var cluster = cluster()
        for name in ["one", "two"] { cluster.create(.configMaps, ["metadata": ["name": .string(name)]]) }
        let uids = ["one", "two"].map { (name: $0, uid: cluster[.configMaps, $0]?.at("metadata", "uid")) }
        cluster.create(.configMaps, owned("shared", by: uids))
        cluster.delete(.configMaps, "one")
        cluster.settle()
        #expect(cluster[.configMaps, "shared"]?.at("metadata", "ownerReferences")?.array?.compactMap { $0["name"]?.string } == ["two"])
    }

    @Test func anOldVersionNeverReplacesANewOne() {
        var objects = ObservedObjects()
        func map(_ version: Int, uid: String = "u") -> JSON {
            ["metadata": ["name": "a", "namespace": "n", "uid": .string(uid), "resourceVersion": .string(String(version))]]
        }
        #expect(objects.take(.configMaps, map(5)) != nil)
        #expect(objects.take(.configMaps, map(4)) == nil)
        #expect(objects.drop(ObjectReference(.configMaps, namespace: "n", name: "a"), uid: "u") != nil)
        #expect(objects.take(.configMaps, map(6)) == nil)
        #expect(objects.take(.configMaps, map(7, uid: "v")) != nil)
    }

    @Test func runningKeyIsHeldPending() {
        var queue = KeyQueue()
        let item = KeyQueue.Item(controller: 0, key: ObjectReference(.pods, namespace: "n", name: "a"))
        let now = Moment(seconds: 0)
        queue.add(item)
        #expect(queue.next(now: now) == item)
        queue.add(item)
        #expect(queue.next(now: now) == nil)
        queue.finished(item, failed: false, now: now)
        #expect(queue.next(now: now) == item)
        queue.finished(item, failed: true, now: now)
        #expect(queue.next(now: now) == nil)
        #expect(queue.nextDue == now + KeyQueue.firstDelay)
        #expect(queue.next(now: now + 1) == item)
    }

    @Test func momentsAreReadAsTheyAreWritten() {
        #expect(Moment(parsing: "2026-11-25T03:04:05Z")?.text == "2026-11-25T03:04:05Z")
        #expect(Moment(parsing: "2028-02-29T23:59:59.250000Z")?.microText == "2028-02-29T23:59:59.250000Z")
        #expect(Moment(seconds: 0).text == "1970-01-01T00:00:00Z")
        #expect(Moment(parsing: "soon") == nil)
    }
}
