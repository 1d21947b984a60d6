import Foundation
import IPC
import Model
import Testing
import YAML

@testable import Reconciler

/// The roles and memberships that the predecessor left in a real database, for the same manifests and configurations. The recordings lie
/// beside the project; without them these tests are skipped.
@Suite struct RecordedRolesTests {
    private static let folder: String? = {
        let given = ProcessInfo.processInfo.environment["POSTGRES_OPERATOR_SHARED"]
        let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../../../shared"
        let path = (given ?? beside) + "/goldens-sql"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    /// Where the predecessor does otherwise, and why we do not.
    private static let deviations: [String: String] = [
        "names-64": "names that PostgreSQL would cut are refused", "names-upper": "one refused name failed everything",
        "users-flags-invalid": "one unknown flag failed everything", "team-admin-role-missing": "a missing admin role failed everything",
        "infra-roles-incomplete": "default values are honoured in both forms", "no-database-access": "nothing is done in the database",
        "standby-cluster": "nothing is done in the database", "zero-instances": "nothing is done in the database",
        "unreachable": "nothing could be done in the database", "protected-names": "a role that was there before has no admin",
    ]

    static var cases: [String] {
        guard let folder else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/step-1/catalog.json") && deviations[$0] == nil }
            .sorted()
    }

    @Test(.enabled(if: folder != nil, "the recordings are not here"), arguments: cases)
    func rolesAndMembershipsAreThoseRecorded(name: String) throws {
        let step = "\(Self.folder ?? "")/\(name)/step-1"
        let configurationObject = try load(step + "/configuration.yaml")[0]
        let (manifest, _) = Manifest.read(try load(step + "/manifest.yaml")[0])
        let isFlat = configurationObject["kind"] == "ConfigMap"
        let (configuration, _) =
            isFlat ? Configuration.read(configMap: configurationObject) : Configuration.read(operatorConfiguration: configurationObject)
        let facts = try facts(step, try #require(configuration), try #require(manifest))
        let set = RoleSet(manifest: try #require(manifest), configuration: try #require(configuration), facts: facts)
        let catalog = try JSON(parsing: try String(contentsOfFile: step + "/catalog.json", encoding: .utf8))
        let roles = set.roles.filter { $0.duty != .superuser && $0.duty != .replication }
        #expect(roles.map(\.name) == (catalog["roles"]?.object?.keys ?? []).sorted())
        #expect(memberships(of: roles) == recorded(catalog))
    }

    private func memberships(of roles: [Role]) -> Set<String> {
        var lines: Set<String> = []
        for role in roles {
            for group in role.memberOf { lines.insert("\(role.name) in \(group)") }
            for admin in role.admins { lines.insert("\(admin) in \(role.name), may pass it on") }
        }
        return lines
    }

    private func recorded(_ catalog: JSON) -> Set<String> {
        Set(
            (catalog["memberships"]?.array ?? []).map { item in
                "\(item["member"]?.string ?? "") in \(item["role"]?.string ?? "")"
                    + (item["admin_option"] == true ? ", may pass it on" : "")
            })
    }

    private func facts(_ step: String, _ configuration: Configuration, _ manifest: Manifest) throws -> RoleFacts {
        var secrets: [ObjectKey: [String: String]] = [:]
        var configMaps: [ObjectKey: [String: String]] = [:]
        var teams: [JSON] = []
        var answers: [String: TeamAnswer] = [:]
        for file in (try? FileManager.default.contentsOfDirectory(atPath: step + "/inputs"))?.sorted() ?? [] where file != "actions.yaml" {
            for object in try load("\(step)/inputs/\(file)") {
                if file == "teams-api.yaml" {
                    for (team, members) in object.object ?? [:] { answers[team] = .members((members.array ?? []).compactMap(\.string)) }
                    continue
                }
                let key = try #require(ObjectKey(object))
                switch object["kind"]?.string {
                case "Secret": secrets[key] = strings(object["stringData"])
                case "ConfigMap": configMaps[key] = strings(object["data"])
                case "PostgresTeam": teams.append(object)
                default: break
                }
            }
        }
        let map = TeamMap(objects: teams)
        for team in RoleSet.teamsToAsk(manifest: manifest, configuration: configuration, map: map) where answers[team] == nil {
            answers[team] = .notFound
        }
        let infrastructure = InfrastructureRoles.read(
            configuration: configuration, operatorNamespace: manifest.namespace, secrets: secrets, configMaps: configMaps)
        return RoleFacts(
            infrastructure: infrastructure, teams: TeamFacts(map: map, answers: answers), operatorNamespace: manifest.namespace)
    }

    private func load(_ path: String) throws -> [JSON] {
        try YAML.documents(try String(contentsOfFile: path, encoding: .utf8)).map(\.value)
    }

    private func strings(_ value: JSON?) -> [String: String] {
        (value?.object ?? [:]).reduce(into: [:]) { $0[$1.key] = $1.value.string ?? "" }
    }
}
