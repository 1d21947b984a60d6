import IPC
import Model

/// Which teams have to do with one cluster, and as what.
struct ClusterTeams: Equatable {
    /// Their members are superusers.
    var superuserTeams: [String]
    /// Their members are ordinary human users. The owning team stands last, unless it is a superuser team.
    var ordinaryTeams: [String]

    init(owner: String, configuration: Configuration, map: TeamMap) {
        let usesMap = configuration.enablePostgresTeamCrd
        var superusers = usesMap && configuration.enablePostgresTeamCrdSuperusers ? map.additionalSuperuserTeams(of: owner) : []
        for team in configuration.postgresSuperuserTeams where !superusers.contains(team) { superusers.append(team) }
        superuserTeams = superusers
        ordinaryTeams = (usesMap ? map.additionalTeams(of: owner) : []).filter { !superusers.contains($0) && $0 != owner }
        if !superusers.contains(owner) { ordinaryTeams.append(owner) }
    }
}

extension RoleSet {
    /// The teams whose members the Teams API has to be asked for, for one cluster; none where it is switched off.
    public static func teamsToAsk(manifest: Manifest, configuration: Configuration, map: TeamMap) -> [String] {
        guard configuration.enableTeamsApi, !manifest.spec.teamId.isEmpty else { return [] }
        let teams = ClusterTeams(owner: manifest.spec.teamId, configuration: configuration, map: map)
        return (teams.superuserTeams + teams.ordinaryTeams).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

/// Human users: the members of the cluster's team and of the teams that were given access.
extension RoleComputation {
    mutating func addTeamMembers() {
        let owner = spec.teamId
        guard !owner.isEmpty else {
            if configuration.enableTeamIdClusternamePrefix {
                report(.error("spec.teamId", "a team is needed, as cluster names begin with it"))
            }
            return
        }
        let teams = ClusterTeams(owner: owner, configuration: configuration, map: facts.teams.map)
        for team in teams.superuserTeams { addMembers(of: team, areSuperusers: true) }
        for team in teams.ordinaryTeams {
            addMembers(of: team, areSuperusers: team == owner && configuration.enableTeamSuperuser)
        }
        settleFormerMembers()
    }

    private mutating func addMembers(of team: String, areSuperusers: Bool) {
        var names = configuration.enablePostgresTeamCrd ? facts.teams.map.additionalMembers(of: team) : []
        if configuration.enableTeamsApi {
            let path = "teams/\(team)"
            switch facts.teams.answers[team] {
            case .members(let members): names.formUnion(members)
            case .notFound: report(.warning(path, "the Teams API does not know this team: only additional members count"))
            case .failed(let reason):
                set.teamsAreKnown = false
                report(.error(path, "its members are not known: \(reason)"))
            case nil:
                set.teamsAreKnown = false
                report(.warning(path, "its members are not known yet"))
            }
        }
        for name in names.sorted() { add(human(name, team: team, isSuperuser: areSuperusers)) }
    }

    private func human(_ name: String, team: String, isSuperuser: Bool) -> Role {
        var groups = [configuration.pamRoleName]
        if !isSuperuser { groups.append(configuration.teamAdminRole) }
        return Role(
            name: name, origin: .team, flags: isSuperuser ? [.superuser] : [], memberOf: groups.filter { !$0.isEmpty && $0 != name },
            settings: configuration.teamApiRoleConfiguration, hasSecret: false, secretNamespace: manifest.namespace, path: "teams/\(team)")
    }

    /// While the teams are not known nobody has left: the roles known before stay wanted as they are.
    private mutating func settleFormerMembers() {
        guard configuration.enableTeamMemberDeprecation, set.teamsAreKnown else { return }
        guard !configuration.roleDeletionSuffix.isEmpty else {
            report(.error("configuration.role_deletion_suffix", "must not be empty: former team members are left as they are"))
            return
        }
        set.formerRoles = facts.formerTeamRoles.filter { role(named: $0) == nil }.sorted()
    }
}
