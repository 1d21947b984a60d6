public import Model

/// Facts from outside the manifest and the configuration that the roles of a cluster depend on.
public struct RoleFacts: Equatable, Sendable {
    public var infrastructure: InfrastructureRoles
    public var teams: TeamFacts
    /// Human roles as they were wanted the last time: those that are no longer wanted have left the team.
    public var formerTeamRoles: Set<String>
    /// The namespace of the operator itself, where names in its configuration belong that say none.
    public var operatorNamespace: String

    public init(
        infrastructure: InfrastructureRoles = InfrastructureRoles(), teams: TeamFacts = TeamFacts(), formerTeamRoles: Set<String> = [],
        operatorNamespace: String = ""
    ) {
        self.infrastructure = infrastructure
        self.teams = teams
        self.formerTeamRoles = formerTeamRoles
        self.operatorNamespace = operatorNamespace
    }
}

extension RoleSet {
    /// The roles and databases that a manifest wants. Pure; the same inputs give the same value.
    public init(manifest: Manifest, configuration: Configuration, facts: RoleFacts = RoleFacts()) {
        var computation = RoleComputation(manifest: manifest, configuration: configuration, facts: facts)
        self = computation.result()
    }
}
