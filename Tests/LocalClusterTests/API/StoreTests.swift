import Model
import Testing

@testable import LocalCluster

private let things = CollectionID(group: "", plural: "things")

private func thing(_ name: String, _ value: Int = 0, labels: [String: String] = [:]) -> JSON {
    ["metadata": ["name": .string(name), "namespace": "ns", "labels": JSON(labels)], "data": JSON(value)]
}

private func path(_ name: String, _ namespace: String = "ns") -> ObjectPath { ObjectPath(namespace: namespace, name: name) }

struct StoreTests {
    @Test func everyChangeGetsTheNextResourceVersion() throws {
        let store = Store()
        let first = try #require(store.create(things, path("a"), thing("a")))
        let second = try #require(store.replace(things, expected: first, with: thing("a", 1)))
        let gone = try #require(store.delete(things, expected: second))
        #expect(second.resourceVersion == first.resourceVersion + 1)
        #expect(gone.resourceVersion == second.resourceVersion + 1)
        #expect(gone.value.at("metadata", "resourceVersion")?.string == String(gone.resourceVersion))
        #expect(store.object(things, path("a")) == nil)
    }

    @Test func theSecondWriterWithTheSameStateIsRefused() throws {
        let store = Store()
        let first = try #require(store.create(things, path("a"), thing("a")))
        #expect(store.create(things, path("a"), thing("a")) == nil)
        #expect(store.replace(things, expected: first, with: thing("a", 1)) != nil)
        #expect(store.replace(things, expected: first, with: thing("a", 2)) == nil)
        #expect(store.delete(things, expected: first) == nil)
    }

    @Test func listsComeInOrderOfNamespaceAndName() {
        let store = Store()
        for (namespace, name) in [("b", "a"), ("a", "z"), ("ab", "m"), ("a", "b"), ("a-b", "x")] {
            _ = store.create(things, path(name, namespace), thing(name))
        }
        #expect(
            store.list(things, namespace: nil).objects.map(\.path).map { "\($0.namespace)/\($0.name)" } == [
                "a-b/x", "a/b", "a/z", "ab/m", "b/a",
            ])
        #expect(store.list(things, namespace: "a").objects.map(\.path.name) == ["b", "z"])
        #expect(store.list(things, namespace: "none").objects.isEmpty)
    }

    @Test func anOlderStateIsTheNewestWithTheChangesTakenBack() throws {
        let store = Store()
        let a = try #require(store.create(things, path("a"), thing("a", 1)))
        let b = try #require(store.create(things, path("b"), thing("b", 1)))
        let then = store.resourceVersion
        let a2 = try #require(store.replace(things, expected: a, with: thing("a", 2)))
        _ = store.delete(things, expected: b)
        _ = store.create(things, path("c"), thing("c"))
        _ = store.delete(things, expected: a2)
        let past = try #require(store.list(things, namespace: nil, at: then))
        #expect(past.map(\.path.name) == ["a", "b"])
        #expect(past.first?.value["data"] == 1)
        #expect(store.list(things, namespace: nil, at: 1) == nil)
    }

    @Test func aWatchMissesNothingAndTellsNothingTwice() async throws {
        let store = Store()
        _ = store.create(things, path("a"), thing("a"))
        let since = store.resourceVersion
        _ = store.create(things, path("b"), thing("b"))
        let begun = try #require(store.watch(things, namespace: nil, from: .after(since)))
        _ = store.create(things, path("c"), thing("c"))
        store.end(begun.subscription)
        _ = store.create(things, path("d"), thing("d"))
        #expect(begun.missed.map(\.object.path.name) == ["b"])
        var live: [String] = []
        for await case .event(let event) in begun.subscription.items { live.append(event.object.path.name) }
        #expect(live == ["c"])
    }

    @Test func aWatchFromBeforeTheHistoryIsTooOld() {
        #expect(Store().watch(things, namespace: nil, from: .after(1)) == nil)
    }

    @Test func progressComesBehindTheChangesBeforeIt() async throws {
        let store = Store()
        let begun = try #require(store.watch(things, namespace: "ns", from: .now))
        _ = store.create(things, path("a"), thing("a"))
        _ = store.create(things, path("x", "elsewhere"), thing("x"))
        store.tellProgress(to: begun.subscription)
        store.end(begun.subscription)
        var told: [String] = []
        for await item in begun.subscription.items {
            switch item {
            case .event(let event): told.append(event.object.path.name)
            case .progress(let version): told.append(version == store.resourceVersion ? "newest" : "older")
            }
        }
        #expect(told == ["a", "newest"])
    }

    @Test func oldHistoryIsForgottenAndReadsFromBeforeItAreRefused() {
        var collection = ObjectCollection(historyStart: 10)
        for number in 11...Int64(11 + ObjectCollection.historyLimit * 2) {
            let object = StoredObject(path: path("a"), resourceVersion: number, value: thing("a"))
            collection.apply(StoreEvent(kind: .modified, object: object, previous: nil))
        }
        #expect(collection.history.count <= ObjectCollection.historyLimit * 5 / 4)
        #expect(collection.events(after: 10) == nil)
        #expect(collection.events(after: collection.historyStart)?.count == collection.history.count)
    }
}

struct JournalTests {
    @Test func aJournalBringsBackStateAndHistory() throws {
        var state = Store.State()
        let lines: [JournalLine] = [
            .start(20),
            JournalLine(operation: .load, collection: things, resourceVersion: 15, object: thing("a", 1)),
            JournalLine(operation: .put, collection: things, resourceVersion: 21, object: thing("b")),
            JournalLine(operation: .put, collection: things, resourceVersion: 22, object: thing("a", 2)),
            JournalLine(operation: .delete, collection: things, resourceVersion: 23, object: thing("b")),
        ]
        var bytes: [UInt8] = []
        for line in lines { line.write(to: &bytes) }
        state.replay(bytes + Array("{\"op\":\"put\",\"cut o".utf8))
        let store = Store(state: state)
        #expect(store.resourceVersion == 23)
        #expect(store.list(things, namespace: nil).objects.map(\.path.name) == ["a"])
        #expect(try #require(store.list(things, namespace: nil, at: 21)).map(\.path.name) == ["a", "b"])
        #expect(store.watch(things, namespace: nil, from: .after(20))?.missed.map(\.kind) == [.added, .modified, .deleted])
        #expect(store.list(things, namespace: nil, at: 19) == nil)
    }

    @Test func theShortFormIsTheSameState() {
        var state = Store.State()
        var bytes: [UInt8] = []
        JournalLine(operation: .put, collection: things, resourceVersion: 11, object: thing("a")).write(to: &bytes)
        JournalLine(operation: .put, collection: things, resourceVersion: 12, object: thing("b")).write(to: &bytes)
        JournalLine(operation: .delete, collection: things, resourceVersion: 13, object: thing("a")).write(to: &bytes)
        state.replay(bytes)
        var again = Store.State()
        again.replay(state.journal())
        #expect(again.journal() == state.journal())
        #expect(again.resourceVersion == 13)
    }

    @Test func withoutHistoryEverythingBeforeIsTooOld() {
        var state = Store.State()
        var bytes: [UInt8] = []
        JournalLine(operation: .put, collection: things, resourceVersion: 11, object: thing("a")).write(to: &bytes)
        JournalLine(operation: .put, collection: things, resourceVersion: 12, object: thing("b")).write(to: &bytes)
        state.replay(bytes)
        state.forgetHistory()
        let store = Store(state: state)
        #expect(store.watch(things, namespace: nil, from: .after(11)) == nil)
        #expect(store.watch(things, namespace: nil, from: .after(12)) != nil)
    }
}
