import IPC
import KubeAPI
import Model

/// Takes what computations need to know out of what was observed: credentials, sources of environment variables, teams.
struct FactsReader {
    let observed: Observed
    let configuration: Configuration
    let options: EngineOptions

    func roleFacts(former: Set<String>) -> RoleFacts {
        var secrets: [ObjectKey: [String: String]] = [:]
        var maps: [ObjectKey: [String: String]] = [:]
        for key in InfrastructureRoles.objects(of: configuration, operatorNamespace: options.operatorNamespace) {
            if let secret = observed.object(.secrets, key) { secrets[key] = Self.decoded(secret) }
            if let map = observed.object(.configMaps, key) { maps[key] = Self.plain(map) }
        }
        let infrastructure = InfrastructureRoles.read(
            configuration: configuration, operatorNamespace: options.operatorNamespace, secrets: secrets, configMaps: maps)
        let teams = TeamFacts(map: TeamMap(objects: observed.all(.postgresTeams)))
        return RoleFacts(
            infrastructure: infrastructure, teams: teams, formerTeamRoles: former, operatorNamespace: options.operatorNamespace)
    }

    /// What a role's Secret holds; nil where there is none yet, or it is not usable.
    func credential(_ reference: ObjectReference) -> RoleCredential? {
        guard let secret = observed.object(reference) else { return nil }
        let data = Self.decoded(secret)
        guard let username = data["username"], let password = data["password"] else { return nil }
        return RoleCredential(username: username, password: password)
    }

    /// A Secret's data as text; what is no text is left out.
    static func decoded(_ secret: JSON) -> [String: String] {
        var result: [String: String] = [:]
        for (name, value) in secret["data"]?.object ?? [:] {
            guard let bytes = value.string.flatMap(Base64.decode), let text = String(validating: bytes, as: UTF8.self) else { continue }
            result[name] = text
        }
        return result
    }

    static func plain(_ map: JSON) -> [String: String] {
        var result: [String: String] = [:]
        for (name, value) in map["data"]?.object ?? [:] { result[name] = value.string }
        return result
    }
}
