/// Which member shall lead next: pure, from what Patroni says of its members.
enum SwitchoverCandidate {
    enum Choice: Equatable {
        case member(String)
        /// Nobody can lead now; the reason is for people.
        case none(String)
    }

    /// A synchronous standby always comes first, then the one that lags least; ties keep Patroni's order.
    ///
    /// - Parameters:
    ///   - synchronous: in synchronous mode nobody but a synchronous standby may lead without losing transactions.
    ///   - excluded: members that must not be chosen, say because they are restarted themselves next.
    static func choose(_ cluster: PatroniCluster, synchronous: Bool, excluding excluded: Set<String> = []) -> Choice {
        let able = cluster.members.filter { !$0.role.leads && $0.isReplicating && !excluded.contains($0.name) }
        let standbys = able.filter { $0.role == .synchronousStandby }
        if let best = leastLag(standbys) { return .member(best.name) }
        if synchronous { return .none("synchronous mode, and no synchronous standby is ready to lead") }
        let replicas = able.filter { if case .other = $0.role { false } else { true } }
        guard let best = leastLag(replicas) else { return .none("no replica is running and replicating") }
        return .member(best.name)
    }

    private static func leastLag(_ members: [PatroniMember]) -> PatroniMember? {
        members.enumerated().min { ($0.element.lag ?? .max, $0.offset) < ($1.element.lag ?? .max, $1.offset) }?.element
    }
}
