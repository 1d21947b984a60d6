import Model
import Testing

@testable import Reconciler

/// Every setting that says something about objects says it.
@Suite struct SettingEffectTests {
    @Test(arguments: generalEffects + kubernetesEffects + serviceEffects + archiveEffects + backupEffects)
    func settingReachesItsObject(_ row: Row) throws {
        var cluster = try TestCluster(
            row.spec, settings: row.settings, annotations: ["owned": "me", "my-downscaler": "x"], labels: ["env": "prod"])
        let expected = try row.expected.map { try JSON(parsing: Array($0.utf8)) }
        #expect(try value(cluster, row.target) == expected)
        // The same in the other form, where it has the setting; a blank means something else there.
        guard let object = try OtherForm(cluster.settings).object else { return }
        cluster.configurationObject = object
        #expect(try value(cluster, row.target) == expected, "in the OperatorConfiguration")
    }

    private func value(_ cluster: TestCluster, _ target: String) throws -> JSON? {
        guard target.hasPrefix("SPILO ") else { return try cluster.value(target) }
        let text = try cluster.value("\(variable)[SPILO_CONFIGURATION].value")?.string ?? ""
        return try JSON(parsing: Array(text.utf8)).at(PathParts(String(target.dropFirst(6))).parts)
    }

    @Test func annotationsLiftTheLimits() throws {
        let settings =
            "{ignore_instance_limits_annotation_key: i, ignore_resources_limits_annotation_key: r, max_instances: 1, min_cpu_limit: '4'}"
        let lifted = try TestCluster("", settings: settings, annotations: ["i": "true", "r": "true"])
        #expect(try lifted.value("\(sts).replicas") == 2)
        #expect(try lifted.value("\(database).resources.limits.cpu") == nil)
        let held = try TestCluster("", settings: settings, annotations: ["i": "yes"])
        #expect(try held.value("\(sts).replicas") == 1)
        #expect(try held.value("\(database).resources.limits.cpu") == "4")
    }

    @Test func podEnvironmentComesFromSecretAndConfigMap() throws {
        var cluster = try TestCluster(
            "env: [{name: B, value: own}]", settings: "{pod_environment_secret: s, pod_environment_configmap: ops/c, wal_s3_bucket: w}")
        cluster.inputs = [
            ["kind": "Secret", "metadata": ["name": "s"], "stringData": ["A": "1", "B": "2"]],
            ["kind": "ConfigMap", "metadata": ["name": "c", "namespace": "ops"], "data": ["A": "3", "C": "4", "WAL_S3_BUCKET": "mine"]],
        ]
        #expect(try cluster.value("\(variable)[A].valueFrom.secretKeyRef") == ["name": "s", "key": "A"])
        #expect(try cluster.value("\(variable)[B].value") == "own")
        #expect(try cluster.value("\(variable)[C].value") == "4")
        #expect(try cluster.value("\(variable)[WAL_S3_BUCKET].value") == "mine")
        #expect(try cluster.value("\(variable)[WAL_BUCKET_SCOPE_SUFFIX].value") == "/0000-uid")
    }

    @Test func podEnvironmentConfigMapIsLookedForBesideTheClusterToo() throws {
        var cluster = try TestCluster("", settings: "pod_environment_configmap: c")
        cluster.inputs = [["kind": "ConfigMap", "metadata": ["name": "c"], "data": ["A": "3"]]]
        #expect(try cluster.value("\(variable)[A].value") == "3")
    }

    @Test(arguments: ["pod_environment_secret", "pod_environment_configmap"])
    func podsWaitForTheirEnvironment(_ key: String) throws {
        let wanted = try TestCluster("", settings: "\(key): missing").desiredObjects()
        #expect(wanted.refusal?.path == "configuration.\(key)")
        #expect(!wanted.objects.contains { $0.reference.type == .statefulSets })
        #expect(wanted.objects.contains { $0.reference.type == .services })
    }

