import Model
import Testing

@testable import Reconciler

/// What no single field shows: versions over time, Secrets that are there, owners, the order and sameness of the result.
@Suite struct DesiredTests {
    private func statefulSet(version: String) -> JSON {
        [
            "spec": [
                "template": ["spec": ["containers": [["name": "postgres", "env": [["name": "PGVERSION", "value": .string(version)]]]]]]
            ]
        ]
    }

    @Test func loweredVersionIsNotFollowed() throws {
        let cluster = try TestCluster("postgresql: {version: '16'}")
        #expect(try cluster.value("\(variable)[PGVERSION].value") { $0.liveStatefulSet = statefulSet(version: "17") } == "17")
        let problems = try cluster.desiredObjects { $0.liveStatefulSet = statefulSet(version: "17") }.problems
        #expect(problems.contains { $0.path == "spec.postgresql.version" && $0.message.contains("17 or higher") })
    }

    @Test func raisedVersionWaitsForItsWindow() throws {
        let cluster = try TestCluster("{postgresql: {version: '18'}, enableLogicalBackup: true}")
        func version(open: Bool) throws -> JSON? {
            try cluster.value("\(variable)[PGVERSION].value") {
                $0.liveStatefulSet = statefulSet(version: "17")
                $0.isMaintenanceWindowOpen = open
            }
        }
        #expect(try version(open: false) == "17")
        #expect(try version(open: true) == "18")
    }

    @Test func secretsThatAreThereStay() throws {
        var cluster = try TestCluster("users: {app: []}")
        let name = "app.acid-test.credentials.postgresql.acid.zalan.do"
        cluster.inputs = [
            [
                "kind": "Secret", "metadata": ["name": .string(name)],
                "data": ["username": "b3RoZXI=", "password": "cHc=", "nextRotation": "eA=="],
            ]
        ]
        #expect(try cluster.value("Secret \(name) data") == ["username": "b3RoZXI=", "password": "cHc=", "nextRotation": "eA=="])
        let wanted = try cluster.desiredObjects()
        #expect(wanted.objects.first { $0.reference.key.name == name }?.policy == .createdWithData)
    }

    @Test func newSecretsGetTheSuppliedPassword() throws {
        let cluster = try TestCluster("enableConnectionPooler: true")
        let wanted = try cluster.desiredObjects { $0.newPassword = { "pw of \($0.name)" } }
        let secret = "pooler.acid-test.credentials.postgresql.acid.zalan.do"
        let bodies = wanted.objects.map(\.body)
        #expect(Target("Secret \(secret) data.password").value(in: bodies)?.string.flatMap(Base64Text.decode) == "pw of \(secret)")
        let users = Target("Secret acid-test-pooler-u data[\"userlist.txt\"]").value(in: bodies)?.string.flatMap(Base64Text.decode)
        #expect(users == "\"pooler\" \"pw of \(secret)\"\n")
    }

    @Test func ownersAreHandedDown() throws {
        var cluster = try TestCluster()
        cluster.manifest.set(["metadata", "ownerReferences"], to: [["kind": "App", "name": "app", "uid": "1"]])
        #expect(try cluster.value("StatefulSet metadata.ownerReferences") == [["kind": "App", "name": "app", "uid": "1"]])
        #expect(try cluster.value("ServiceAccount metadata.ownerReferences") == nil)
        let adopted = try cluster.desiredObjects().objects.filter { $0.policy == .adopted }.map(\.reference.key.name)
        #expect(adopted == ["acid-test-config", "acid-test-failover", "acid-test-leader", "acid-test-sync"])
    }

