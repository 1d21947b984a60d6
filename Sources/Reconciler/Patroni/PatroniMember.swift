import Model

/// One member of a cluster as Patroni's `GET /cluster` tells of it.
public struct PatroniMember: Sendable, Equatable {
    public enum Role: Sendable, Equatable {
        /// `master` before Patroni 4, `primary` in a member's own answer, `leader` in the cluster's.
        case leader
        case standbyLeader
        /// `sync_standby` and `quorum_standby`.
        case synchronousStandby
        case replica
        case other(String)

        public init(_ text: String) {
            switch text {
            case "leader", "master", "primary": self = .leader
            case "standby_leader": self = .standbyLeader
            case "sync_standby", "quorum_standby": self = .synchronousStandby
            case "replica": self = .replica
            default: self = .other(text)
            }
        }

        public var leads: Bool { self == .leader || self == .standbyLeader }
    }

    public var name: String
    public var role: Role
    public var state: String
    public var timeline: Int?
    /// Bytes behind the leader; nil where Patroni does not know.
    public var lag: Int?
    public var pendingRestart: Bool

    public init(name: String, role: Role, state: String, timeline: Int? = nil, lag: Int? = 0, pendingRestart: Bool = false) {
        self.name = name
        self.role = role
        self.state = state
        self.timeline = timeline
        self.lag = lag
        self.pendingRestart = pendingRestart
    }

    public init?(_ json: JSON) {
        guard let name = json["name"]?.string, let role = json["role"]?.string, let state = json["state"]?.string else { return nil }
        self.init(
            name: name, role: Role(role), state: state, timeline: json["timeline"]?.int, lag: json["lag"]?.int,
            pendingRestart: json["pending_restart"]?.bool ?? false)
    }

    /// Whether it replicates: older releases of Patroni say `running` where newer ones say `streaming`.
    public var isReplicating: Bool { ["streaming", "running", "in archive recovery"].contains(state) }
}

/// The whole of `GET /cluster`.
public struct PatroniCluster: Sendable, Equatable {
    public var members: [PatroniMember]
    public var isPaused: Bool

    public init(members: [PatroniMember], isPaused: Bool = false) {
        self.members = members
        self.isPaused = isPaused
    }

    public init(_ json: JSON) {
        self.init(members: (json["members"]?.array ?? []).compactMap(PatroniMember.init), isPaused: json["pause"]?.bool ?? false)
    }

    public var leader: PatroniMember? { members.first { $0.role.leads } }
    public func member(_ name: String) -> PatroniMember? { members.first { $0.name == name } }
}
