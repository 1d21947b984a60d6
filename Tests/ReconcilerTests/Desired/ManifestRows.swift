import Testing

/// One row of the manifest's reference: a manifest that uses the field, and what an object then holds.
struct Row: CustomTestStringConvertible, Sendable {
    let row: String
    let spec: String
    let settings: String
    let target: String
    /// JSON text; nil: nothing is there.
    let expected: String?

    init(_ row: String, _ spec: String, settings: String = "", _ target: String, _ expected: String?) {
        self.row = row
        self.spec = spec
        self.settings = settings
        self.target = target
        self.expected = expected
    }

    var testDescription: String { "\(row): \(spec)" }
}

let identityRows: [Row] = [
    Row("teamId", "teamId: blue", "StatefulSet metadata.labels.team", #""blue""#),
    Row("teamId", "teamId: ''", "StatefulSet metadata.labels.team", #""""#),
    Row("numberOfInstances", "numberOfInstances: 3", "\(sts).replicas", "3"),
    Row("numberOfInstances", "numberOfInstances: 0", "PodDisruptionBudget postgres-acid-test-pdb spec.minAvailable", "0"),
    Row("numberOfInstances", "numberOfInstances: 9", settings: "max_instances: 4", "\(sts).replicas", "4"),
    Row("numberOfInstances", "numberOfInstances: 1", settings: "min_instances: 3", "\(sts).replicas", "3"),
    Row("dockerImage", "dockerImage: spilo:x", "\(database).image", #""spilo:x""#),
    Row("dockerImage", "", "\(database).image", #""ghcr.io/zalando/spilo-18:4.1-p2""#),
    Row("schedulerName", "schedulerName: mine", "\(pod).schedulerName", #""mine""#),
    Row(
        "podPriorityClassName", "podPriorityClassName: high", settings: "pod_priority_class_name: low", "\(pod).priorityClassName",
        #""high""#),
    Row("spiloRunAsUser", "spiloRunAsUser: 101", settings: "spilo_runasuser: 7", "\(pod).securityContext.runAsUser", "101"),
    Row("spiloRunAsGroup", "spiloRunAsGroup: 103", settings: "spilo_runasgroup: 7", "\(pod).securityContext.runAsGroup", "103"),
    Row("spiloFSGroup", "spiloFSGroup: 104", settings: "spilo_fsgroup: 7", "\(pod).securityContext.fsGroup", "104"),
    Row(
        "spiloFSGroup", "{spiloFSGroup: 104, enableConnectionPooler: true}", "Deployment spec.template.spec.securityContext.fsGroup", "104"),
    Row(
        "enableShmVolume", "enableShmVolume: true", settings: "enable_shm_volume: false", "\(pod).volumes[dshm].emptyDir.medium",
        #""Memory""#),
    Row(
        "enableShmVolume", "enableShmVolume: false", settings: "enable_shm_volume: true", "\(pod).volumes[dshm].emptyDir.medium",
        #""Memory""#),
    Row("enableShmVolume", "enableShmVolume: false", settings: "enable_shm_volume: false", "\(pod).volumes[dshm]", nil),
    Row("livenessProbe", "livenessProbe: {tcpSocket: {port: 5432}}", "\(database).livenessProbe", #"{"tcpSocket":{"port":5432}}"#),
    Row(
        "podAnnotations", "podAnnotations: {a: manifest}", settings: "custom_pod_annotations: 'a:configured,b:configured'",
        "StatefulSet spec.template.metadata.annotations", #"{"a":"manifest","b":"configured"}"#),
    Row(
        "podAnnotations", "{podAnnotations: {a: b}, enableConnectionPooler: true}", "Deployment spec.template.metadata.annotations",
        #"{"a":"b"}"#),
    Row(
        "podAnnotations", "{podAnnotations: {a: b}, enableLogicalBackup: true}",
        "CronJob spec.jobTemplate.spec.template.metadata.annotations", #"{"a":"b"}"#),
    Row("env", "env: [{name: scope, value: other}]", "\(variable)[scope]", nil),
    Row("env[].name", "env: [{name: MINE, value: x}]", "\(variable)[MINE].value", #""x""#),
    Row(
        "env[].name", "env: [{name: MINE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]", "\(variable)[MINE].valueFrom.fieldRef",
        #"{"apiVersion":"v1","fieldPath":"spec.nodeName"}"#),
    Row(
        "env[].name", "env: [{name: MINE, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]",
        "\(variable)[MINE].valueFrom.resourceFieldRef.divisor", #""0""#),
    Row("envFrom", "envFrom: [{secretRef: {name: s}}]", "\(database).envFrom", #"[{"secretRef":{"name":"s"}}]"#),
    Row("envFrom", "envFrom: []", "\(database).envFrom", nil),
    Row("envFrom[].prefix", "envFrom: [{prefix: P_, configMapRef: {name: c}}]", "\(database).envFrom[0].prefix", #""P_""#),
    Row(
        "envFrom[].configMapRef.name", "envFrom: [{configMapRef: {name: c, optional: true}}]", "\(database).envFrom[0].configMapRef",
        #"{"name":"c","optional":true}"#),
    Row(
        "envFrom[].secretRef.name", "envFrom: [{secretRef: {name: c, optional: true}}]", "\(database).envFrom[0].secretRef",
        #"{"name":"c","optional":true}"#),
]

let databaseRows: [Row] = [
    Row("postgresql.version", "postgresql: {version: '16'}", "\(variable)[PGVERSION].value", #""16""#),
    Row(
        "postgresql.parameters", "postgresql: {parameters: {shared_buffers: 1GB, archive_command: a && b > c, max_connections: '9'}}",
        "\(variable)[SPILO_CONFIGURATION].value",
        ##""{\"postgresql\":{\"parameters\":{\"archive_command\":\"a \\u0026\\u0026 b \\u003e c\",\"shared_buffers\":\"1GB\"}},\"bootstrap\":{\"initdb\":[{\"auth-host\":\"scram-sha-256\"},{\"auth-local\":\"trust\"}],\"dcs\":{\"postgresql\":{\"parameters\":{\"max_connections\":\"9\"}},\"failsafe_mode\":false}}}""##
    ),
    Row("volume.size", "volume: {size: 7Gi}", "\(sts).volumeClaimTemplates[pgdata].spec.resources.requests.storage", #""7Gi""#),
    Row("volume.storageClass", "volume: {storageClass: fast}", "\(sts).volumeClaimTemplates[pgdata].spec.storageClassName", #""fast""#),
    Row("volume.subPath", "volume: {subPath: a/b}", "\(database).volumeMounts[pgdata].subPath", #""a/b""#),
    Row(
        "volume.isSubPathExpr", "volume: {subPath: $(POD_NAME), isSubPathExpr: true}", "\(database).volumeMounts[pgdata]",
        #"{"name":"pgdata","mountPath":"/home/postgres/pgdata","subPathExpr":"$(POD_NAME)"}"#),
    Row(
        "volume.selector", "volume: {selector: {matchLabels: {a: b}}}", "\(sts).volumeClaimTemplates[pgdata].spec.selector",
        #"{"matchLabels":{"a":"b"}}"#),
    Row("resources.requests.cpu", "resources: {requests: {cpu: 10m}}", "\(database).resources.requests.cpu", #""10m""#),
    Row(
        "resources.requests.cpu", "resources: {requests: {cpu: '3'}}", settings: "max_cpu_request: '2'",
        "\(database).resources.requests.cpu",
        #""2""#),
    Row(
        "resources.requests.cpu", "resources: {requests: {cpu: '0'}}", settings: "default_cpu_request: 5m",
        "\(database).resources.requests.cpu", #""5m""#),
    Row(
        "resources.requests.memory", "resources: {requests: {memory: 10Mi}}", "\(database).resources.requests.memory", #""10Mi""#),
    Row(
        "resources.requests.memory", "resources: {requests: {memory: 3Gi}, limits: {memory: 1Gi}}", "\(database).resources.limits.memory",
        #""3Gi""#),
    Row(
        "resources.requests.hugepages-2Mi", "resources: {requests: {hugepages-2Mi: 4Mi}}", "\(database).resources.requests.hugepages-2Mi",
        #""4Mi""#),
    Row(
        "resources.requests.hugepages-1Gi", "resources: {requests: {hugepages-1Gi: 4Gi}}", "\(database).resources.requests.hugepages-1Gi",
        #""4Gi""#),
    Row("resources.limits.cpu", "resources: {limits: {cpu: '2'}}", "\(database).resources.limits.cpu", #""2""#),
    Row(
        "resources.limits.cpu", "resources: {limits: {cpu: 100m}}", settings: "min_cpu_limit: 250m", "\(database).resources.limits.cpu",
        #""250m""#),
    Row("resources.limits.memory", "resources: {limits: {memory: 2Gi}}", "\(database).resources.limits.memory", #""2Gi""#),
    Row(
        "resources.limits.memory", "", settings: "min_memory_limit: 250Mi", "\(database).resources.limits.memory", #""250Mi""#),
    Row(
        "resources.limits.hugepages-2Mi", "resources: {limits: {hugepages-2Mi: 4Mi}}", "\(database).resources.limits.hugepages-2Mi",
        #""4Mi""#),
    Row(
        "resources.limits.hugepages-1Gi", "resources: {limits: {hugepages-1Gi: 4Gi}}", "\(database).resources.limits.hugepages-1Gi",
        #""4Gi""#),
]

let serviceRows: [Row] = [
    Row(
        "enableMasterLoadBalancer", "enableMasterLoadBalancer: true", settings: "enable_master_load_balancer: false",
        "Service acid-test spec.type", #""LoadBalancer""#),
    Row(
        "enableMasterLoadBalancer", "enableMasterLoadBalancer: false", settings: "enable_master_load_balancer: true",
        "Service acid-test spec.type", #""ClusterIP""#),
    Row("enableReplicaLoadBalancer", "enableReplicaLoadBalancer: true", "Service acid-test-repl spec.type", #""LoadBalancer""#),
    Row(
        "enableMasterPoolerLoadBalancer", "{enableConnectionPooler: true, enableMasterPoolerLoadBalancer: true}",
        "Service acid-test-pooler spec.type", #""LoadBalancer""#),
    Row(
        "enableReplicaPoolerLoadBalancer", "{enableReplicaConnectionPooler: true, enableReplicaPoolerLoadBalancer: true}",
        "Service acid-test-pooler-repl spec.type", #""LoadBalancer""#),
    Row(
        "enableMasterNodePort", "{enableMasterNodePort: true, enableMasterLoadBalancer: true}", "Service acid-test spec.type",
        #""NodePort""#),
    Row(
        "masterNodePort", "{enableMasterNodePort: true, masterNodePort: 31000}", "Service acid-test spec.ports[postgresql].nodePort",
        "31000"),
    Row(
        "masterNodePort", "masterNodePort: 31000", settings: "enable_master_node_port: true",
        "Service acid-test spec.ports[postgresql].nodePort", nil),
    Row("enableReplicaNodePort", "enableReplicaNodePort: true", "Service acid-test-repl spec.type", #""NodePort""#),
    Row(
        "replicaNodePort", "{enableReplicaNodePort: true, replicaNodePort: 31000}",
        "Service acid-test-repl spec.ports[postgresql].nodePort", "31000"),
    Row(
        "enableMasterPoolerNodePort", "{enableConnectionPooler: true, enableMasterPoolerNodePort: true}",
        "Service acid-test-pooler spec.type", #""NodePort""#),
    Row(
        "masterPoolerNodePort", "{enableConnectionPooler: true, enableMasterPoolerNodePort: true, masterPoolerNodePort: 31000}",
        "Service acid-test-pooler spec.ports[0].nodePort", "31000"),
    Row(
        "enableReplicaPoolerNodePort", "{enableReplicaConnectionPooler: true, enableReplicaPoolerNodePort: true}",
        "Service acid-test-pooler-repl spec.type", #""NodePort""#),
    Row(
        "replicaPoolerNodePort", "{enableReplicaConnectionPooler: true, enableReplicaPoolerNodePort: true, replicaPoolerNodePort: 31000}",
        "Service acid-test-pooler-repl spec.ports[0].nodePort", "31000"),
    Row(
        "allowedSourceRanges", "{enableMasterLoadBalancer: true, allowedSourceRanges: [10.0.0.0/8, '2001:db8::/32']}",
        "Service acid-test spec.loadBalancerSourceRanges", #"["10.0.0.0/8","2001:db8::/32"]"#),
    Row("allowedSourceRanges", "enableMasterLoadBalancer: true", "Service acid-test spec.loadBalancerSourceRanges", #"["127.0.0.1/32"]"#),
    Row(
        "serviceAnnotations", "serviceAnnotations: {a: manifest}",
        settings: "{custom_service_annotations: 'a:c,b:c', enable_master_load_balancer: false}",
        "Service acid-test metadata.annotations", #"{"a":"manifest","b":"c"}"#),
    Row(
        "masterServiceAnnotations", "{serviceAnnotations: {a: all}, masterServiceAnnotations: {a: master}}",
        settings: "enable_master_load_balancer: false", "Service acid-test metadata.annotations", #"{"a":"master"}"#),
    Row(
        "masterServiceAnnotations", "{masterServiceAnnotations: {a: master}, enableConnectionPooler: true}",
        "Service acid-test-pooler metadata.annotations", #"{"a":"master"}"#),
    Row(
        "replicaServiceAnnotations", "{serviceAnnotations: {a: all}, replicaServiceAnnotations: {a: replica}}",
        "Service acid-test-repl metadata.annotations", #"{"a":"replica"}"#),
]

private let pooler = "Deployment spec.template.spec.containers[connection-pooler]"

let poolerRows: [Row] = [
    Row("enableConnectionPooler", "enableConnectionPooler: true", "Deployment metadata.name", #""acid-test-pooler""#),
    Row("enableConnectionPooler", "connectionPooler: {mode: session}", "Deployment metadata.name", #""acid-test-pooler""#),
    Row("enableConnectionPooler", "{enableConnectionPooler: false, connectionPooler: {}}", "Deployment metadata.name", nil),
    Row(
        "enableReplicaConnectionPooler", "enableReplicaConnectionPooler: true", "Deployment acid-test-pooler-repl metadata.name",
        #""acid-test-pooler-repl""#),
    Row("connectionPooler.numberOfInstances", "connectionPooler: {numberOfInstances: 5}", "Deployment spec.replicas", "5"),
    Row("connectionPooler.schema", "connectionPooler: {schema: lookup}", "\(pooler).env[PGSCHEMA].value", #""lookup""#),
    Row(
        "connectionPooler.user", "connectionPooler: {user: my_pooler}", "\(pooler).env[PGUSER].valueFrom.secretKeyRef.name",
        #""my-pooler.acid-test.credentials.postgresql.acid.zalan.do""#),
    Row(
        "connectionPooler.user", "connectionPooler: {user: postgres}", "\(pooler).env[PGUSER].valueFrom.secretKeyRef.name",
        #""pooler.acid-test.credentials.postgresql.acid.zalan.do""#),
    Row("connectionPooler.mode", "connectionPooler: {mode: session}", "\(pooler).env[CONNECTION_POOLER_MODE].value", #""session""#),
    Row("connectionPooler.dockerImage", "connectionPooler: {dockerImage: 'p:1'}", "\(pooler).image", #""p:1""#),
    Row(
        "connectionPooler.maxDBConnections", "connectionPooler: {maxDBConnections: 100, numberOfInstances: 3}",
        "\(pooler).env[CONNECTION_POOLER_MAX_DB_CONN].value", #""33""#),
    Row(
        "connectionPooler.maxDBConnections", "connectionPooler: {maxDBConnections: 100, numberOfInstances: 3}",
        "\(pooler).env[CONNECTION_POOLER_DEFAULT_SIZE].value", #""16""#),
    Row("connectionPooler.resources.*", "connectionPooler: {resources: {limits: {cpu: '3'}}}", "\(pooler).resources.limits.cpu", #""3""#),
]
