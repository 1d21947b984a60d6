import Testing

@testable import Model

@Suite struct ManifestTests {
    private func manifest(_ spec: JSON, name: String = "acid-test") -> JSON {
        var base: JSON = ["teamId": "acid", "numberOfInstances": 1, "volume": ["size": "1Gi"], "postgresql": ["version": "17"]]
        for (key, value) in spec.object ?? [:] { base[key] = value }
        return ["apiVersion": "acid.zalan.do/v1", "kind": "postgresql", "metadata": ["name": .string(name)], "spec": base]
    }

    @Test func smallestManifestHasNoProblem() {
        let (read, problems) = Manifest.read(manifest([:]))
        #expect(problems.isEmpty)
        #expect(read?.spec.volume.size == "1Gi")
        #expect(read?.spec.wantsPooler == false)
    }

    @Test func tenMistakesGetTenMessagesAtOnce() {
        let spec: JSON = [
            "numberOfInstances": -1, "volume": ["size": "5 Gi", "iops": 90000], "postgresql": ["version": 17],
            "users": ["App": [], "app": ["flyer", "login", "nologin"]], "allowedSourceRanges": ["10.0.0.0/33"],
            "maintenanceWindows": ["23:00-01:00"], "clone": ["cluster": "Not_A"], "standby": [:],
        ]
        let (read, problems) = Manifest.read(manifest(spec, name: "Bad_Name"))
        #expect(read == nil)
        #expect(
            Set(problems.errors.map(\.path)) == [
                "spec.numberOfInstances", "spec.volume.size", "spec.volume.iops", "spec.postgresql.version", "spec.users.App",
                "spec.users.app[0]", "spec.users.app[2]", "spec.allowedSourceRanges[0]", "spec.maintenanceWindows[0]",
                "spec.clone.cluster", "spec.standby", "metadata.name",
            ])
        #expect(problems.errors.allSatisfy { !$0.message.isEmpty })
    }

    @Test func requiredFieldsAreNamed() {
        let (read, problems) = Manifest.read(["metadata": ["name": "x"], "spec": [:]])
        #expect(read == nil)
        #expect(
            problems.errors.map(\.path) == ["spec.teamId", "spec.numberOfInstances", "spec.postgresql", "spec.volume"])
        #expect(Manifest.read(["metadata": ["name": "x"]]).1.errors.map(\.path) == ["spec"])
        #expect(Manifest.read("text").0 == nil)
    }

    @Test func unknownFieldsAreReportedAndPassedOver() {
        let (read, problems) = Manifest.read(
            manifest(["topologySpreadConstraint": [], "initContainers": [["name": "a", "image": "b", "imagee": "c"]]]))
        #expect(problems.map(\.severity) == [.unknown, .unknown])
        #expect(problems.first?.message.contains("topologySpreadConstraints") == true)
        #expect(read?.spec.initContainers == [["name": "a", "image": "b"]])
    }

    @Test(arguments: ["init_containers", "pod_priority_class_name", "useLoadBalancer", "replicaLoadBalancer"])
    func oldNamesAreReadWithAWarning(_ name: String) {
        let values: [String: JSON] = [
            "init_containers": [["name": "a", "image": "b"]], "pod_priority_class_name": "p", "useLoadBalancer": true,
            "replicaLoadBalancer": true,
        ]
        let (read, problems) = Manifest.read(manifest([name: values[name] ?? .null]))
        #expect(read != nil)
        #expect(problems.map(\.severity) == [.warning])
        #expect(problems.first?.message.contains("deprecated") == true)
    }

    @Test(arguments: [
        "env", "initContainers", "sidecars", "users", "usersWithSecretRotation", "allowedSourceRanges", "tls", "clone", "standby",
    ])
    func nullIsTheSameAsAbsent(_ field: String) {
        let (read, problems) = Manifest.read(manifest([field: .null]))
        #expect(problems.isEmpty)
        #expect(read?.spec == Manifest.read(manifest([:])).0?.spec)
    }

    @Test func whatTheAPIServerWouldRefuseIsToldBefore() {
        let spec: JSON = [
            "teamId": "a b", "podAnnotations": ["a b": "c"], "volume": ["size": "1e3Mi"],
            "additionalVolumes": [
                ["name": "v", "mountPath": "/v", "volumeSource": ["emptydir": [:]]], ["name": "w", "mountPath": "/w", "volumeSource": [:]],
            ],
        ]
        let problems = Manifest.read(manifest(spec)).1
        #expect(problems.errors.map(\.path) == ["spec.volume.size", "spec.teamId", "spec.podAnnotations.a b"])
        #expect(problems.contains { $0.severity == .unknown && $0.message.contains("emptyDir") })
        #expect(problems.contains { $0.path == "spec.additionalVolumes[1].volumeSource" })
    }

    @Test func standbyFollowsOneArchiveAtMost() {
        #expect(Manifest.read(manifest(["standby": ["s3_wal_path": "a", "gs_wal_path": "b"]])).0 == nil)
        #expect(Manifest.read(manifest(["standby": ["s3_wal_path": "a", "standby_host": "b"]])).0 != nil)
    }

    @Test func cloneNameMattersOnlyWithoutATime() {
        #expect(Manifest.read(manifest(["clone": ["cluster": "Not_A", "timestamp": "2025-11-25T12:00:00+00:00"]])).0 != nil)
        #expect(Manifest.read(manifest(["clone": ["cluster": ""]])).0 != nil)
        #expect(Manifest.read(manifest(["clone": ["cluster": "a", "timestamp": "2025-11-25T12:00:00Z"]])).0 == nil)
    }

    @Test func standbyByEnvironmentCounts() {
        let read = Manifest.read(manifest(["env": [["name": "STANDBY_WALE_S3_PREFIX", "value": "s3://x"]]])).0
        #expect(read?.spec.isStandby == true)
        #expect(Manifest.read(manifest(["env": [["name": "STANDBY_WALE_S3_PREFIX"]]])).0?.spec.isStandby == false)
    }

    @Test(arguments: [("acid-test", true), ("a", true), ("1a", false), ("a-", false), ("a.b", false), ("", false)])
    func namesOfClusters(_ name: String, _ isGood: Bool) {
        #expect((Manifest.read(manifest([:], name: name)).0 != nil) == isGood)
        #expect(Manifest.read(manifest([:], name: String(repeating: "a", count: 59))).0 == nil)
    }
}
