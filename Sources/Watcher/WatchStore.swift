import IPC
import Model

/// Which target holds which objects, so that lists come out as differences and an object that two targets hold is told of once. Pure.
///
/// The objects' texts are not here but with the publisher; here is what tells versions apart.
struct WatchStore: Sendable {
    private struct Stamp: Sendable, Equatable {
        let uid: String
        let version: UInt64?
        let digest: Int
    }

    private struct Holding: Sendable {
        var objects: [ObjectKey: Stamp] = [:]
        /// While a list arrives: what it has named so far.
        var listed: Set<ObjectKey>?
        var isSettled = false
    }

    private var holdings: [WatchTarget: Holding] = [:]

    func isKnown(_ target: WatchTarget) -> Bool { holdings[target] != nil }
    func count(_ target: WatchTarget) -> Int { holdings[target]?.objects.count ?? 0 }
    /// Whether it was listed once, or can be done without.
    func isSettled(_ target: WatchTarget) -> Bool { holdings[target]?.isSettled ?? false }
    func holds(_ target: WatchTarget, _ key: ObjectKey) -> Bool { holdings[target]?.objects[key] != nil }

    mutating func add(_ target: WatchTarget) { if holdings[target] == nil { holdings[target] = Holding() } }

    /// What only this target held is gone.
    mutating func remove(_ target: WatchTarget) -> [StoredMessage] {
        guard let holding = holdings.removeValue(forKey: target) else { return [] }
        return holding.objects.sorted { $0.key < $1.key }.compactMap { gone(target.type, $0.key, uid: $0.value.uid) }
    }

    mutating func beginList(_ target: WatchTarget) { holdings[target]?.listed = [] }

    mutating func settle(_ target: WatchTarget) { holdings[target]?.isSettled = true }

    mutating func applied(_ target: WatchTarget, _ object: ObservedObject) -> [StoredMessage] {
        guard holdings[target] != nil else { return [] }
        holdings[target]?.listed?.insert(object.key)
        let stamp = Stamp(uid: object.uid, version: object.version, digest: object.text.hashValue)
        let known = holders(target.type, object.key)
        holdings[target]?.objects[object.key] = stamp
        // Told already, by this target or by another one that is further ahead.
        let isOld = known.contains { other in
            other == stamp || (other.uid == stamp.uid && (other.version ?? 0) > (stamp.version ?? 0))
        }
        return isOld ? [] : [.applied(type: target.type, object: object)]
    }

    mutating func deleted(_ target: WatchTarget, _ object: ObservedObject) -> [StoredMessage] {
        holdings[target]?.listed?.remove(object.key)
        guard holdings[target]?.objects.removeValue(forKey: object.key) != nil else { return [] }
        return gone(target.type, object.key, uid: object.uid).map { [$0] } ?? []
    }

    /// What the list did not name is gone.
    mutating func endList(_ target: WatchTarget) -> [StoredMessage] {
        guard var holding = holdings[target] else { return [] }
        let listed = holding.listed ?? []
        let missing = holding.objects.filter { !listed.contains($0.key) }
        for key in missing.keys { holding.objects[key] = nil }
        let isFirst = !holding.isSettled
        holding.listed = nil
        holding.isSettled = true
        holdings[target] = holding
        var messages = missing.sorted { $0.key < $1.key }.compactMap { gone(target.type, $0.key, uid: $0.value.uid) }
        if isFirst, let message = absence(target) { messages.append(message) }
        return messages
    }

    /// That an object asked for by name does not exist.
    func absence(_ target: WatchTarget) -> StoredMessage? {
        guard !target.name.isEmpty, !target.namespace.isEmpty else { return nil }
        return gone(target.type, ObjectKey(namespace: target.namespace, name: target.name), uid: "")
    }

    private func gone(_ type: ResourceType, _ key: ObjectKey, uid: String) -> StoredMessage? {
        holders(type, key).isEmpty ? .other(.deleted(type: type, key: key, uid: uid)) : nil
    }

    private func holders(_ type: ResourceType, _ key: ObjectKey) -> [Stamp] {
        holdings.compactMap { $0.key.type == type ? $0.value.objects[key] : nil }
    }
}
