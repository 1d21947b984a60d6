import Model
import Synchronization

/// The receiving end of a watch: what the store publishes for one collection, in order, until either side ends it.
final class WatchSubscription: Sendable {
    /// A client that reads slower than this many changes loses its watch and must list again.
    static let capacity = 16384

    let id: Int
    let collection: CollectionID
    /// Only this namespace, nil for all.
    let namespace: String?
    /// Only changes after this.
    let after: Int64
    let items: AsyncStream<WatchItem>
    private let continuation: AsyncStream<WatchItem>.Continuation

    init(id: Int, collection: CollectionID, namespace: String?, after: Int64) {
        (self.id, self.collection, self.namespace, self.after) = (id, collection, namespace, after)
        (items, continuation) = AsyncStream.makeStream(of: WatchItem.self, bufferingPolicy: .bufferingOldest(Self.capacity))
    }

    func wants(_ event: StoreEvent) -> Bool {
        event.resourceVersion > after && (namespace == nil || namespace == event.object.path.namespace)
    }

    /// False where the client does not keep up: the watch is then over.
    func yield(_ item: WatchItem) -> Bool {
        if case .enqueued = continuation.yield(item) { return true }
        finish()
        return false
    }

    func finish() { continuation.finish() }
}
