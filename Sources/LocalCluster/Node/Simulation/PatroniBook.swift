import Model
import Synchronization

/// What the simulated Patroni's REST interface needs to know, by the address that a request comes to: kept from what is observed, read by
/// the listener.
final class PatroniBook: Sendable {
    struct Entry: Sendable, Equatable {
        var member: SpiloMember
        var uid: String
        var address: String
        var started: Moment
        var isReady: Bool
        var pendingRestart = false
    }

    struct Cluster: Sendable, Equatable {
        var leader: String?
        var config: JSON = [:]
    }

    private struct State {
        var byAddress: [String: Entry] = [:]
        var clusters: [ObjectKey: Cluster] = [:]
        var addressByUID: [String: String] = [:]
    }

    private let state = Mutex(State())

    /// Addresses that came and went with this change.
    func note(_ change: ObservedChange, now: Moment) -> (came: String?, went: String?) {
        guard let object = change.object else { return (nil, nil) }
        return state.withLock { state in
            switch object.type {
            case .pods: return Self.notePod(change, now: now, &state)
            case .configMaps, .endpoints: Self.noteObject(object, isGone: change.new == nil, &state)
            default: break
            }
            return (nil, nil)
        }
    }

    private static func notePod(_ change: ObservedChange, now: Moment, _ state: inout State) -> (came: String?, went: String?) {
        if let old = change.old, change.new == nil || change.new?.uid != old.uid,
            let address = state.addressByUID.removeValue(forKey: old.uid)
        {
            state.byAddress[address] = nil
            return (nil, address)
        }
        guard let new = change.new, let ip = PodView(new).ip, let member = SpiloMember(pod: new), PodView(new).phase == "Running" else {
            return (nil, nil)
        }
        let known = state.byAddress[ip]
        state.byAddress[ip] = Entry(
            member: member, uid: new.uid, address: ip, started: known?.started ?? now, isReady: PodView(new).isReady,
            pendingRestart: known?.uid == new.uid && known?.pendingRestart == true)
        state.addressByUID[new.uid] = ip
        return (known == nil ? ip : nil, nil)
    }

    private static func noteObject(_ object: ObservedObject, isGone: Bool, _ state: inout State) {
        let annotations = object.annotations
        for suffix in ["", "-leader", "-config"] where object.name.hasSuffix(suffix) {
            let key = ObjectKey(namespace: object.namespace, name: String(object.name.dropLast(suffix.count)))
            if suffix != "-config", annotations["leader"] != nil || isGone {
                state.clusters[key, default: Cluster()].leader = isGone ? nil : annotations["leader"]
            }
            if suffix == "-config", let text = annotations["config"], let config = try? JSON(parsing: text) {
                state.clusters[key, default: Cluster()].config = isGone ? [:] : config
            }
        }
    }

    func entry(at address: String) -> Entry? { state.withLock { $0.byAddress[address] } }

    func cluster(of entry: Entry) -> Cluster {
        state.withLock { $0.clusters[ObjectKey(namespace: entry.member.namespace, name: entry.member.scope)] ?? Cluster() }
    }

    /// The members of the same cluster, the leader first, then by name.
    func members(with entry: Entry) -> [Entry] {
        let leader = cluster(of: entry).leader
        return state.withLock { state in
            state.byAddress.values.filter { $0.member.namespace == entry.member.namespace && $0.member.scope == entry.member.scope }
        }.sorted { ($0.member.pod == leader ? 0 : 1, $0.member.pod) < ($1.member.pod == leader ? 0 : 1, $1.member.pod) }
    }

    func setPendingRestart(_ pending: Bool, at addresses: [String]) {
        state.withLock { state in
            for address in addresses { state.byAddress[address]?.pendingRestart = pending }
        }
    }

    /// The new configuration counts at once; the watch confirms it.
    func setConfig(_ config: JSON, of entry: Entry) {
        state.withLock {
            $0.clusters[ObjectKey(namespace: entry.member.namespace, name: entry.member.scope), default: Cluster()].config = config
        }
    }
}