    @Test func backupSecretBecomesEnvironment() throws {
        var cluster = try TestCluster("enableLogicalBackup: true", settings: "logical_backup_cronjob_environment_secret: s")
        cluster.inputs = [["kind": "Secret", "metadata": ["name": "s"], "data": ["K": "eA=="]]]
        let target = "CronJob spec.jobTemplate.spec.template.spec.containers[logical-backup].env[K].valueFrom.secretKeyRef.name"
        #expect(try cluster.value(target) == "s")
    }

    @Test func infrastructureRolesReachPoolerAndSecrets() throws {
        var cluster = try TestCluster(
            "enableConnectionPooler: true", settings: "infrastructure_roles_secrets: 'secretname:ops/s,userkey:u,passwordkey:p,rolekey:r'")
        cluster.inputs = [
            ["kind": "Secret", "metadata": ["name": "s", "namespace": "ops"], "stringData": ["u": "robot", "p": "pass", "r": "grp"]]
        ]
        #expect(try cluster.value("Deployment spec.template.spec.containers[connection-pooler].env[INFRASTRUCTURE_ROLES].value") == "robot")
        let users = try cluster.value("Secret acid-test-pooler-u data[\"userlist.txt\"]")?.string.flatMap(Base64Text.decode)
        #expect(users == "\"pooler\" \"<secret>\"\n\"robot\" \"pass\"\n")
        let secret = "Secret robot.acid-test.credentials.postgresql.acid.zalan.do data.password"
        #expect(try cluster.value(secret)?.string.flatMap(Base64Text.decode) == "pass")
    }

    @Test func containersOfTheConfigurationComeAfterTheManifests() throws {
        var cluster = try TestCluster("sidecars: [{name: s, image: own}]")
        cluster.configurationObject = [
            "kind": "OperatorConfiguration",
            "configuration": [
                "sidecars": [
                    ["name": "s", "image": "other"], ["name": "t", "image": "t:1", "volumeMounts": [["name": "x", "mountPath": "/x"]]],
                ],
                "kubernetes": ["liveness_probe": ["exec": ["command": ["x"]]]],
            ],
        ]
        #expect(try cluster.value("\(pod).containers[s].image") == "own")
        #expect(try cluster.value("\(pod).containers[t].volumeMounts[0].name") == "x")
        #expect(try cluster.value("\(pod).containers[t].volumeMounts[1].name") == "pgdata")
        #expect(try cluster.value("\(database).livenessProbe.exec.command[0]") == "x")
    }

    @Test func nameRuleRefusesClustersOfOtherTeams() throws {
        let cluster = try TestCluster("teamId: other", settings: "enable_team_id_clustername_prefix: true")
        let wanted = try cluster.desiredObjects()
        #expect(wanted.objects.isEmpty)
        #expect(wanted.refusal?.path == "metadata.name")
    }
}

/// A flat configuration as an OperatorConfiguration.
struct OtherForm {
    /// Nil where a blank is among the settings: that means something else there.
    let object: JSON?

    init(_ settings: [String: String]) throws {
        guard !settings.values.contains("") else {
            object = nil
            return
        }
        let (configuration, problems) = Configuration.read(configMap: ["data": JSON(settings)])
        let read = try #require(configuration, "\(problems)")
        // What the flat form has built in and the other one has not is said here.
        var document: JSON = ["kind": "OperatorConfiguration", "configuration": ["kubernetes": ["node_readiness_label_merge": "OR"]]]
        for setting in Setting.all where settings[setting.key] != nil || setting.objectFallback == nil {
            guard setting.forms != .flatOnly, setting.key != "oauth_token_secret_name", let value = setting.storage.value(in: read) else {
                continue
            }
            // Two pools at least are made in this form.
            if setting.key == "connection_pooler_number_of_instances", value == 1 {
                object = nil
                return
            }
            document.set(setting.objectPath, to: value)
        }
        object = document
    }
}
