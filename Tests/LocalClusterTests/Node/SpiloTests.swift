import Model
import Testing

@testable import LocalCluster

@Suite struct SpiloTests {
    private let place = PatroniConfiguration.Place(
        namespace: "default", pod: "demo-0", address: "127.1.0.1", dataDirectory: "/d/pgroot/data", binaryDirectory: "/pg/bin",
        socketDirectory: "/s", certificate: "/t/server.crt", key: "/t/server.key", authority: nil, context: "local",
        postInit: "/c/post_init.sh",
        passwordFile: "/c/pgpass", replicaScript: "/c/replica.sh",
        cloneScript: nil, libraries: ["pg_stat_statements", "sslinfo"], standbyHost: nil)

    private func configuration(_ variables: [String: String]) -> JSON {
        let base = ["SCOPE": "demo", "PGUSER_SUPERUSER": "postgres", "PGPASSWORD_SUPERUSER": "s", "PGPASSWORD_STANDBY": "r"]
        return PatroniConfiguration(environment: SpiloEnvironment(base.merging(variables) { $1 }), place: place).json
    }

    @Test func kubernetesModeFollowsTheEnvironment() {
        let maps = configuration([
            "KUBERNETES_USE_CONFIGMAPS": "true", "KUBERNETES_LABELS": "{\"application\":\"spilo\"}",
            "KUBERNETES_SCOPE_LABEL": "cluster-name",
            "KUBERNETES_ROLE_LABEL": "spilo-role", "KUBERNETES_BOOTSTRAP_LABELS": "{\"critical-operation\":\"true\"}",
        ])["kubernetes"]
        #expect(maps?["use_endpoints"] == false)
        #expect(maps?["labels"] == ["application": "spilo"])
        #expect(maps?["scope_label"] == "cluster-name")
        #expect(maps?["role_label"] == "spilo-role")
        #expect(maps?["leader_label_value"] == "master")
        #expect(maps?["bootstrap_labels"] == ["critical-operation": "true"])
        let endpoints = configuration([:])["kubernetes"]
        #expect(endpoints?["use_endpoints"] == true)
        #expect(endpoints?["ports"] == [["port": 5432, "name": "postgresql"]])
    }

    @Test func wishesLieOverSpilosDefaults() {
        let json = configuration([
            "SPILO_CONFIGURATION": """
            {"postgresql":{"parameters":{"shared_buffers":"64MB","shared_preload_libraries":"bg_mon,pg_stat_statements","fsync":"on"},
             "pg_hba":["local all all trust"]},
             "bootstrap":{"initdb":[{"auth-host":"scram-sha-256"},{"locale":"C"}],"dcs":{"ttl":20,"postgresql":{"parameters":{"max_connections":"50"}}}}}
            """
        ])
        let dcs = json.at("bootstrap", "dcs")
        #expect(dcs?["ttl"] == 20)
        #expect(dcs?["loop_wait"] == 10)
        #expect(dcs?.at("postgresql", "parameters", "max_connections") == "50")
        #expect(dcs?.at("postgresql", "parameters", "wal_level") == "hot_standby")
        let parameters = json.at("postgresql", "parameters")
        #expect(parameters?["shared_buffers"] == "64MB")
        // Of the libraries only those that are there; durability is not to be had here.
        #expect(parameters?["shared_preload_libraries"] == "pg_stat_statements")
        #expect(parameters?["fsync"] == "off")
        #expect(json.at("postgresql", "pg_hba") == ["local all all trust"])
        #expect(json.at("bootstrap", "initdb")?.array?.filter { $0["locale"] != nil } == [["locale": "C"]])
    }

    @Test(arguments: [("demo-0", "demo_0" as String?), ("a.b-0", nil), (String(repeating: "a", count: 64), nil)])
    func slotIsNamedAsPatroniNamesIt(member: String, slot: String?) {
        #expect(ReplicaScript(binaries: "/b", member: member).slot == slot)
    }

    @Test(arguments: [
        (["PGVERSION": "15"], 15), (["SPILO_CONFIGURATION": "{\"postgresql\":{\"bin_dir\":\"/usr/lib/postgresql/16/bin\"}}"], 16),
    ])
    func majorVersionIsFound(variables: [String: String], version: Int) {
        #expect(SpiloEnvironment(variables).majorVersion == version)
    }

    @Test func rolesOfANewClusterAreQuoted() {
        let sql = PostInit(humanRole: "za\"lan'dos").sql
        #expect(sql.contains("CREATE ROLE \"admin\" CREATEDB"))
        #expect(sql.contains("\"za\"\"lan'dos\""))
        #expect(sql.contains("'za\"lan''dos'"))
    }

    @Test(arguments: [
        ("ghcr.io/zalando/spilo-18:4.1-p2", LocalImage.spilo), ("ghcr.io/zalando/postgres-operator/pgbouncer:v2.0.1", .pgbouncer),
        ("ghcr.io/zalando/postgres-operator/logical-backup@sha256:abc", .logicalBackup), ("docker.io/library/busybox", .shell),
        ("registry:5000/bash:5", .shell),
    ])
    func imagesByTheirLastName(image: String, local: LocalImage) { #expect(LocalImage(image: image) == local) }

    @Test(arguments: ["example/app:1", "postgres:16", ""])
    func unknownImages(image: String) { #expect(LocalImage(image: image) == nil) }

    @Test func environmentIsResolvedAsAKubeletDoes() throws {
        let pod = try #require(
            ObservedObject(
                .pods,
                [
                    "metadata": ["name": "demo-0", "namespace": "default", "labels": ["team": "acid"]],
                    "spec": ["serviceAccountName": "postgres-pod"],
                ]))
        let environment = ContainerEnvironment(
            pod: pod, address: "127.1.0.1", hostAddress: "127.0.0.1", secrets: ["s": ["data": ["password": "c2VjcmV0", "user": "YQ=="]]],
            configMaps: ["m": ["data": ["A": "1"]]])
        let container: JSON = [
            "envFrom": [["configMapRef": ["name": "m"], "prefix": "X_"], ["secretRef": ["name": "none", "optional": true]]],
            "env": [
                ["name": "PW", "valueFrom": ["secretKeyRef": ["name": "s", "key": "password"]]],
                ["name": "IP", "valueFrom": ["fieldRef": ["fieldPath": "status.podIP"]]],
                ["name": "TEAM", "valueFrom": ["fieldRef": ["fieldPath": "metadata.labels['team']"]]],
                ["name": "URL", "value": "http://$(IP):8008/$$(IP)/$(NONE)"],
            ],
        ]
        let variables = try environment.resolve(container)
        #expect(
            variables
                == ["X_A": "1", "PW": "secret", "IP": "127.1.0.1", "TEAM": "acid", "URL": "http://127.1.0.1:8008/$(IP)/$(NONE)"])
        #expect(throws: ContainerEnvironment.Missing.self) {
            try environment.resolve(["env": [["name": "A", "valueFrom": ["secretKeyRef": ["name": "none", "key": "k"]]]]])
        }
    }

    @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
    func base64GoesBothWays(text: String) {
        #expect(SecretData.decoded(SecretData.encoded(Array(text.utf8))) == Array(text.utf8))
    }

    @Test func pathsFollowTheLongestMount() {
        let mounts = MountTable(["/home/postgres/pgdata": "/v/pv", "/home": "/h"], rest: "/c")
        #expect(mounts.path("/home/postgres/pgdata/pgroot/data") == "/v/pv/pgroot/data")
        #expect(mounts.path("/home/x") == "/h/x")
        #expect(mounts.path("/homes") == "/c/root/homes")
    }
}
