import IPC
import Model
import Testing

@testable import Reconciler

@Suite struct TeamRolesTests {
    private func team(_ spec: JSON) -> JSON { ["kind": "PostgresTeam", "spec": spec] }

    private func configuration(_ change: (inout Configuration) -> Void = { _ in }) -> Configuration {
        .roles {
            $0.enableTeamsApi = true
            $0.enablePostgresTeamCrd = true
            change(&$0)
        }
    }

    @Test func teamsAreReachedThroughSeveralStepsAndCyclesEnd() {
        let map = TeamMap(objects: [
            team(["additionalTeams": ["a": ["b"], "b": ["c"]]]), team(["additionalTeams": ["c": ["a", "d"]], "additionalMembers": nil]),
        ])
        #expect(map.additionalTeams(of: "a") == ["b", "c", "d"])
        #expect(map.additionalTeams(of: "d") == [])
    }

    @Test func membersBecomeHumanRoles() throws {
        let facts = RoleFacts(
            teams: TeamFacts(
                map: TeamMap(objects: [
                    team([
                        "additionalTeams": ["acid": ["e2e"]], "additionalMembers": ["acid": ["elephant"], "e2e": ["kind"]],
                        "additionalSuperuserTeams": ["acid": ["dba"]],
                    ])
                ]),
                answers: ["acid": .members(["alice", "admin"]), "e2e": .notFound, "dba": .members(["root_a"])]))
        let set = RoleSet(
            manifest: .roles { _ in }, configuration: configuration { $0.enablePostgresTeamCrdSuperusers = true }, facts: facts)
        #expect(set.roles.filter { $0.origin == .team }.map(\.name) == ["alice", "elephant", "kind", "root_a"])
        let alice = try #require(set["alice"])
        #expect(alice.memberOf == ["zalandos", "admin"] && alice.settings == ["log_statement": "all"] && !alice.hasSecret)
        #expect(set["root_a"]?.flags == [.superuser] && set["root_a"]?.memberOf == ["zalandos"])
        #expect(set.teamsAreKnown)
    }

    @Test func theOwningTeamMayBeSuperusers() {
        let facts = RoleFacts(teams: TeamFacts(answers: ["acid": .members(["alice"])]))
        let set = RoleSet(manifest: .roles { _ in }, configuration: configuration { $0.enableTeamSuperuser = true }, facts: facts)
        #expect(set["alice"]?.flags == [.superuser])
    }

    @Test func onlyNeededTeamsAreAsked() {
        let map = TeamMap(objects: [team(["additionalTeams": ["acid": ["e2e"], "x": ["y"]]])])
        let manifest = Manifest.roles { _ in }
        #expect(
            RoleSet.teamsToAsk(manifest: manifest, configuration: configuration { $0.postgresSuperuserTeams = ["dba"] }, map: map)
                == ["dba", "e2e", "acid"])
        #expect(RoleSet.teamsToAsk(manifest: manifest, configuration: .roles(), map: map) == [])
    }

    @Test func leaversAreOnlyKnownWhileTheTeamsAre() {
        let deprecating = configuration { $0.enableTeamMemberDeprecation = true }
        var facts = RoleFacts(teams: TeamFacts(answers: ["acid": .members(["alice"])]), formerTeamRoles: ["alice", "bob"])
        #expect(RoleSet(manifest: .roles { _ in }, configuration: deprecating, facts: facts).formerRoles == ["bob"])
        #expect(RoleSet(manifest: .roles { _ in }, configuration: configuration(), facts: facts).formerRoles == [])
        facts.teams.answers = ["acid": .failed(reason: "status 500")]
        let unknown = RoleSet(manifest: .roles { _ in }, configuration: deprecating, facts: facts)
        #expect(unknown.formerRoles == [] && !unknown.teamsAreKnown && unknown.problems.hasErrors)
    }
}
