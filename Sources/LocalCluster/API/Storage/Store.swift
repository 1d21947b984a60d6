import Model
import Synchronization

/// All objects of the cluster: one sequence of changes under one lock, each with the next resourceVersion, as etcd keeps them.
///
/// It knows nothing of kinds, validation or HTTP. Writers read a state, compute the next one and hand in both; where the state is no
/// longer the stored one nothing happens and they start again. Inputs and outputs (the journal, watches) are only queued under the lock.
final class Store: Sendable {
    /// The first resourceVersion of a new store. Nothing before it can be told, so 1 is too old always.
    static let firstResourceVersion: Int64 = 10

    struct State {
        var collections: [CollectionID: ObjectCollection] = [:]
        var resourceVersion = Store.firstResourceVersion
        /// Nothing before this is known, of any collection.
        var start = Store.firstResourceVersion
        var subscriptions: [CollectionID: [WatchSubscription]] = [:]
        var nextSubscription = 0
    }

    private let state: Mutex<State>
    private let journal: Journal?

    init(journal: Journal? = nil, state: consuming State = State()) {
        self.journal = journal
        self.state = Mutex(state)
    }

    var resourceVersion: Int64 { state.withLock { $0.resourceVersion } }

    // MARK: Reading

    func object(_ collection: CollectionID, _ path: ObjectPath) -> StoredObject? {
        state.withLock { $0.collections[collection]?[path] }
    }

    /// The present objects and the resourceVersion at which this is the state.
    func list(_ collection: CollectionID, namespace: String?) -> (objects: [StoredObject], resourceVersion: Int64) {
        state.withLock { state in
            guard let found = state.collections[collection] else { return ([], state.resourceVersion) }
            return (namespace == nil ? found.objects : Array(found.slice(namespace: namespace)), state.resourceVersion)
        }
    }

    /// The objects as they were then; nil where that is no longer known.
    func list(_ collection: CollectionID, namespace: String?, at resourceVersion: Int64) -> [StoredObject]? {
        let copy = state.withLock { state in
            resourceVersion < state.start ? nil : state.collections[collection] ?? ObjectCollection(historyStart: state.start)
        }
        return copy?.objects(at: resourceVersion, namespace: namespace)
    }

    // MARK: Writing

    /// Stores a new object; nil where there is one already.
    func create(_ collection: CollectionID, _ path: ObjectPath, _ value: JSON) -> StoredObject? {
        commit(collection) { state in
            guard state.collections[collection]?[path] == nil else { return nil }
            return StoreEvent(kind: .added, object: state.next(path, value), previous: nil)
        }
    }

    /// Stores the next state of an object; nil where `expected` is no longer the stored one.
    func replace(_ collection: CollectionID, expected: StoredObject, with value: JSON) -> StoredObject? {
        commit(collection) { state in
            guard state.collections[collection]?[expected.path] === expected else { return nil }
            return StoreEvent(kind: .modified, object: state.next(expected.path, value), previous: expected)
        }
    }

    /// Removes an object; nil where `expected` is no longer the stored one. Answers its last state under the removal's resourceVersion.
    func delete(_ collection: CollectionID, expected: StoredObject) -> StoredObject? {
        commit(collection) { state in
            guard state.collections[collection]?[expected.path] === expected else { return nil }
            return StoreEvent(kind: .deleted, object: state.next(expected.path, expected.value), previous: expected)
        }
    }

    private func commit(_ collection: CollectionID, _ change: (inout State) -> StoreEvent?) -> StoredObject? {
        let event = state.withLock { state -> StoreEvent? in
            guard let event = change(&state) else { return nil }
            state.collections[collection, default: ObjectCollection(historyStart: state.start)].apply(event)
            for subscription in state.subscriptions[collection] ?? [] where subscription.wants(event) {
                _ = subscription.yield(.event(event))
            }
            journal?.enqueue(collection, event)
            return event
        }
        if event != nil, let journal {
            journal.flush()
            journal.shorten {
                let copy = state.withLock { state in
                    journal.forgetQueue()
                    return state
                }
                return copy.journal()
            }
        }
        return event?.object
    }

    // MARK: Watching

    /// Where a watch begins.
    enum WatchStart: Equatable, Sendable {
        /// The changes after a resourceVersion.
        case after(Int64)
        /// The present objects, then the changes.
        case present
        /// Only what happens from now on.
        case now
    }

    /// Begins a watch in one moment with reading what it starts from: nothing is missed and nothing told twice. Nil where the
    /// changes since are no longer known.
    func watch(_ collection: CollectionID, namespace: String?, from start: WatchStart)
        -> (subscription: WatchSubscription, present: [StoredObject], missed: [StoreEvent], resourceVersion: Int64)?
    {
        state.withLock { state in
            let found = state.collections[collection] ?? ObjectCollection(historyStart: state.start)
            var present: [StoredObject] = []
            var missed: [StoreEvent] = []
            var after = state.resourceVersion
            switch start {
            case .after(let resourceVersion):
                guard let events = found.events(after: resourceVersion), resourceVersion >= state.start else { return nil }
                missed = events.filter { namespace == nil || namespace == $0.object.path.namespace }
                after = max(after, resourceVersion)
            case .present: present = Array(found.slice(namespace: namespace))
            case .now: break
            }
            state.nextSubscription += 1
            let subscription = WatchSubscription(
                id: state.nextSubscription, collection: collection, namespace: namespace, after: after)
            state.subscriptions[collection, default: []].append(subscription)
            return (subscription, present, missed, state.resourceVersion)
        }
    }

    func end(_ subscription: WatchSubscription) {
        state.withLock { $0.subscriptions[subscription.collection]?.removeAll { $0 === subscription } }
        subscription.finish()
    }

    /// Ends every watch of a collection, behind what was published before.
    func endWatches(of collection: CollectionID) {
        let ended = state.withLock { $0.subscriptions.removeValue(forKey: collection) ?? [] }
        for subscription in ended { subscription.finish() }
    }

    /// Tells a watch how far the store is, behind everything that was published before.
    func tellProgress(to subscription: WatchSubscription) {
        state.withLock { state in
            if state.resourceVersion >= subscription.after { _ = subscription.yield(.progress(state.resourceVersion)) }
        }
    }

    /// Ends all watches, for the end of the process.
    func endAllWatches() {
        let all = state.withLock { state in
            defer { state.subscriptions = [:] }
            return state.subscriptions.values.flatMap { $0 }
        }
        for subscription in all { subscription.finish() }
    }
}

extension Store.State {
    /// The object under the next resourceVersion.
    mutating func next(_ path: ObjectPath, _ value: JSON) -> StoredObject {
        resourceVersion += 1
        var value = value
        var metadata = value["metadata"] ?? [:]
        metadata["resourceVersion"] = .string(String(resourceVersion))
        value["metadata"] = metadata
        return StoredObject(path: path, resourceVersion: resourceVersion, value: value)
    }
}
