import Model
import Testing
import YAML

@testable import Reconciler

/// Every field of the reference, one way or another, reaches the objects that it is meant for.
@Suite struct ManifestRowTests {
    @Test(
        arguments: identityRows + databaseRows + serviceRows + poolerRows + patroniRows + sourceRows + schedulingRows + containerRows
            + streamRows)
    func fieldReachesItsObject(_ row: Row) throws {
        let cluster = try TestCluster(row.spec, settings: row.settings)
        let expected = try row.expected.map { try JSON(parsing: Array($0.utf8)) }
        if row.target.hasPrefix("SPILO ") {
            let text = try cluster.value("\(variable)[SPILO_CONFIGURATION].value")?.string ?? ""
            let value = try JSON(parsing: Array(text.utf8))
            #expect(value.at(PathParts(String(row.target.dropFirst(6))).parts) == expected, "\(text)")
        } else {
            let value = try cluster.value(row.target) { $0.servesStreams = true }
            #expect(value == expected)
        }
    }

    /// Fields that end in the database or in later work: what the typed manifest then says.
    static let read: [(row: String, spec: String, holds: @Sendable (Manifest.Spec) -> Bool)] = [
        ("volume.iops", "volume: {iops: 4000}", { $0.volume.iops == 4000 }),
        ("volume.throughput", "volume: {throughput: 200}", { $0.volume.throughput == 200 }),
        ("volume.type", "volume: {type: gp3}", { $0.volume.type == "gp3" }),
        ("users", "users: {app: [createdb], quiet: null}", { $0.users == ["app": ["createdb"], "quiet": []] }),
        ("users.<name>[]", "users: {app: [NOLOGIN]}", { $0.users["app"] == ["NOLOGIN"] }),
        ("databases", "databases: {foo: app}", { $0.databases == ["foo": "app"] }),
        ("usersWithSecretRotation", "usersWithSecretRotation: [a]", { $0.usersWithSecretRotation == ["a"] }),
        ("usersWithInPlaceSecretRotation", "usersWithInPlaceSecretRotation: [a]", { $0.usersWithInPlaceSecretRotation == ["a"] }),
        ("usersIgnoringSecretRotation", "usersIgnoringSecretRotation: [a]", { $0.usersIgnoringSecretRotation == ["a"] }),
        ("usersIgnoringSecretRotation", "usersIgnoringSecretRotation: null", { $0.usersIgnoringSecretRotation.isEmpty }),
        ("preparedDatabases", "preparedDatabases: {}", { $0.preparedDatabases?.isEmpty == true }),
        ("preparedDatabases", "{}", { $0.preparedDatabases == nil }),
        ("preparedDatabases", "preparedDatabases: {bar: null}", { $0.preparedDatabases?["bar"] != nil }),
        (
            "preparedDatabases.<db>.defaultUsers", "preparedDatabases: {b: {defaultUsers: true}}",
            { $0.preparedDatabases?["b"]?.defaultUsers == true }
        ),
        (
            "preparedDatabases.<db>.extensions", "preparedDatabases: {b: {extensions: {e: s}}}",
            { $0.preparedDatabases?["b"]?.extensions == ["e": "s"] }
        ),
        (
            "preparedDatabases.<db>.secretNamespace", "preparedDatabases: {b: {secretNamespace: n}}",
            { $0.preparedDatabases?["b"]?.secretNamespace == "n" }
        ),
        (
            "preparedDatabases.<db>.schemas", "preparedDatabases: {b: {schemas: {s: {}}}}",
            { $0.preparedDatabases?["b"]?.schemas.count == 1 }
        ),
        (
            "preparedDatabases.<db>.schemas.<s>.defaultRoles", "preparedDatabases: {b: {schemas: {s: {defaultRoles: false}, t: {}}}}",
            {
                $0.preparedDatabases?["b"]?.schemas["s"]?.defaultRoles == false
                    && $0.preparedDatabases?["b"]?.schemas["t"]?.defaultRoles == true
            }
        ),
        (
            "preparedDatabases.<db>.schemas.<s>.defaultUsers", "preparedDatabases: {b: {schemas: {s: {defaultUsers: true}}}}",
            { $0.preparedDatabases?["b"]?.schemas["s"]?.defaultUsers == true }
        ),
        (
            "maintenanceWindows[]", "maintenanceWindows: ['Sat:22:00-23:59', '1:05-2:00']",
            { $0.maintenanceWindows.map(\.description) == ["Sat:22:00-23:59", "01:05-02:00"] }
        ),
        ("init_containers", "init_containers: [{name: a, image: b}]", { $0.initContainers.count == 1 }),
        ("init_containers", "{init_containers: [{name: a, image: b}], initContainers: []}", { $0.initContainers.isEmpty }),
        ("pod_priority_class_name", "pod_priority_class_name: p", { $0.podPriorityClassName == "p" }),
        ("useLoadBalancer", "useLoadBalancer: true", { $0.enableMasterLoadBalancer == true }),
        ("useLoadBalancer", "{useLoadBalancer: true, enableReplicaLoadBalancer: false}", { $0.enableMasterLoadBalancer == nil }),
        ("replicaLoadBalancer", "replicaLoadBalancer: true", { $0.enableReplicaLoadBalancer == true }),
    ]

    @Test(arguments: read.indices)
    func fieldIsRead(_ place: Int) throws {
        let row = Self.read[place]
        let (manifest, problems) = try TestCluster(row.spec).read
        let spec = try #require(manifest?.spec, "\(row.row): \(problems)")
        #expect(row.holds(spec), "\(row.row): \(row.spec)")
    }
}
