import Synchronization

/// Tells any number of connections the same level: each gets a snapshot of what holds when it connects, then every change after that.
///
/// Taking the snapshot and subscribing to the changes are one step under one lock, so that nothing falls between them. While the level is
/// not yet complete (the first lists are still being read) a connection gets what is there, and `snapshotEnd` once `complete` is called.
public final class SnapshotPublisher<M: SnapshotMessage>: Sendable {
    private struct State {
        var held: [String: M] = [:]
        var isComplete = false
        var subscribers: [UInt64: Outbox<M>] = [:]
        var nextID: UInt64 = 0
        /// For each connection that still waits for the end of its snapshot: the snapshot's id.
        var unfinished: [UInt64: String] = [:]
    }

    private let instance: String
    private let state = Mutex(State())

    /// `instance` begins the ids of all snapshots.
    public init(instance: String = Instance.id) { self.instance = instance }

    /// Says it to everybody, now and later. Never waits.
    public func publish(_ message: M) {
        state.withLock { state in
            switch message.standing {
            case .holds(let key): state.held[key] = message
            case .ends(let key): state.held[key] = nil
            case .passes: break
            }
            for outbox in state.subscribers.values { outbox.post(message, limit: state.held.count * 2) }
        }
    }

    /// The level is complete: snapshots end from now on. Calling it again changes nothing.
    public func complete() {
        state.withLock { state in
            state.isComplete = true
            for (subscriber, id) in state.unfinished {
                state.subscribers[subscriber]?.post(M.snapshotEnd(id: id), limit: state.held.count * 2 + 2)
            }
            state.unfinished.removeAll()
        }
    }

    public var isComplete: Bool { state.withLock { $0.isComplete } }
    /// How many things the next snapshot would hold.
    public var count: Int { state.withLock { $0.held.count } }
    public var subscriberCount: Int { state.withLock { $0.subscribers.count } }

    func attach(_ outbox: Outbox<M>) -> UInt64 {
        state.withLock { state in
            state.nextID += 1
            let subscriber = state.nextID
            let id = "\(instance)-\(subscriber)"
            let limit = state.held.count * 2 + 2
            outbox.post(.snapshotBegin(id: id), limit: limit)
            // Sorted, so that the same level gives the same lines.
            for (_, message) in state.held.sorted(by: { $0.key < $1.key }) { outbox.post(message, limit: limit) }
            if state.isComplete { outbox.post(.snapshotEnd(id: id), limit: limit) } else { state.unfinished[subscriber] = id }
            state.subscribers[subscriber] = outbox
            return subscriber
        }
    }

    func detach(_ subscriber: UInt64) {
        state.withLock { state in
            state.subscribers[subscriber] = nil
            state.unfinished[subscriber] = nil
        }
    }
}
