public import Model

/// All PostgresTeam objects taken together: which further teams and members a team has. The objects are united whatever their names and
/// namespaces are.
public struct TeamMap: Equatable, Sendable {
    private(set) var superuserTeams: [String: Set<String>] = [:]
    private(set) var teams: [String: Set<String>] = [:]
    private(set) var members: [String: Set<String>] = [:]

    public init() {}

    /// From whole PostgresTeam objects; what has another shape than the schema wants is passed over.
    public init(objects: some Sequence<JSON>) {
        for object in objects {
            Self.unite(object.at("spec", "additionalSuperuserTeams"), into: &superuserTeams)
            Self.unite(object.at("spec", "additionalTeams"), into: &teams)
            Self.unite(object.at("spec", "additionalMembers"), into: &members)
        }
    }

    private static func unite(_ value: JSON?, into map: inout [String: Set<String>]) {
        for (team, list) in value?.object ?? [:] { map[team, default: []].formUnion((list.array ?? []).compactMap(\.string)) }
    }

    public func additionalMembers(of team: String) -> Set<String> { members[team] ?? [] }

    /// Teams reached from `team` through any number of steps, sorted. The team itself is among them only where it names itself.
    public func additionalTeams(of team: String) -> [String] { Self.reached(from: team, in: teams) }

    public func additionalSuperuserTeams(of team: String) -> [String] { Self.reached(from: team, in: superuserTeams) }

    private static func reached(from start: String, in map: [String: Set<String>]) -> [String] {
        var seen: Set<String> = []
        var open = Array(map[start] ?? [])
        let namesItself = map[start]?.contains(start) ?? false
        while let team = open.popLast() {
            guard seen.insert(team).inserted else { continue }
            open.append(contentsOf: map[team] ?? [])
        }
        if !namesItself { seen.remove(start) }
        return seen.sorted()
    }
}

/// What the Teams API said about one team.
public enum TeamAnswer: Equatable, Sendable {
    case members([String])
    /// 404: a team without members of its own, maybe one that only PostgresTeam objects know.
    case notFound
    /// Anything else: nobody knows who is a member.
    case failed(reason: String)
}

/// What is known about teams when roles are computed.
public struct TeamFacts: Equatable, Sendable {
    public var map: TeamMap
    /// By team; a team that was not asked is missing.
    public var answers: [String: TeamAnswer]

    public init(map: TeamMap = TeamMap(), answers: [String: TeamAnswer] = [:]) {
        self.map = map
        self.answers = answers
    }
}
