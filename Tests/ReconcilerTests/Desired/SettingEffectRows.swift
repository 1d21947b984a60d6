/// What settings do to objects: a configuration in the flat form, and what an object then holds.
private let container = "StatefulSet spec.template.spec.containers[postgres]"
private let job = "CronJob spec.jobTemplate.spec.template.spec.containers[logical-backup]"
private let backup = "enableLogicalBackup: true"
private let pooled = "enableConnectionPooler: true"
private let poolerContainer = "Deployment spec.template.spec.containers[connection-pooler]"

let generalEffects: [Row] = [
    Row("enable_shm_volume", "", settings: "enable_shm_volume: false", "\(pod).volumes[dshm]", nil),
    Row("max_instances", "", settings: "max_instances: 0", "\(sts).replicas", "0"),
    Row("min_instances", "", settings: "min_instances: 3", "\(sts).replicas", "3"),
    Row(
        "kubernetes_use_configmaps", "", settings: "kubernetes_use_configmaps: false", "Endpoints acid-test metadata.labels.spilo-role",
        #""master""#),
    Row("kubernetes_use_configmaps", "", settings: "kubernetes_use_configmaps: false", "Service acid-test spec.selector", nil),
    Row(
        "kubernetes_use_configmaps", "", settings: "kubernetes_use_configmaps: ''", "\(variable)[KUBERNETES_USE_CONFIGMAPS].value",
        #""true""#),
    Row("etcd_host", "", settings: "etcd_host: 'e:2379'", "\(variable)[ETCD_HOST].value", #""e:2379""#),
    Row("etcd_host", "", settings: "etcd_host: 'e:2379'", "\(variable)[DCS_ENABLE_KUBERNETES_API]", nil),
    Row("docker_image", "", settings: "docker_image: s:1", "\(container).image", #""s:1""#),
    Row("sidecar_docker_images", "", settings: "sidecar_docker_images: 'a:img:2'", "\(pod).containers[a].image", #""img:2""#),
    Row(
        "set_memory_request_to_limit", "resources: {limits: {memory: 2Gi}, requests: {memory: 1Gi}}",
        settings: "set_memory_request_to_limit: true", "\(container).resources.requests.memory", #""2Gi""#),
    Row("enable_pgversion_env_var", "", settings: "enable_pgversion_env_var: false", "\(variable)[PGVERSION]", nil),
    Row(
        "enable_pgversion_env_var", "", settings: "enable_pgversion_env_var: false", "SPILO postgresql.bin_dir",
        #""/usr/lib/postgresql/17/bin""#),
    Row(
        "enable_spilo_wal_path_compat", "", settings: "enable_spilo_wal_path_compat: true", "\(variable)[ENABLE_WAL_PATH_COMPAT].value",
        #""true""#),
    Row("super_username", "", settings: "super_username: root", "\(variable)[PGUSER_SUPERUSER].value", #""root""#),
    Row(
        "super_username", "", settings: "super_username: root", "\(variable)[PGPASSWORD_SUPERUSER].valueFrom.secretKeyRef.name",
        #""root.acid-test.credentials.postgresql.acid.zalan.do""#),
    Row("replication_username", "", settings: "replication_username: repl", "\(variable)[PGUSER_STANDBY].value", #""repl""#),
    Row(
        "major_version_upgrade_mode", "postgresql: {version: '14'}",
        settings: "{major_version_upgrade_mode: full, minimal_major_version: '15', target_major_version: '17'}",
        "\(variable)[PGVERSION].value", #""17""#),
    Row(
        "minimal_major_version", "postgresql: {version: '14'}",
        settings: "{major_version_upgrade_mode: full, minimal_major_version: '14'}", "\(variable)[PGVERSION].value", #""14""#),
    Row(
        "target_major_version", "postgresql: {version: '14'}",
        settings: "{major_version_upgrade_mode: full, minimal_major_version: '16', target_major_version: '16'}",
        "\(variable)[PGVERSION].value", #""16""#),
    Row("pam_role_name", "", settings: "pam_role_name: humans", "\(variable)[HUMAN_ROLE].value", #""humans""#),
    Row("pam_configuration", "", settings: "pam_configuration: x", "\(variable)[PAM_OAUTH2].value", #""x""#),
    Row("enable_patroni_failsafe_mode", "", settings: "enable_patroni_failsafe_mode: true", "SPILO bootstrap.dcs.failsafe_mode", "true"),
]

let kubernetesEffects: [Row] = [
    Row(
        "enable_owner_references", "", settings: "enable_owner_references: true",
        "\(sts.dropLast(5)) metadata.ownerReferences[0].controller", "true"),
    Row(
        "enable_owner_references", "", settings: "enable_owner_references: true",
        "Service acid-test metadata.ownerReferences[acid-test].uid", #""0000-uid""#),
    Row("pod_terminate_grace_period", "", settings: "pod_terminate_grace_period: 2m", "\(pod).terminationGracePeriodSeconds", "120"),
    Row("pod_terminate_grace_period", "", settings: "pod_terminate_grace_period: ''", "\(pod).terminationGracePeriodSeconds", nil),
    Row("spilo_runasuser", "", settings: "spilo_runasuser: 101", "\(pod).securityContext.runAsUser", "101"),
    Row("spilo_runasgroup", "", settings: "spilo_runasgroup: 101", "\(pod).securityContext.runAsGroup", "101"),
    Row("spilo_fsgroup", pooled, settings: "spilo_fsgroup: 101", "Deployment spec.template.spec.securityContext.fsGroup", "101"),
    Row("pod_priority_class_name", "", settings: "pod_priority_class_name: p", "\(pod).priorityClassName", #""p""#),
    Row("spilo_privileged", "", settings: "spilo_privileged: true", "\(container).securityContext.privileged", "true"),
    Row(
        "spilo_allow_privilege_escalation", backup, settings: "spilo_allow_privilege_escalation: false",
        "\(job).securityContext.allowPrivilegeEscalation", "false"),
    Row(
        "additional_pod_capabilities", "", settings: "additional_pod_capabilities: 'sys_nice'",
        "\(container).securityContext.capabilities.add", #"["SYS_NICE"]"#),
    Row(
        "cluster_labels", "", settings: "cluster_labels: 'a:b'", "StatefulSet spec.selector.matchLabels",
        #"{"a":"b","cluster-name":"acid-test"}"#),
    Row(
        "cluster_labels", "", settings: "cluster_labels: 'b:c,a:d'", "\(variable)[KUBERNETES_LABELS].value",
        ##""{\"a\":\"d\",\"b\":\"c\"}""##),
    Row("inherited_labels", "", settings: "inherited_labels: 'team-label,env'", "Service acid-test metadata.labels.env", #""prod""#),
    Row("inherited_labels", "", settings: "inherited_labels: env", "\(sts).selector.matchLabels.env", nil),
    Row(
        "inherited_annotations", "", settings: "inherited_annotations: owned", "\(sts).volumeClaimTemplates[pgdata].metadata.annotations",
        #"{"owned":"me"}"#),
    Row(
        "downscaler_annotations", "", settings: "downscaler_annotations: 'downscaler/*'", "StatefulSet metadata.annotations",
        #"{"my-downscaler":"x"}"#),
    Row(
        "downscaler_annotations", "", settings: "{downscaler_annotations: 'downscaler/*', enable_master_load_balancer: false}",
        "Service acid-test metadata.annotations", nil),
    Row("cluster_name_label", "", settings: "cluster_name_label: pg", "\(sts).selector.matchLabels.pg", #""acid-test""#),
    Row("cluster_name_label", "", settings: "cluster_name_label: pg", "\(variable)[KUBERNETES_SCOPE_LABEL].value", #""pg""#),
    Row("pod_role_label", "", settings: "pod_role_label: role", "Service acid-test-repl spec.selector.role", #""replica""#),
    Row(
        "toleration", pooled, settings: "toleration: 'key:b,effect:NoExecute'", "Deployment spec.template.spec.tolerations",
        #"[{"key":"b","effect":"NoExecute"}]"#),
    Row(
        "node_readiness_label", "", settings: "node_readiness_label: 'b:2,a:1'",
        "\(pod).affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions",
        #"[{"key":"a","operator":"In","values":["1"]},{"key":"b","operator":"In","values":["2"]}]"#),
    Row(
        "node_readiness_label_merge",
        "nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: []}]}}",
        settings: "{node_readiness_label: 'a:1', node_readiness_label_merge: ''}",
        "\(pod).affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms", #"[{"matchExpressions":[]}]"#),
    Row(
        "secret_name_template", "users: {my_app: []}", settings: "secret_name_template: '{cluster}.{username}.{x}.{tprkind}.{tprgroup}'",
        "Secret acid-test.my-app.{x}.postgresql.acid.zalan.do metadata.labels.team", #""acid""#),
    Row("pod_service_account_name", backup, settings: "pod_service_account_name: sa", "ServiceAccount metadata.name", #""sa""#),
    Row("pod_service_account_name", backup, settings: "pod_service_account_name: sa", "RoleBinding roleRef.name", #""sa""#),
    Row(
        "pod_service_account_definition", "",
        settings: "pod_service_account_definition: '{kind: ServiceAccount, metadata: {name: other, annotations: {a: b}}}'",
        "ServiceAccount metadata", #"{"name":"postgres-pod","annotations":{"a":"b"},"namespace":"test"}"#),
    Row(
        "pod_service_account_role_binding_definition", "",
        settings: "pod_service_account_role_binding_definition: '{kind: RoleBinding, metadata: {name: other}, roleRef: {name: r}}'",
        "RoleBinding other roleRef.name", #""r""#),
    Row("custom_pod_annotations", backup, settings: "custom_pod_annotations: 'a:b'", "CronJob metadata.annotations", #"{"a":"b"}"#),
    Row(
        "enable_pod_antiaffinity", "", settings: "enable_pod_antiaffinity: true",
        "\(pod).affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels.team", #""acid""#),
    Row(
        "pod_antiaffinity_preferred_during_scheduling", pooled,
        settings: "{enable_pod_antiaffinity: true, pod_antiaffinity_preferred_during_scheduling: true}",
        "Deployment spec.template.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight", "1"),
    Row(
        "pod_antiaffinity_topology_key", "", settings: "{enable_pod_antiaffinity: true, pod_antiaffinity_topology_key: zone}",
        "\(pod).affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey", #""zone""#),
    Row("pdb_name_format", "", settings: "pdb_name_format: 'x-{cluster}'", "PodDisruptionBudget x-acid-test spec.minAvailable", "1"),
    Row(
        "pdb_master_label_selector", "", settings: "pdb_master_label_selector: false",
        "PodDisruptionBudget postgres-acid-test-pdb spec.selector.matchLabels", #"{"application":"spilo","cluster-name":"acid-test"}"#),
    Row(
        "enable_pod_disruption_budget", "", settings: "enable_pod_disruption_budget: false",
        "PodDisruptionBudget postgres-acid-test-critical-op-pdb spec.maxUnavailable", #""100%""#),
    Row(
        "enable_pod_disruption_budget", "", settings: "enable_pod_disruption_budget: false", "\(variable)[KUBERNETES_BOOTSTRAP_LABELS]", nil
    ),
    Row(
        "enable_init_containers", "initContainers: [{name: a, image: b}]", settings: "enable_init_containers: false",
        "StatefulSet metadata.name", nil),
    Row("enable_sidecars", "sidecars: [{name: a, image: b}]", settings: "enable_sidecars: false", "StatefulSet metadata.name", nil),
    Row(
        "share_pgsocket_with_sidecars", "", settings: "share_pgsocket_with_sidecars: true",
        "\(container).volumeMounts[postgresql-run].mountPath", #""/var/run/postgresql""#),
    Row("pod_management_policy", "", settings: "pod_management_policy: parallel", "\(sts).podManagementPolicy", #""Parallel""#),
    Row(
        "enable_readiness_probe", "", settings: "enable_readiness_probe: true", "\(container).readinessProbe.httpGet.path", #""/readiness""#
    ),
    Row(
        "enable_cross_namespace_secret", "users: {other.app: []}", settings: "enable_cross_namespace_secret: true",
        "Secret other.app.acid-test.credentials.postgresql.acid.zalan.do metadata.namespace", #""other""#),
    Row(
        "persistent_volume_claim_retention_policy", "", settings: "persistent_volume_claim_retention_policy: 'when_deleted:delete'",
        "\(sts).persistentVolumeClaimRetentionPolicy", #"{"whenDeleted":"Delete","whenScaled":"Retain"}"#),
    Row("default_cpu_request", "", settings: "default_cpu_request: 5m", "\(container).resources.requests.cpu", #""5m""#),
    Row("default_memory_request", "", settings: "default_memory_request: 5Mi", "\(container).resources.requests.memory", #""5Mi""#),
    Row("default_cpu_limit", "", settings: "default_cpu_limit: '5'", "\(container).resources.limits.cpu", #""5""#),
    Row("default_memory_limit", "", settings: "default_memory_limit: 5Gi", "\(container).resources.limits.memory", #""5Gi""#),
    Row("min_cpu_limit", "", settings: "min_cpu_limit: 300m", "\(container).resources.limits.cpu", #""300m""#),
    Row("min_memory_limit", "", settings: "min_memory_limit: 300Mi", "\(container).resources.limits.memory", #""300Mi""#),
    Row(
        "max_cpu_request", "", settings: "{max_cpu_request: '1', default_cpu_request: '2'}", "\(container).resources.requests.cpu", #""1""#),
    Row(
        "max_memory_request", "", settings: "{max_memory_request: 1Gi, default_memory_request: 2Gi}",
        "\(container).resources.requests.memory", #""1Gi""#),
]

let serviceEffects: [Row] = [
    Row(
        "db_hosted_zone", "", settings: "{enable_master_load_balancer: true, db_hosted_zone: Z.example}",
        "Service acid-test metadata.annotations[\"external-dns.alpha.kubernetes.io/hostname\"]",
        #""acid-test.test.z.example,test.acid.z.example""#),
    Row(
        "enable_master_load_balancer", "", settings: "enable_master_load_balancer: true", "Service acid-test spec.type", #""LoadBalancer""#),
    Row(
        "enable_master_pooler_load_balancer", pooled, settings: "enable_master_pooler_load_balancer: true",
        "Service acid-test-pooler spec.type", #""LoadBalancer""#),
    Row(
        "enable_replica_load_balancer", "", settings: "enable_replica_load_balancer: true", "Service acid-test-repl spec.type",
        #""LoadBalancer""#),
    Row(
        "enable_replica_pooler_load_balancer", "enableReplicaConnectionPooler: true", settings: "enable_replica_pooler_load_balancer: true",
        "Service acid-test-pooler-repl spec.type", #""LoadBalancer""#),
    Row("enable_master_node_port", "", settings: "enable_master_node_port: true", "Service acid-test spec.type", #""NodePort""#),
    Row(
        "enable_master_pooler_node_port", pooled, settings: "enable_master_pooler_node_port: true", "Service acid-test-pooler spec.type",
        #""NodePort""#),
    Row("enable_replica_node_port", "", settings: "enable_replica_node_port: true", "Service acid-test-repl spec.type", #""NodePort""#),
    Row(
        "enable_replica_pooler_node_port", "enableReplicaConnectionPooler: true", settings: "enable_replica_pooler_node_port: true",
        "Service acid-test-pooler-repl spec.type", #""NodePort""#),
    Row(
        "custom_service_annotations", "", settings: "{custom_service_annotations: 'a:b', enable_master_load_balancer: false}",
        "Service acid-test metadata.annotations", #"{"a":"b"}"#),
    Row(
        "external_traffic_policy", "", settings: "{enable_master_node_port: true, external_traffic_policy: Local}",
        "Service acid-test spec.externalTrafficPolicy", #""Local""#),
    Row(
        "master_dns_name_format", pooled,
        settings: "{enable_master_pooler_load_balancer: true, master_dns_name_format: '{cluster}-{team}.{hostedzone}'}",
        "Service acid-test-pooler metadata.annotations[\"external-dns.alpha.kubernetes.io/hostname\"]",
        #""acid-test-pooler-acid.db.example.com""#),
    Row(
        "master_legacy_dns_name_format", "",
        settings: "{enable_master_load_balancer: true, master_legacy_dns_name_format: 'old-{cluster}'}",
        "Service acid-test metadata.annotations[\"external-dns.alpha.kubernetes.io/hostname\"]",
        #""acid-test.test.db.example.com,old-test""#),
    Row(
        "replica_dns_name_format", "teamId: other",
        settings: "{enable_replica_load_balancer: true, replica_dns_name_format: 'r-{cluster}.{namespace}'}",
        "Service acid-test-repl metadata.annotations[\"external-dns.alpha.kubernetes.io/hostname\"]", #""r-acid-test.test""#),
    Row(
        "replica_legacy_dns_name_format", "",
        settings: "{enable_replica_load_balancer: true, replica_legacy_dns_name_format: 'o-{cluster}'}",
        "Service acid-test-repl metadata.annotations[\"external-dns.alpha.kubernetes.io/hostname\"]",
        #""acid-test-repl.test.db.example.com,o-test""#),
]

let archiveEffects: [Row] = [
    Row("wal_s3_bucket", "", settings: "wal_s3_bucket: b", "\(variable)[WAL_S3_BUCKET].value", #""b""#),
    Row("wal_s3_bucket", "", settings: "wal_s3_bucket: b", "\(variable)[WAL_BUCKET_SCOPE_SUFFIX].value", #""/0000-uid""#),
    Row("log_s3_bucket", "", settings: "log_s3_bucket: b", "\(variable)[LOG_S3_BUCKET].value", #""b""#),
    Row(
        "kube_iam_role", backup, settings: "kube_iam_role: r", "CronJob spec.jobTemplate.spec.template.metadata.annotations",
        #"{"iam.amazonaws.com/role":"r"}"#),
    Row("kube_iam_role", backup, settings: "kube_iam_role: r", "CronJob metadata.annotations", nil),
    Row(
        "irsa_role_arn", "", settings: "irsa_role_arn: 'arn:aws:iam::1:role/x'", "ServiceAccount metadata.annotations",
        #"{"eks.amazonaws.com/role-arn":"arn:aws:iam::1:role/x"}"#),
    Row("irsa_role_arn", "clone: {cluster: old}", settings: "irsa_role_arn: a", "\(variable)[CLONE_AWS_ROLE_ARN].value", #""a""#),
    Row("irsa_role_arn", "standby: {standby_host: h}", settings: "irsa_role_arn: a", "\(variable)[STANDBY_AWS_ROLE_ARN].value", #""a""#),
    Row("wal_gs_bucket", "", settings: "wal_gs_bucket: b", "\(variable)[WAL_GS_BUCKET].value", #""b""#),
    Row("gcp_credentials", "", settings: "gcp_credentials: c", "\(variable)[GOOGLE_APPLICATION_CREDENTIALS].value", #""c""#),
    Row("wal_az_storage_account", "", settings: "wal_az_storage_account: a", "\(variable)[AZURE_STORAGE_ACCOUNT].value", #""a""#),
    Row(
        "additional_secret_mount", backup, settings: "{additional_secret_mount: s, additional_secret_mount_path: /s}",
        "CronJob spec.jobTemplate.spec.template.spec.volumes[s].secret.secretName", #""s""#),
    Row(
        "additional_secret_mount_path", "", settings: "{additional_secret_mount: s, additional_secret_mount_path: /s}",
        "\(container).volumeMounts[s].mountPath", #""/s""#),
    Row(
        "scalyr_api_key", "", settings: "{scalyr_api_key: k, scalyr_image: i}",
        "\(pod).containers[scalyr-sidecar].env[SCALYR_API_KEY].value", #""k""#),
    Row("scalyr_image", "", settings: "scalyr_image: i", "\(pod).containers[scalyr-sidecar]", nil),
    Row(
        "scalyr_server_url", "", settings: "{scalyr_api_key: k, scalyr_image: i, scalyr_server_url: u}",
        "\(pod).containers[scalyr-sidecar].env[SCALYR_SERVER_URL].value", #""u""#),
    Row(
        "scalyr_cpu_request", "", settings: "{scalyr_api_key: k, scalyr_image: i, scalyr_cpu_request: 7m}",
        "\(pod).containers[scalyr-sidecar].resources.requests.cpu", #""7m""#),
    Row(
        "scalyr_memory_request", "", settings: "{scalyr_api_key: k, scalyr_image: i}",
        "\(pod).containers[scalyr-sidecar].resources.requests.memory", #""50Mi""#),
    Row(
        "scalyr_cpu_limit", "", settings: "{scalyr_api_key: k, scalyr_image: i, scalyr_cpu_limit: '3'}",
        "\(pod).containers[scalyr-sidecar].resources.limits.cpu", #""3""#),
    Row(
        "scalyr_memory_limit", "", settings: "{scalyr_api_key: k, scalyr_image: i}",
        "\(pod).containers[scalyr-sidecar].resources.limits.memory", #""500Mi""#),
]

let backupEffects: [Row] = [
    Row("logical_backup_schedule", backup, settings: "logical_backup_schedule: 1 1 * * *", "CronJob spec.schedule", #""1 1 * * *""#),
    Row("logical_backup_docker_image", backup, settings: "logical_backup_docker_image: l:1", "\(job).image", #""l:1""#),
    Row(
        "logical_backup_provider", backup, settings: "logical_backup_provider: gcs", "\(job).env[LOGICAL_BACKUP_PROVIDER].value", #""gcs""#),
    Row("logical_backup_provider", backup, settings: "logical_backup_provider: gcs", "\(job).env[LOGICAL_BACKUP_S3_REGION]", nil),
    Row(
        "logical_backup_azure_storage_account_name", backup,
        settings: "{logical_backup_provider: az, logical_backup_azure_storage_account_name: n}",
        "\(job).env[LOGICAL_BACKUP_AZURE_STORAGE_ACCOUNT_NAME].value", #""n""#),
    Row(
        "logical_backup_azure_storage_container", backup,
        settings: "{logical_backup_provider: az, logical_backup_azure_storage_container: n}",
        "\(job).env[LOGICAL_BACKUP_AZURE_STORAGE_CONTAINER].value", #""n""#),
    Row(
        "logical_backup_azure_storage_account_key", backup,
        settings: "{logical_backup_provider: az, logical_backup_azure_storage_account_key: n}",
        "\(job).env[LOGICAL_BACKUP_AZURE_STORAGE_ACCOUNT_KEY].value", #""n""#),
    Row("logical_backup_s3_bucket", backup, settings: "logical_backup_s3_bucket: b", "\(job).env[LOGICAL_BACKUP_S3_BUCKET].value", #""b""#),
    Row(
        "logical_backup_s3_bucket_prefix", backup, settings: "logical_backup_s3_bucket_prefix: b",
        "\(job).env[LOGICAL_BACKUP_S3_BUCKET_PREFIX].value", #""b""#),
    Row("logical_backup_s3_region", backup, settings: "logical_backup_s3_region: b", "\(job).env[LOGICAL_BACKUP_S3_REGION].value", #""b""#),
    Row(
        "logical_backup_s3_endpoint", backup, settings: "logical_backup_s3_endpoint: b", "\(job).env[LOGICAL_BACKUP_S3_ENDPOINT].value",
        #""b""#),
    Row(
        "logical_backup_s3_access_key_id", backup, settings: "logical_backup_s3_access_key_id: b", "\(job).env[AWS_ACCESS_KEY_ID].value",
        #""b""#),
    Row(
        "logical_backup_s3_secret_access_key", backup, settings: "logical_backup_s3_secret_access_key: b",
        "\(job).env[AWS_SECRET_ACCESS_KEY].value", #""b""#),
    Row("logical_backup_s3_sse", backup, settings: "logical_backup_s3_sse: b", "\(job).env[LOGICAL_BACKUP_S3_SSE].value", #""b""#),
    Row(
        "logical_backup_s3_retention_time", backup, settings: "logical_backup_s3_retention_time: b",
        "\(job).env[LOGICAL_BACKUP_S3_RETENTION_TIME].value", #""b""#),
    Row(
        "logical_backup_google_application_credentials", backup,
        settings: "{logical_backup_provider: gcs, logical_backup_google_application_credentials: n}",
        "\(job).env[LOGICAL_BACKUP_GOOGLE_APPLICATION_CREDENTIALS].value", #""n""#),
    Row(
        "logical_backup_job_prefix", backup, settings: "logical_backup_job_prefix: 'a-very-long-prefix-for-a-job-that-is-cut-off--------'",
        "CronJob metadata.name", #""a-very-long-prefix-for-a-job-that-is-cut-off""#),
    Row(
        "logical_backup_cpu_request", backup, settings: "{logical_backup_cpu_request: 1m, default_cpu_request: 2m}",
        "\(job).resources.requests.cpu", #""1m""#),
    Row("logical_backup_memory_request", backup, settings: "default_memory_request: 2Mi", "\(job).resources.requests.memory", #""2Mi""#),
    Row(
        "logical_backup_memory_request", backup, settings: "logical_backup_memory_request: 3Mi", "\(job).resources.requests.memory",
        #""3Mi""#),
    Row("logical_backup_cpu_limit", backup, settings: "logical_backup_cpu_limit: '4'", "\(job).resources.limits.cpu", #""4""#),
    Row("logical_backup_memory_limit", backup, settings: "logical_backup_memory_limit: 4Gi", "\(job).resources.limits.memory", #""4Gi""#),
    Row(
        "logical_backup_successful_jobs_history_limit", backup, settings: "logical_backup_successful_jobs_history_limit: 0",
        "CronJob spec.successfulJobsHistoryLimit", "0"),
    Row(
        "logical_backup_failed_jobs_history_limit", backup, settings: "logical_backup_failed_jobs_history_limit: 5",
        "CronJob spec.failedJobsHistoryLimit", "5"),
    Row(
        "logical_backup_ttl_seconds_after_finished", backup, settings: "logical_backup_ttl_seconds_after_finished: 60",
        "CronJob spec.jobTemplate.spec.ttlSecondsAfterFinished", "60"),
    Row(
        "connection_pooler_number_of_instances", pooled, settings: "connection_pooler_number_of_instances: 1", "Deployment spec.replicas",
        "1"),
    Row("connection_pooler_schema", pooled, settings: "connection_pooler_schema: s", "\(poolerContainer).env[PGSCHEMA].value", #""s""#),
    Row(
        "connection_pooler_user", pooled, settings: "connection_pooler_user: u",
        "\(poolerContainer).env[PGUSER].valueFrom.secretKeyRef.name", #""u.acid-test.credentials.postgresql.acid.zalan.do""#),
    Row("connection_pooler_image", pooled, settings: "connection_pooler_image: i", "\(poolerContainer).image", #""i""#),
    Row(
        "connection_pooler_mode", pooled, settings: "connection_pooler_mode: session",
        "\(poolerContainer).env[CONNECTION_POOLER_MODE].value", #""session""#),
    Row(
        "connection_pooler_max_db_connections", pooled, settings: "connection_pooler_max_db_connections: 80",
        "\(poolerContainer).env[CONNECTION_POOLER_MIN_SIZE].value", #""10""#),
    Row(
        "connection_pooler_default_cpu_request", pooled, settings: "connection_pooler_default_cpu_request: 1m",
        "\(poolerContainer).resources.requests.cpu", #""1m""#),
    Row(
        "connection_pooler_default_memory_request", pooled, settings: "connection_pooler_default_memory_request: 1Mi",
        "\(poolerContainer).resources.requests.memory", #""1Mi""#),
    Row(
        "connection_pooler_default_cpu_limit", pooled, settings: "connection_pooler_default_cpu_limit: '1'",
        "\(poolerContainer).resources.limits.cpu", #""1""#),
    Row(
        "connection_pooler_default_memory_limit", pooled, settings: "connection_pooler_default_memory_limit: 1Gi",
        "\(poolerContainer).resources.limits.memory", #""1Gi""#),
    Row("enable_database_access", pooled, settings: "enable_database_access: false", "Deployment metadata.name", nil),
]
