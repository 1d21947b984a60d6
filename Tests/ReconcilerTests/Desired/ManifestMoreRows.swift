let patroniRows: [Row] = [
    Row("patroni.pg_hba", "patroni: {pg_hba: [local all all trust]}", "SPILO postgresql.pg_hba", #"["local all all trust"]"#),
    Row(
        "patroni.initdb", "patroni: {initdb: {data-checksums: 'true', encoding: UTF8, auth-host: md5}}", "SPILO bootstrap.initdb",
        #"[{"auth-host":"md5"},{"auth-local":"trust"},"data-checksums",{"encoding":"UTF8"}]"#),
    Row("patroni.ttl", "patroni: {ttl: 40}", "SPILO bootstrap.dcs.ttl", "40"),
    Row("patroni.loop_wait", "patroni: {loop_wait: 12}", "SPILO bootstrap.dcs.loop_wait", "12"),
    Row("patroni.retry_timeout", "patroni: {retry_timeout: 11}", "SPILO bootstrap.dcs.retry_timeout", "11"),
    Row(
        "patroni.maximum_lag_on_failover", "patroni: {maximum_lag_on_failover: 123456789}", "SPILO bootstrap.dcs.maximum_lag_on_failover",
        "123456790"),
    Row("patroni.maximum_lag_on_failover", "patroni: {maximum_lag_on_failover: -1}", "SPILO bootstrap.dcs.maximum_lag_on_failover", nil),
    Row(
        "patroni.slots", "patroni: {slots: {s: {type: physical}}}", "SPILO bootstrap.dcs.slots", #"{"s":{"type":"physical"}}"#),
    Row("patroni.synchronous_mode", "patroni: {synchronous_mode: true}", "SPILO bootstrap.dcs.synchronous_mode", "true"),
    Row("patroni.synchronous_mode", "patroni: {synchronous_mode: false}", "SPILO bootstrap.dcs.synchronous_mode", nil),
    Row(
        "patroni.synchronous_mode_strict", "patroni: {synchronous_mode_strict: true}", "SPILO bootstrap.dcs.synchronous_mode_strict", "true"
    ),
    Row(
        "patroni.synchronous_mode_strict", "patroni: {synchronous_mode_strict: true, synchronous_node_count: 2}",
        settings: "pdb_master_label_selector: false", "PodDisruptionBudget postgres-acid-test-pdb spec.minAvailable", "3"),
    Row("patroni.synchronous_node_count", "patroni: {synchronous_node_count: 2}", "SPILO bootstrap.dcs.synchronous_node_count", "2"),
    Row(
        "patroni.failsafe_mode", "patroni: {failsafe_mode: false}", settings: "enable_patroni_failsafe_mode: true",
        "SPILO bootstrap.dcs.failsafe_mode", "false"),
]

let sourceRows: [Row] = [
    Row("clone.cluster", "clone: {cluster: acid-old}", "\(variable)[CLONE_HOST].value", #""acid-old""#),
    Row("clone.cluster", "clone: {cluster: acid-old}", "\(variable)[CLONE_METHOD].value", #""CLONE_WITH_BASEBACKUP""#),
    Row(
        "clone.cluster", "clone: {cluster: acid-old}", "\(variable)[CLONE_PASSWORD].valueFrom.secretKeyRef.name",
        #""standby.acid-old.credentials.postgresql.acid.zalan.do""#),
    Row("clone.cluster", "clone: {cluster: ''}", "\(variable)[CLONE_SCOPE]", nil),
    Row(
        "clone.uid",
        "clone: {cluster: old, uid: efd12e58-5786-11e8-b5a7-06148230260c, timestamp: '2025-11-25T12:00:00+00:00'}",
        settings: "wal_s3_bucket: b", "\(variable)[CLONE_WAL_BUCKET_SCOPE_SUFFIX].value", #""/efd12e58-5786-11e8-b5a7-06148230260c""#),
    Row(
        "clone.timestamp", "clone: {cluster: old, timestamp: '2025-11-25T12:00:00+00:00'}", settings: "wal_gs_bucket: g",
        "\(variable)[CLONE_WAL_GS_BUCKET].value", #""g""#),
    Row(
        "clone.timestamp", "clone: {cluster: old, timestamp: '2025-11-25T12:00:00+00:00'}", "\(variable)[CLONE_TARGET_TIME].value",
        #""2025-11-25T12:00:00+00:00""#),
    Row(
        "clone.s3_wal_path", "clone: {cluster: old, timestamp: '2025-11-25T12:00:00+00:00', s3_wal_path: 's3://x'}",
        "\(variable)[CLONE_WALE_S3_PREFIX].value", #""s3://x""#),
    Row(
        "clone.s3_endpoint", "clone: {cluster: old, timestamp: '2025-11-25T12:00:00+00:00', s3_endpoint: e}",
        "\(variable)[CLONE_AWS_ENDPOINT].value", #""e""#),
    Row(
        "clone.s3_access_key_id", "clone: {cluster: old, timestamp: '2025-11-25T12:00:00+00:00', s3_access_key_id: id}",
        "\(variable)[CLONE_AWS_ACCESS_KEY_ID].value", #""id""#),
    Row(
        "clone.s3_secret_access_key", "clone: {cluster: old, timestamp: '2025-11-25T12:00:00+00:00', s3_secret_access_key: k}",
        "\(variable)[CLONE_AWS_SECRET_ACCESS_KEY].value", #""k""#),
    Row(
        "clone.s3_force_path_style", "clone: {cluster: old, timestamp: '2025-11-25T12:00:00+00:00', s3_force_path_style: false}",
        "\(variable)[CLONE_AWS_S3_FORCE_PATH_STYLE].value", #""0""#),
    Row("standby", "{numberOfInstances: 1, standby: {standby_host: h}}", settings: "min_instances: 3", "\(sts).replicas", "1"),
    Row("standby.s3_wal_path", "standby: {s3_wal_path: 's3://x'}", "\(variable)[STANDBY_WALE_S3_PREFIX].value", #""s3://x""#),
    Row("standby.s3_wal_path", "standby: {s3_wal_path: 's3://x'}", "\(variable)[STANDBY_METHOD].value", #""STANDBY_WITH_WALE""#),
    Row("standby.gs_wal_path", "standby: {gs_wal_path: 'gs://x'}", "\(variable)[STANDBY_WALE_GS_PREFIX].value", #""gs://x""#),
    Row("standby.standby_host", "standby: {standby_host: h}", "\(variable)[STANDBY_HOST].value", #""h""#),
    Row("standby.standby_port", "standby: {standby_host: h, standby_port: '5433'}", "\(variable)[STANDBY_PORT].value", #""5433""#),
    Row("standby.standby_port", "standby: {s3_wal_path: x, standby_port: '5433'}", "\(variable)[STANDBY_PORT].value", nil),
    Row(
        "standby.standby_primary_slot_name", "standby: {standby_host: h, standby_primary_slot_name: s}",
        "\(variable)[STANDBY_PRIMARY_SLOT_NAME].value", #""s""#),
]

let schedulingRows: [Row] = [
    Row(
        "tolerations", "tolerations: [{key: a}]", settings: "toleration: 'key:b,operator:Exists'", "\(pod).tolerations", #"[{"key":"a"}]"#),
    Row("tolerations", "", settings: "toleration: 'key:b,operator:Exists'", "\(pod).tolerations", #"[{"key":"b","operator":"Exists"}]"#),
    Row(
        "tolerations[].key", "tolerations: [{key: a, operator: Equal, value: v, effect: NoSchedule}]", "\(pod).tolerations[0]",
        #"{"key":"a","operator":"Equal","value":"v","effect":"NoSchedule"}"#),
    Row(
        "tolerations[].tolerationSeconds", "tolerations: [{key: a, tolerationSeconds: 30}]", "\(pod).tolerations[0].tolerationSeconds", "30"
    ),
    Row(
        "nodeAffinity",
        "{enableConnectionPooler: true, nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {}}]}}",
        "Deployment spec.template.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight", "1"),
    Row(
        "nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[]",
        "nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}",
        settings: "node_readiness_label: 'ready:yes'",
        "\(pod).affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
        #"[{"matchExpressions":[{"key":"a","operator":"Exists"}]},{"matchExpressions":[{"key":"ready","operator":"In","values":["yes"]}]}]"#
    ),
    Row(
        "nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[]",
        "nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Exists}]}]}}",
        settings: "{node_readiness_label: 'ready:yes', node_readiness_label_merge: AND}",
        "\(pod).affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms",
        #"[{"matchExpressions":[{"key":"a","operator":"Exists"},{"key":"ready","operator":"In","values":["yes"]}]}]"#),
    Row(
        "nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[]",
        "nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 7, preference: {}}]}",
        "\(pod).affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight", "7"),
    Row(
        "topologySpreadConstraints", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule}]",
        "\(pod).topologySpreadConstraints", #"[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule"}]"#),
    Row("topologySpreadConstraints", "topologySpreadConstraints: []", "\(pod).topologySpreadConstraints", nil),
    Row(
        "topologySpreadConstraints[].labelSelector",
        "topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule, minDomains: 2, matchLabelKeys: [a], nodeTaintsPolicy: Honor, nodeAffinityPolicy: Ignore, labelSelector: {matchLabels: {a: b}}}]",
        "\(pod).topologySpreadConstraints[0].minDomains", "2"),
]

private let job = "CronJob spec.jobTemplate.spec.template.spec.containers[logical-backup]"

let containerRows: [Row] = [
    Row("sidecars[].name", "sidecars: [{image: i}]", "\(pod).containers[sidecar-0].image", #""i""#),
    Row(
        "sidecars[].name", "sidecars: [{name: s, image: own}]", settings: "sidecar_docker_images: 's:other'", "\(pod).containers[s].image",
        #""own""#),
    Row("sidecars[].image", "sidecars: [{name: s, image: 'i:1'}]", "\(pod).containers[s].image", #""i:1""#),
    Row(
        "sidecars[].ports[]", "sidecars: [{name: s, image: i, ports: [{containerPort: 80}]}]",
        "\(pod).containers[s].ports[0].containerPort", "80"),
    Row("sidecars[].env[]", "sidecars: [{name: s, image: i, env: [{name: A, value: b}]}]", "\(pod).containers[s].env[A].value", #""b""#),
    Row(
        "sidecars[].env[]", "sidecars: [{name: s, image: i, env: [{name: POSTGRES_USER, value: b}]}]",
        "\(pod).containers[s].env[POSTGRES_USER].value", #""postgres""#),
    Row("sidecars[].command[]", "sidecars: [{name: s, image: i, command: [run]}]", "\(pod).containers[s].command", #"["run"]"#),
    Row(
        "sidecars[].resources.*", "sidecars: [{name: s, image: i, resources: {limits: {cpu: 1m}}}]",
        settings: "min_cpu_limit: 250m", "\(pod).containers[s].resources.limits.cpu", #""1m""#),
    Row("initContainers[]", "initContainers: [{name: i, image: b}]", "\(pod).initContainers", #"[{"name":"i","image":"b"}]"#),
    Row(
        "additionalVolumes[].name", "additionalVolumes: [{name: v, mountPath: /v, volumeSource: {emptyDir: {}}}]", "\(pod).volumes[v]",
        #"{"name":"v","emptyDir":{}}"#),
    Row(
        "additionalVolumes[].mountPath", "additionalVolumes: [{name: v, mountPath: /v, volumeSource: {emptyDir: {}}}]",
        "\(database).volumeMounts[v].mountPath", #""/v""#),
    Row(
        "additionalVolumes[].mountPath",
        "additionalVolumes: [{name: v, mountPath: /home/postgres/pgdata, targetContainers: [postgres], volumeSource: {emptyDir: {}}}]",
        "\(database).volumeMounts[v]", nil),
    Row(
        "additionalVolumes[].volumeSource",
        "additionalVolumes: [{name: v, mountPath: /v, volumeSource: {persistentVolumeClaim: {claimName: c, readOnly: false}}}]",
        "\(pod).volumes[v].persistentVolumeClaim", #"{"claimName":"c"}"#),
    Row(
        "additionalVolumes[].subPath", "additionalVolumes: [{name: v, mountPath: /v, subPath: s, volumeSource: {emptyDir: {}}}]",
        "\(database).volumeMounts[v].subPath", #""s""#),
    Row(
        "additionalVolumes[].isSubPathExpr",
        "additionalVolumes: [{name: v, mountPath: /v, subPath: s, isSubPathExpr: true, volumeSource: {emptyDir: {}}}]",
        "\(database).volumeMounts[v].subPathExpr", #""s""#),
    Row(
        "additionalVolumes[].targetContainers",
        "{sidecars: [{name: s, image: i}], additionalVolumes: [{name: v, mountPath: /v, targetContainers: [s], volumeSource: {emptyDir: {}}}]}",
        "\(pod).containers[s].volumeMounts[v].mountPath", #""/v""#),
    Row(
        "additionalVolumes[].targetContainers",
        "{sidecars: [{name: s, image: i}], additionalVolumes: [{name: v, mountPath: /v, targetContainers: [s], volumeSource: {emptyDir: {}}}]}",
        "\(database).volumeMounts[v]", nil),
    Row(
        "additionalVolumes[].targetContainers",
        "{sidecars: [{name: s, image: i}], additionalVolumes: [{name: v, mountPath: /v, targetContainers: [all], volumeSource: {emptyDir: {}}}]}",
        "\(pod).containers[s].volumeMounts[v].mountPath", #""/v""#),
    Row("tls.secretName", "tls: {secretName: t}", "\(pod).volumes[t].secret", #"{"secretName":"t","defaultMode":416}"#),
    Row("tls.secretName", "tls: {secretName: ''}", "\(variable)[SSL_CERTIFICATE_FILE]", nil),
    Row("tls.certificateFile", "tls: {secretName: t, certificateFile: c.pem}", "\(variable)[SSL_CERTIFICATE_FILE].value", #""/tls/c.pem""#),
    Row("tls.certificateFile", "tls: {secretName: t}", "\(variable)[SSL_CERTIFICATE_FILE].value", #""/tls/tls.crt""#),
    Row("tls.privateKeyFile", "tls: {secretName: t, privateKeyFile: /k}", "\(variable)[SSL_PRIVATE_KEY_FILE].value", #""/k""#),
    Row("tls.caFile", "tls: {secretName: t, caFile: ca}", "\(variable)[SSL_CA_FILE].value", #""/tls/ca""#),
    Row("tls.caSecretName", "tls: {secretName: t, caFile: ca, caSecretName: c}", "\(variable)[SSL_CA_FILE].value", #""/tlsca/ca""#),
    Row("tls.caSecretName", "tls: {secretName: t, caSecretName: c}", "\(pod).volumes[c]", nil),
    Row("enableLogicalBackup", "enableLogicalBackup: true", "CronJob metadata.name", #""logical-backup-acid-test""#),
    Row("enableLogicalBackup", "enableLogicalBackup: false", "CronJob metadata.name", nil),
    Row("logicalBackupSchedule", "{enableLogicalBackup: true, logicalBackupSchedule: 1 2 * * *}", "CronJob spec.schedule", #""1 2 * * *""#),
    Row(
        "logicalBackupRetention", "{enableLogicalBackup: true, logicalBackupRetention: 3 months}",
        settings: "logical_backup_s3_retention_time: 2 weeks", "\(job).env[LOGICAL_BACKUP_S3_RETENTION_TIME].value", #""3 months""#),
    Row(
        "livenessProbe.exec.command[]", "livenessProbe: {httpGet: {port: 8008, httpHeaders: [{name: a, value: b}]}}",
        "\(database).livenessProbe.httpGet", #"{"port":8008,"httpHeaders":[{"name":"a","value":"b"}],"path":"/","scheme":"HTTP"}"#),
    Row("livenessProbe.exec.command[]", "livenessProbe: {exec: {command: [x]}}", "\(database).livenessProbe.exec.command", #"["x"]"#),
    Row("livenessProbe.exec.command[]", "livenessProbe: {grpc: {port: 1, service: s}}", "\(database).livenessProbe.grpc.service", #""s""#),
    Row(
        "livenessProbe.{initialDelaySeconds", "livenessProbe: {exec: {command: [x]}, periodSeconds: 7}",
        "\(database).livenessProbe.periodSeconds", "7"),
]

private let event = "FabricEventStream spec.eventStreams[0]"
private func stream(_ more: String, table: String = "eventType: e") -> String {
    "streams: [{applicationId: my-app, database: foo, tables: {s.t: {\(table)}}\(more.isEmpty ? "" : ", " + more)}]"
}

let streamRows: [Row] = [
    Row("streams[].applicationId", stream(""), "FabricEventStream spec.applicationId", #""my-app""#),
    Row("streams[].applicationId", stream(""), "\(event).source.jdbcConnection.slotName", #""fes_foo_my_app""#),
    Row(
        "streams[].database", stream(""), "\(event).source.jdbcConnection.jdbcUrl",
        #""jdbc:postgresql://acid-test.test/foo?user=fes_user&ssl=true&sslmode=require""#),
    Row("streams[].tables", stream(""), "\(event).source.schema", #""s""#),
    Row("streams[].tables", stream(""), "\(event).source.table.name", #""t""#),
    Row("streams[].tables.<t>.eventType", stream(""), "\(event).sink.eventType", #""e""#),
    Row("streams[].tables.<t>.idColumn", stream("", table: "eventType: e, idColumn: i"), "\(event).source.table.idColumn", #""i""#),
    Row("streams[].tables.<t>.payloadColumn", stream("", table: "eventType: e, payloadColumn: p"), "\(event).flow.payloadColumn", #""p""#),
    Row(
        "streams[].tables.<t>.recoveryEventType", stream("", table: "eventType: e, recoveryEventType: r"), "\(event).recovery",
        #"{"type":"DeadLetter","sink":{"type":"Nakadi","eventType":"r"}}"#),
    Row(
        "streams[].tables.<t>.ignoreRecovery", stream("enableRecovery: true", table: "eventType: e, ignoreRecovery: true"),
        "\(event).recovery.type", #""Ignore""#),
    Row("streams[].filter", stream("filter: {s.t: 'x > 1'}"), "\(event).source.filter", #""x > 1""#),
    Row("streams[].batchSize", stream("batchSize: 9"), "\(event).sink.maxBatchSize", "9"),
    Row(
        "streams[].cpu", stream("cpu: 250m"), "FabricEventStream metadata.annotations[\"fes.zalando.org/FES_CPU\"]", #""250m""#),
    Row(
        "streams[].memory", stream("memory: 500Mi"), "FabricEventStream metadata.annotations[\"fes.zalando.org/FES_MEMORY\"]",
        #""500Mi""#),
    Row("streams[].enableRecovery", stream("enableRecovery: true"), "\(event).recovery.sink.eventType", #""e-dead-letter-queue""#),
    Row("streams[].enableRecovery", stream("enableRecovery: false"), "\(event).recovery.type", #""None""#),
]