    @Test func patroniIsToldWhatTheManifestSays() throws {
        let cluster = try TestCluster(
            "{patroni: {ttl: 40, maximum_lag_on_failover: 123456789, pg_hba: [a]}, postgresql: {parameters: {work_mem: 4MB, shared_buffers: 1GB}}}"
        )
        #expect(
            try cluster.desiredObjects().patroni == [
                "ttl": 40, "maximum_lag_on_failover": 123_456_789, "synchronous_mode": false, "synchronous_mode_strict": false,
                "failsafe_mode": false, "postgresql": ["parameters": ["work_mem": "4MB"], "pg_hba": ["a"]],
            ])
    }

    @Test func streamsSwitchToLogicalDecoding() throws {
        let cluster = try TestCluster("streams: [{applicationId: a, database: d, tables: {t: {eventType: e}}}]")
        #expect(try cluster.desiredObjects().patroni.at("postgresql", "parameters", "wal_level") == "logical")
        #expect(try cluster.value("FabricEventStream metadata.name") == nil)
        #expect(
            try cluster.value("FabricEventStream metadata.name") {
                $0.servesStreams = true
                $0.streams = ["a": "acid-test-x1y2z"]
            } == "acid-test-x1y2z")
    }

    @Test func forbiddenContainersOnlyWarnOnceTheStatefulSetIsThere() throws {
        let cluster = try TestCluster("sidecars: [{name: a, image: b}]", settings: "enable_sidecars: false")
        let refused = try cluster.desiredObjects()
        #expect(refused.refusal?.path == "spec.sidecars")
        #expect(refused.objects.contains { $0.reference.type == .services })
        #expect(!refused.objects.contains { $0.reference.type == .statefulSets })
        let kept = try cluster.desiredObjects { $0.liveStatefulSet = statefulSet(version: "17") }
        #expect(kept.refusal == nil)
        #expect(kept.problems.contains { $0.path == "spec.sidecars" })
    }

    @Test func objectsAreSortedAndTheirNamesUnique() throws {
        let objects = try TestCluster(everything).desiredObjects { $0.servesStreams = true }.objects
        let keys = objects.map { "\($0.reference.type.kind) \($0.reference.key)" }
        #expect(Set(keys).count == keys.count)
        #expect(keys == keys.sorted())
    }

    /// Dictionaries come in another order in every process and copy; the objects must not.
    @Test func thousandShuffledRunsGiveTheSameBytes() throws {
        let cluster = try TestCluster(everything, settings: "custom_pod_annotations: 'a:b,c:d,e:f,g:h'")
        let manifest = try #require(cluster.read.0)
        let offline = cluster.offline
        var random = SystemRandomNumberGenerator()
        var texts: Set<String> = []
        for _ in 0..<1000 {
            var shuffled = manifest
            shuffled.spec.users = Self.shuffled(manifest.spec.users, &random)
            shuffled.spec.postgresql.parameters = Self.shuffled(manifest.spec.postgresql.parameters, &random)
            shuffled.spec.patroni.initdb = Self.shuffled(manifest.spec.patroni.initdb, &random)
            shuffled.metadata.labels = Self.shuffled(manifest.metadata.labels, &random)
            let wanted = desired(shuffled, offline.configuration, offline.facts(for: shuffled))
            texts.insert(JSON(wanted.objects.map(\.body)).text() + wanted.patroni.text())
        }
        #expect(texts.count == 1)
    }

    private static func shuffled<Value>(_ map: [String: Value], _ random: inout some RandomNumberGenerator) -> [String: Value] {
        var result = [String: Value](minimumCapacity: Int.random(in: 0...100, using: &random))
        for (key, value) in map.shuffled(using: &random) { result[key] = value }
        return result
    }
}

/// A manifest that uses a bit of everything.
let everything = """
    {dockerImage: i, podAnnotations: {a: b, c: d}, env: [{name: A, value: b}], users: {a: [login], b: [createdb], c: [], d: []},
     databases: {x: a, y: b}, preparedDatabases: {p: {defaultUsers: true, schemas: {s: {}, t: {}}}},
     postgresql: {version: '17', parameters: {a: b, c: d, e: f, shared_buffers: 1GB, ssl: 'on'}},
     patroni: {initdb: {a: b, c: d, data-checksums: 'true'}, pg_hba: [x], slots: {s1: {type: physical}, s2: {type: logical, database: x}}},
     connectionPooler: {}, enableReplicaConnectionPooler: true, enableLogicalBackup: true, tls: {secretName: t, caFile: c},
     sidecars: [{name: s, image: i}], initContainers: [{name: n, image: i}], tolerations: [{key: k}],
     additionalVolumes: [{name: v, mountPath: /v, volumeSource: {emptyDir: {}}}],
     streams: [{applicationId: a, database: x, tables: {t: {eventType: e}, u: {eventType: e}}, filter: {t: f}}]}
    """
