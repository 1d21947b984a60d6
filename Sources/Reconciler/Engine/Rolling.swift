/// The rolling restart of a cluster's pods: what is the one next thing to do, from what is there now.
///
/// Nothing is remembered between two looks: the pods themselves say who still has to be made anew, so that a killed operator goes on
/// where it was, and a pod that was made anew (it has another uid and no flag) is never restarted twice. Replicas go first, the
/// highest ordinal first, one at a time; then another member is made the primary; the old primary goes last.
struct Rolling: Equatable {
    enum Decision: Equatable {
        /// No pod has to be restarted.
        case done
        case wait(String)
        /// Delete the pod, and let the StatefulSet make it anew. With `needsHealthyRest` only after Patroni said that the others replicate.
        case restart(PodState, needsHealthyRest: Bool)
        /// Have Patroni make somebody else the primary; members that have to be restarted themselves are no candidates if there are others.
        case switchOver(from: PodState, avoiding: Set<String>)
    }

    var pods: [PodState]
    /// As many pods as the StatefulSet is to have.
    var replicas: Int

    /// Pods that would go, in order, ending with the primary: for a plan that people read.
    var order: [PodState] {
        let due = pods.filter(\.needsRestart)
        let others = due.filter { $0.role != .primary }.sorted { ($0.isRunning ? 1 : 0, -$0.ordinal) < ($1.isRunning ? 1 : 0, -$1.ordinal) }
        return others + due.filter { $0.role == .primary }
    }

    var next: Decision {
        guard let first = order.first else { return .done }
        if let going = pods.first(where: \.isTerminating) { return .wait("pod \(going.name) is being deleted") }
        // A pod that does not run is only repaired by making it anew; there is nothing to wait for.
        if !first.isRunning, first.role != .primary { return .restart(first, needsHealthyRest: false) }
        if pods.count < replicas { return .wait("\(pods.count) of \(replicas) pods are there") }
        if let late = pods.first(where: { !$0.needsRestart && ($0.role == nil || !$0.isRunning) }) {
            return .wait("pod \(late.name) has not joined the cluster yet")
        }
        if first.role != .primary { return .restart(first, needsHealthyRest: true) }
        let others = pods.filter { $0.name != first.name && $0.role == .replica && $0.isRunning }
        // Alone, or without a running server: nobody could take over, or nobody would notice.
        if others.isEmpty || !first.isRunning { return .restart(first, needsHealthyRest: false) }
        return .switchOver(from: first, avoiding: Set(others.filter(\.needsRestart).map(\.name)))
    }

    /// Whether all other members are well enough to do without this one: replicating and not too far behind.
    static func obstacle(to restart: PodState, in cluster: PatroniCluster, lagLimit: Int) -> String? {
        for member in cluster.members where member.name != restart.name {
            if member.role.leads {
                if !["running", "streaming"].contains(member.state) { return "the leader \(member.name) is \(member.state)" }
            } else if !member.isReplicating {
                return "member \(member.name) is \(member.state)"
            } else if let lag = member.lag, lag > lagLimit {
                return "member \(member.name) lags by \(lag) bytes, allowed are \(lagLimit)"
            } else if member.lag == nil {
                return "member \(member.name) does not say how far it lags"
            }
        }
        return cluster.leader == nil ? "the cluster has no leader" : nil
    }
}
