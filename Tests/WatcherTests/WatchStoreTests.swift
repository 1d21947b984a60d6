import IPC
import Model
import Testing

@testable import Watcher

private let all = WatchTarget(.secrets, namespace: "n", labelSelector: "a=b")
private let one = WatchTarget(.secrets, namespace: "n", name: "a")

private func store(_ targets: WatchTarget...) -> WatchStore {
    var store = WatchStore()
    for target in targets { store.add(target) }
    return store
}

@Test func listComesOutAsDifferences() {
    var store = store(all)
    store.beginList(all)
    #expect(store.applied(all, object(.secrets, "a")).count == 1)
    #expect(store.applied(all, object(.secrets, "b")).count == 1)
    #expect(store.applied(all, object(.secrets, "c")).count == 1)
    #expect(store.endList(all) == [])

    store.beginList(all)
    #expect(store.applied(all, object(.secrets, "a")) == [])
    #expect(store.applied(all, object(.secrets, "b", version: 2)).count == 1)
    #expect(store.endList(all) == [.other(.deleted(type: .secrets, key: ObjectKey(namespace: "n", name: "c"), uid: "uid-c"))])
    #expect(store.count(all) == 2)
}

@Test func listThatBeginsAnewForgetsWhatItHadNamed() {
    var store = store(all)
    store.beginList(all)
    _ = store.applied(all, object(.secrets, "a"))
    store.beginList(all)
    #expect(store.endList(all).count == 1)
}

@Test func objectOfTwoTargetsIsToldOnceAndGoesWithTheLast() {
    var store = store(all, one)
    let secret = object(.secrets, "a")
    #expect(store.applied(all, secret).count == 1)
    #expect(store.applied(one, secret) == [])
    // It has lost its label, but is asked for by name.
    #expect(store.deleted(all, secret) == [])
    #expect(store.deleted(one, secret).count == 1)
}

@Test func slowerOfTwoTargetsDoesNotTurnBackTheClock() {
    var store = store(all, one)
    #expect(store.applied(all, object(.secrets, "a", version: 5)).count == 1)
    #expect(store.applied(one, object(.secrets, "a", version: 4)) == [])
    // Made anew, its versions say nothing about the old one's.
    #expect(store.applied(one, object(.secrets, "a", version: 3, uid: "other")).count == 1)
}

@Test func removedTargetTakesAlongWhatOnlyItHeld() {
    var store = store(all, one)
    _ = store.applied(all, object(.secrets, "a"))
    _ = store.applied(all, object(.secrets, "b"))
    _ = store.applied(one, object(.secrets, "a"))
    #expect(store.remove(all) == [.other(.deleted(type: .secrets, key: ObjectKey(namespace: "n", name: "b"), uid: "uid-b"))])
}

@Test func heartbeatOfANodeIsNoChange() throws {
    let target = WatchTarget(.nodes)
    var store = store(target)
    func node(_ version: Int, beat: String, cordoned: Bool = false) throws -> ObservedObject {
        let json: JSON = [
            "metadata": [
                "name": "x", "uid": "u", "resourceVersion": .string("\(version)"), "labels": ["zone": "z"], "annotations": ["a": "b"],
            ],
            "spec": ["unschedulable": .bool(cordoned), "podCIDR": "10.0.0.0/8"],
            "status": ["conditions": [["lastHeartbeatTime": .string(beat)]]],
        ]
        return try #require(ObservedObject(json, .nodes))
    }
    #expect(store.applied(target, try node(1, beat: "1")).count == 1)
    #expect(store.applied(target, try node(2, beat: "2")) == [])
    #expect(store.applied(target, try node(3, beat: "3", cordoned: true)).count == 1)
}

@Test func projectionKeepsOwnFieldsOnly() {
    let secret: JSON = [
        "metadata": [
            "name": "a", "selfLink": "/x", "annotations": ["kubectl.kubernetes.io/last-applied-configuration": "{}", "kept": "1"],
            "managedFields": [["manager": "kubectl"], ["manager": "postgres-operator", "operation": "Update"]],
        ],
        "data": ["password": "eA=="],
    ]
    #expect(
        Projection.projected(secret, .secrets) == [
            "metadata": [
                "name": "a", "annotations": ["kept": "1"],
                "managedFields": [["manager": "postgres-operator", "operation": "Update"]],
            ],
            "data": ["password": "eA=="],
        ])
}

@Test func projectionOfAPodKeepsItsSpec() {
    let pod: JSON = [
        "metadata": ["name": "a"], "spec": ["containers": [["name": "postgres", "image": "i"]], "nodeName": "x"],
        "status": [
            "phase": "Running", "podIP": "10.0.0.1", "hostIP": "10.0.0.2", "qosClass": "Burstable",
            "containerStatuses": [["name": "postgres", "ready": true, "imageID": "sha256:0", "state": ["running": [:]]]],
        ],
    ]
    var expected = pod
    expected["status"] = [
        "phase": "Running", "podIP": "10.0.0.1",
        "containerStatuses": [["name": "postgres", "ready": true, "state": ["running": [:]]]],
    ]
    #expect(Projection.projected(pod, .pods) == expected)
}

@Test func storedMessageHasTheFormOfTheMessage() throws {
    let secret = object(.secrets, "a", ["data": ["password": "eA=="]])
    let stored = StoredMessage.applied(type: .secrets, object: secret)
    let message = stored.message
    #expect(stored.type == message.type)
    #expect(stored.body == message.body)
    #expect(stored.coalescingKey == message.coalescingKey)
    #expect(stored.standing == message.standing)
    #expect(stored.redactedBody == message.redactedBody)
    #expect(!stored.redactedBody.text().contains("eA=="))
    #expect(try StoredMessage(type: stored.type, body: stored.body).message == message)
}
