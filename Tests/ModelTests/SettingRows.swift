/// The reference of settings, row by row, written down from the specification and not from the code: key, path under `configuration`,
/// type, default in a ConfigMap, default of the CRD, fallback of the operator.
struct SettingRow: Sendable {
    let key: String
    let path: String?
    let type: String
    let flat: String?
    let schema: String?
    let fallback: String?

    static let all: [SettingRow] = [
        SettingRow(key: "resync_period", path: "resync_period", type: "duration", flat: "30m", schema: "30m", fallback: "30m"),
        SettingRow(key: "repair_period", path: "repair_period", type: "duration", flat: "5m", schema: "5m", fallback: "5m"),
        SettingRow(
            key: "enable_crd_registration", path: "enable_crd_registration", type: "bool", flat: "true", schema: "true", fallback: "true"),
        SettingRow(key: "crd_categories", path: "crd_categories", type: "list", flat: "all", schema: nil, fallback: "all"),
        SettingRow(key: "enable_shm_volume", path: "enable_shm_volume", type: "bool", flat: "true", schema: "true", fallback: "true"),
        SettingRow(key: "max_instances", path: "max_instances", type: "int", flat: "-1", schema: "-1", fallback: nil),
        SettingRow(key: "min_instances", path: "min_instances", type: "int", flat: "-1", schema: "-1", fallback: nil),
        SettingRow(
            key: "ignore_instance_limits_annotation_key", path: "ignore_instance_limits_annotation_key", type: "string", flat: nil,
            schema: nil, fallback: nil),
        SettingRow(
            key: "ignore_resources_limits_annotation_key", path: "ignore_resources_limits_annotation_key", type: "string", flat: nil,
            schema: nil, fallback: nil),
        SettingRow(
            key: "kubernetes_use_configmaps", path: "kubernetes_use_configmaps", type: "bool", flat: "true", schema: "true",
            fallback: "true"),
        SettingRow(key: "etcd_host", path: "etcd_host", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "enable_maintenance_windows", path: "enable_maintenance_windows", type: "bool", flat: "true", schema: "true",
            fallback: "true"),
        SettingRow(key: "maintenance_windows", path: "maintenance_windows", type: "list", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "docker_image", path: "docker_image", type: "string", flat: "ghcr.io/zalando/spilo-18:4.1-p2",
            schema: "ghcr.io/zalando/spilo-18:4.1-p2", fallback: "ghcr.io/zalando/spilo-18:4.1-p2"),
        SettingRow(key: "sidecar_docker_images", path: "sidecar_docker_images", type: "map", flat: nil, schema: nil, fallback: nil),
        SettingRow(key: "sidecars", path: "sidecars", type: "containers", flat: nil, schema: nil, fallback: nil),
        SettingRow(key: "workers", path: "workers", type: "uint", flat: "8", schema: "8", fallback: "8"),
        SettingRow(
            key: "set_memory_request_to_limit", path: "set_memory_request_to_limit", type: "bool", flat: "false", schema: nil, fallback: nil
        ),
        SettingRow(
            key: "enable_lazy_spilo_upgrade", path: "enable_lazy_spilo_upgrade", type: "bool", flat: "false", schema: nil, fallback: nil),
        SettingRow(
            key: "enable_pgversion_env_var", path: "enable_pgversion_env_var", type: "bool", flat: "true", schema: "true", fallback: nil),
        SettingRow(
            key: "enable_spilo_wal_path_compat", path: "enable_spilo_wal_path_compat", type: "bool", flat: "false", schema: nil,
            fallback: nil),
        SettingRow(
            key: "enable_team_id_clustername_prefix", path: "enable_team_id_clustername_prefix", type: "bool", flat: "false", schema: nil,
            fallback: nil),
        SettingRow(key: "enable_load_balancer", path: nil, type: "bool", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "super_username", path: "users.super_username", type: "string", flat: "postgres", schema: "postgres", fallback: "postgres"),
        SettingRow(
            key: "replication_username", path: "users.replication_username", type: "string", flat: "standby", schema: "standby",
            fallback: "standby"),
        SettingRow(
            key: "additional_owner_roles", path: "users.additional_owner_roles", type: "list", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "enable_password_rotation", path: "users.enable_password_rotation", type: "bool", flat: "false", schema: nil, fallback: nil
        ),
        SettingRow(
            key: "password_rotation_interval", path: "users.password_rotation_interval", type: "uint", flat: "90", schema: "90",
            fallback: "90"),
        SettingRow(
            key: "password_rotation_user_retention", path: "users.password_rotation_user_retention", type: "uint", flat: "180",
            schema: "120", fallback: "180"),
        SettingRow(
            key: "major_version_upgrade_mode", path: "major_version_upgrade.major_version_upgrade_mode", type: "string", flat: "manual",
            schema: "manual", fallback: "manual"),
        SettingRow(
            key: "major_version_upgrade_team_allow_list", path: "major_version_upgrade.major_version_upgrade_team_allow_list", type: "list",
            flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "minimal_major_version", path: "major_version_upgrade.minimal_major_version", type: "string", flat: "14", schema: "14",
            fallback: "14"),
        SettingRow(
            key: "target_major_version", path: "major_version_upgrade.target_major_version", type: "string", flat: "18", schema: "18",
            fallback: "18"),
        SettingRow(
            key: "enable_owner_references", path: "kubernetes.enable_owner_references", type: "bool", flat: "false", schema: nil,
            fallback: "false"),
        SettingRow(
            key: "pod_terminate_grace_period", path: "kubernetes.pod_terminate_grace_period", type: "duration", flat: "5m", schema: "5m",
            fallback: "5m"),
        SettingRow(key: "spilo_runasuser", path: "kubernetes.spilo_runasuser", type: "number", flat: nil, schema: nil, fallback: nil),
        SettingRow(key: "spilo_runasgroup", path: "kubernetes.spilo_runasgroup", type: "number", flat: nil, schema: nil, fallback: nil),
        SettingRow(key: "spilo_fsgroup", path: "kubernetes.spilo_fsgroup", type: "number", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "pod_priority_class_name", path: "kubernetes.pod_priority_class_name", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "cluster_domain", path: "kubernetes.cluster_domain", type: "string", flat: "cluster.local", schema: "cluster.local",
            fallback: "cluster.local"),
        SettingRow(key: "spilo_privileged", path: "kubernetes.spilo_privileged", type: "bool", flat: "false", schema: nil, fallback: nil),
        SettingRow(
            key: "spilo_allow_privilege_escalation", path: "kubernetes.spilo_allow_privilege_escalation", type: "bool", flat: "true",
            schema: "true", fallback: "true"),
        SettingRow(
            key: "additional_pod_capabilities", path: "kubernetes.additional_pod_capabilities", type: "list", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "cluster_labels", path: "kubernetes.cluster_labels", type: "map", flat: "application:spilo", schema: "application:spilo",
            fallback: "application:spilo"),
        SettingRow(key: "inherited_labels", path: "kubernetes.inherited_labels", type: "list", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "inherited_annotations", path: "kubernetes.inherited_annotations", type: "list", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "downscaler_annotations", path: "kubernetes.downscaler_annotations", type: "list", flat: nil, schema: nil, fallback: nil),
        SettingRow(key: "ignored_annotations", path: "kubernetes.ignored_annotations", type: "list", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "cluster_name_label", path: "kubernetes.cluster_name_label", type: "string", flat: "cluster-name", schema: "cluster-name",
            fallback: "cluster-name"),
        SettingRow(
            key: "delete_annotation_date_key", path: "kubernetes.delete_annotation_date_key", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "delete_annotation_name_key", path: "kubernetes.delete_annotation_name_key", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "pod_role_label", path: "kubernetes.pod_role_label", type: "string", flat: "spilo-role", schema: "spilo-role",
            fallback: "spilo-role"),
        SettingRow(key: "toleration", path: "kubernetes.toleration", type: "map", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "pod_environment_configmap", path: "kubernetes.pod_environment_configmap", type: "name", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "pod_environment_secret", path: "kubernetes.pod_environment_secret", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "node_readiness_label", path: "kubernetes.node_readiness_label", type: "map", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "node_readiness_label_merge", path: "kubernetes.node_readiness_label_merge", type: "string", flat: "OR", schema: nil,
            fallback: nil),
        SettingRow(
            key: "secret_name_template", path: "kubernetes.secret_name_template", type: "string",
            flat: "{username}.{cluster}.credentials.{tprkind}.{tprgroup}", schema: "{username}.{cluster}.credentials.{tprkind}.{tprgroup}",
            fallback: nil),
        SettingRow(
            key: "oauth_token_secret_name", path: "kubernetes.oauth_token_secret_name", type: "name", flat: "postgresql-operator",
            schema: "postgres-operator", fallback: nil),
        SettingRow(
            key: "infrastructure_roles_secret_name", path: "kubernetes.infrastructure_roles_secret_name", type: "name", flat: nil,
            schema: nil, fallback: nil),
        SettingRow(
            key: "infrastructure_roles_secrets", path: "kubernetes.infrastructure_roles_secrets", type: "roleSources", flat: nil,
            schema: nil, fallback: nil),
        SettingRow(key: "watched_namespace", path: "kubernetes.watched_namespace", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "pod_service_account_name", path: "kubernetes.pod_service_account_name", type: "string", flat: "postgres-pod",
            schema: "postgres-pod", fallback: "postgres-pod"),
        SettingRow(
            key: "pod_service_account_definition", path: "kubernetes.pod_service_account_definition", type: "string", flat: nil,
            schema: nil, fallback: nil),
        SettingRow(
            key: "pod_service_account_role_binding_definition", path: "kubernetes.pod_service_account_role_binding_definition",
            type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "master_pod_move_timeout", path: "kubernetes.master_pod_move_timeout", type: "duration", flat: "20m", schema: "20m",
            fallback: "10m"),
        SettingRow(
            key: "custom_pod_annotations", path: "kubernetes.custom_pod_annotations", type: "map", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "enable_pod_antiaffinity", path: "kubernetes.enable_pod_antiaffinity", type: "bool", flat: "false", schema: nil,
            fallback: nil),
        SettingRow(
            key: "pod_antiaffinity_preferred_during_scheduling", path: "kubernetes.pod_antiaffinity_preferred_during_scheduling",
            type: "bool", flat: "false", schema: nil, fallback: nil),
        SettingRow(
            key: "pod_antiaffinity_topology_key", path: "kubernetes.pod_antiaffinity_topology_key", type: "string",
            flat: "kubernetes.io/hostname", schema: "kubernetes.io/hostname", fallback: "kubernetes.io/hostname"),
        SettingRow(
            key: "storage_resize_mode", path: "kubernetes.storage_resize_mode", type: "string", flat: "pvc", schema: "pvc", fallback: "pvc"),
        SettingRow(
            key: "pdb_name_format", path: "kubernetes.pdb_name_format", type: "string", flat: "postgres-{cluster}-pdb",
            schema: "postgres-{cluster}-pdb", fallback: nil),
        SettingRow(
            key: "pdb_master_label_selector", path: "kubernetes.pdb_master_label_selector", type: "bool", flat: "true", schema: "true",
            fallback: "true"),
        SettingRow(
            key: "enable_pod_disruption_budget", path: "kubernetes.enable_pod_disruption_budget", type: "bool", flat: "true",
            schema: "true", fallback: "true"),
        SettingRow(
            key: "enable_init_containers", path: "kubernetes.enable_init_containers", type: "bool", flat: "true", schema: "true",
            fallback: "true"),
        SettingRow(
            key: "enable_sidecars", path: "kubernetes.enable_sidecars", type: "bool", flat: "true", schema: "true", fallback: "true"),
        SettingRow(
            key: "share_pgsocket_with_sidecars", path: "kubernetes.share_pgsocket_with_sidecars", type: "bool", flat: "false", schema: nil,
            fallback: "false"),
        SettingRow(
            key: "pod_management_policy", path: "kubernetes.pod_management_policy", type: "string", flat: "ordered_ready",
            schema: "ordered_ready", fallback: "ordered_ready"),
        SettingRow(
            key: "enable_readiness_probe", path: "kubernetes.enable_readiness_probe", type: "bool", flat: "false", schema: nil,
            fallback: nil),
        SettingRow(
            key: "enable_cross_namespace_secret", path: "kubernetes.enable_cross_namespace_secret", type: "bool", flat: "false",
            schema: nil, fallback: nil),
        SettingRow(
            key: "enable_finalizers", path: "kubernetes.enable_finalizers", type: "bool", flat: "false", schema: nil, fallback: "false"),
        SettingRow(
            key: "enable_secrets_deletion", path: "kubernetes.enable_secrets_deletion", type: "bool", flat: "true", schema: "true",
            fallback: "true"),
        SettingRow(
            key: "enable_persistent_volume_claim_deletion", path: "kubernetes.enable_persistent_volume_claim_deletion", type: "bool",
            flat: "true", schema: "true", fallback: "true"),
        SettingRow(
            key: "persistent_volume_claim_retention_policy", path: "kubernetes.persistent_volume_claim_retention_policy", type: "map",
            flat: "when_deleted:retain,when_scaled:retain", schema: nil, fallback: nil),
        SettingRow(key: "liveness_probe", path: "kubernetes.liveness_probe", type: "probe", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "default_cpu_request", path: "postgres_pod_resources.default_cpu_request", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "default_memory_request", path: "postgres_pod_resources.default_memory_request", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "default_cpu_limit", path: "postgres_pod_resources.default_cpu_limit", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "default_memory_limit", path: "postgres_pod_resources.default_memory_limit", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "min_cpu_limit", path: "postgres_pod_resources.min_cpu_limit", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "min_memory_limit", path: "postgres_pod_resources.min_memory_limit", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "max_cpu_request", path: "postgres_pod_resources.max_cpu_request", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "max_memory_request", path: "postgres_pod_resources.max_memory_request", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "ready_wait_interval", path: "timeouts.ready_wait_interval", type: "duration", flat: "4s", schema: "4s", fallback: "4s"),
        SettingRow(
            key: "ready_wait_timeout", path: "timeouts.ready_wait_timeout", type: "duration", flat: "30s", schema: "30s", fallback: "30s"),
        SettingRow(
            key: "resource_check_interval", path: "timeouts.resource_check_interval", type: "duration", flat: "3s", schema: "3s",
            fallback: "3s"),
        SettingRow(
            key: "resource_check_timeout", path: "timeouts.resource_check_timeout", type: "duration", flat: "10m", schema: "10m",
            fallback: "10m"),
        SettingRow(
            key: "pod_label_wait_timeout", path: "timeouts.pod_label_wait_timeout", type: "duration", flat: "10m", schema: "10m",
            fallback: "10m"),
        SettingRow(
            key: "pod_deletion_wait_timeout", path: "timeouts.pod_deletion_wait_timeout", type: "duration", flat: "10m", schema: "10m",
            fallback: "10m"),
        SettingRow(
            key: "patroni_api_check_interval", path: "timeouts.patroni_api_check_interval", type: "duration", flat: "1s", schema: "1s",
            fallback: "1s"),
        SettingRow(
            key: "patroni_api_check_timeout", path: "timeouts.patroni_api_check_timeout", type: "duration", flat: "5s", schema: "5s",
            fallback: "5s"),
        SettingRow(
            key: "db_hosted_zone", path: "load_balancer.db_hosted_zone", type: "string", flat: "db.example.com", schema: nil,
            fallback: "db.example.com"),
        SettingRow(
            key: "enable_master_load_balancer", path: "load_balancer.enable_master_load_balancer", type: "bool", flat: "true", schema: nil,
            fallback: nil),
        SettingRow(
            key: "enable_master_pooler_load_balancer", path: "load_balancer.enable_master_pooler_load_balancer", type: "bool",
            flat: "false", schema: nil, fallback: nil),
        SettingRow(
            key: "enable_replica_load_balancer", path: "load_balancer.enable_replica_load_balancer", type: "bool", flat: "false",
            schema: nil, fallback: nil),
        SettingRow(
            key: "enable_replica_pooler_load_balancer", path: "load_balancer.enable_replica_pooler_load_balancer", type: "bool",
            flat: "false", schema: nil, fallback: nil),
        SettingRow(
            key: "enable_master_node_port", path: "load_balancer.enable_master_node_port", type: "bool", flat: "false", schema: nil,
            fallback: nil),
        SettingRow(
            key: "enable_master_pooler_node_port", path: "load_balancer.enable_master_pooler_node_port", type: "bool", flat: "false",
            schema: nil, fallback: nil),
        SettingRow(
            key: "enable_replica_node_port", path: "load_balancer.enable_replica_node_port", type: "bool", flat: "false", schema: nil,
            fallback: nil),
        SettingRow(
            key: "enable_replica_pooler_node_port", path: "load_balancer.enable_replica_pooler_node_port", type: "bool", flat: "false",
            schema: nil, fallback: nil),
        SettingRow(
            key: "custom_service_annotations", path: "load_balancer.custom_service_annotations", type: "map", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "external_traffic_policy", path: "load_balancer.external_traffic_policy", type: "string", flat: "Cluster",
            schema: "Cluster", fallback: "Cluster"),
        SettingRow(
            key: "master_dns_name_format", path: "load_balancer.master_dns_name_format", type: "string",
            flat: "{cluster}.{namespace}.{hostedzone}", schema: "{cluster}.{namespace}.{hostedzone}", fallback: nil),
        SettingRow(
            key: "master_legacy_dns_name_format", path: "load_balancer.master_legacy_dns_name_format", type: "string",
            flat: "{cluster}.{team}.{hostedzone}", schema: "{cluster}.{team}.{hostedzone}", fallback: nil),
        SettingRow(
            key: "replica_dns_name_format", path: "load_balancer.replica_dns_name_format", type: "string",
            flat: "{cluster}-repl.{namespace}.{hostedzone}", schema: "{cluster}-repl.{namespace}.{hostedzone}", fallback: nil),
        SettingRow(
            key: "replica_legacy_dns_name_format", path: "load_balancer.replica_legacy_dns_name_format", type: "string",
            flat: "{cluster}-repl.{team}.{hostedzone}", schema: "{cluster}-repl.{team}.{hostedzone}", fallback: nil),
        SettingRow(
            key: "aws_region", path: "aws_or_gcp.aws_region", type: "string", flat: "eu-central-1", schema: "eu-central-1", fallback: nil),
        SettingRow(key: "wal_s3_bucket", path: "aws_or_gcp.wal_s3_bucket", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(key: "log_s3_bucket", path: "aws_or_gcp.log_s3_bucket", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(key: "kube_iam_role", path: "aws_or_gcp.kube_iam_role", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(key: "irsa_role_arn", path: "aws_or_gcp.irsa_role_arn", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(key: "wal_gs_bucket", path: "aws_or_gcp.wal_gs_bucket", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(key: "gcp_credentials", path: "aws_or_gcp.gcp_credentials", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "wal_az_storage_account", path: "aws_or_gcp.wal_az_storage_account", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "additional_secret_mount", path: "aws_or_gcp.additional_secret_mount", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "additional_secret_mount_path", path: "aws_or_gcp.additional_secret_mount_path", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "logical_backup_schedule", path: "logical_backup.logical_backup_schedule", type: "string", flat: "30 00 * * *",
            schema: "30 00 * * *", fallback: "30 00 * * *"),
        SettingRow(
            key: "logical_backup_docker_image", path: "logical_backup.logical_backup_docker_image", type: "string",
            flat: "ghcr.io/zalando/postgres-operator/logical-backup:v2.0.1",
            schema: "ghcr.io/zalando/postgres-operator/logical-backup:v2.0.1",
            fallback: "ghcr.io/zalando/postgres-operator/logical-backup:v2.0.1"),
        SettingRow(
            key: "logical_backup_provider", path: "logical_backup.logical_backup_provider", type: "string", flat: "s3", schema: "s3",
            fallback: "s3"),
        SettingRow(
            key: "logical_backup_azure_storage_account_name", path: "logical_backup.logical_backup_azure_storage_account_name",
            type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "logical_backup_azure_storage_container", path: "logical_backup.logical_backup_azure_storage_container", type: "string",
            flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "logical_backup_azure_storage_account_key", path: "logical_backup.logical_backup_azure_storage_account_key",
            type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "logical_backup_s3_bucket", path: "logical_backup.logical_backup_s3_bucket", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "logical_backup_s3_bucket_prefix", path: "logical_backup.logical_backup_s3_bucket_prefix", type: "string", flat: "spilo",
            schema: nil, fallback: "spilo"),
        SettingRow(
            key: "logical_backup_s3_region", path: "logical_backup.logical_backup_s3_region", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "logical_backup_s3_endpoint", path: "logical_backup.logical_backup_s3_endpoint", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "logical_backup_s3_access_key_id", path: "logical_backup.logical_backup_s3_access_key_id", type: "string", flat: nil,
            schema: nil, fallback: nil),
        SettingRow(
            key: "logical_backup_s3_secret_access_key", path: "logical_backup.logical_backup_s3_secret_access_key", type: "string",
            flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "logical_backup_s3_sse", path: "logical_backup.logical_backup_s3_sse", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "logical_backup_s3_retention_time", path: "logical_backup.logical_backup_s3_retention_time", type: "string", flat: nil,
            schema: nil, fallback: nil),
        SettingRow(
            key: "logical_backup_google_application_credentials", path: "logical_backup.logical_backup_google_application_credentials",
            type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "logical_backup_job_prefix", path: "logical_backup.logical_backup_job_prefix", type: "string", flat: "logical-backup-",
            schema: "logical-backup-", fallback: "logical-backup-"),
        SettingRow(
            key: "logical_backup_cronjob_environment_secret", path: "logical_backup.logical_backup_cronjob_environment_secret",
            type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "logical_backup_cpu_request", path: "logical_backup.logical_backup_cpu_request", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "logical_backup_memory_request", path: "logical_backup.logical_backup_memory_request", type: "string", flat: nil,
            schema: nil, fallback: nil),
        SettingRow(
            key: "logical_backup_cpu_limit", path: "logical_backup.logical_backup_cpu_limit", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "logical_backup_memory_limit", path: "logical_backup.logical_backup_memory_limit", type: "string", flat: nil, schema: nil,
            fallback: nil),
        SettingRow(
            key: "logical_backup_successful_jobs_history_limit", path: "logical_backup.logical_backup_successful_jobs_history_limit",
            type: "int", flat: "3", schema: "3", fallback: "3"),
        SettingRow(
            key: "logical_backup_failed_jobs_history_limit", path: "logical_backup.logical_backup_failed_jobs_history_limit", type: "int",
            flat: "3", schema: "3", fallback: "3"),
        SettingRow(
            key: "logical_backup_ttl_seconds_after_finished", path: "logical_backup.logical_backup_ttl_seconds_after_finished", type: "int",
            flat: "86400", schema: "86400", fallback: nil),
        SettingRow(key: "debug_logging", path: "debug.debug_logging", type: "bool", flat: "true", schema: "true", fallback: "true"),
        SettingRow(
            key: "enable_database_access", path: "debug.enable_database_access", type: "bool", flat: "true", schema: "true",
            fallback: "true"),
        SettingRow(
            key: "pam_role_name", path: "teams_api.pam_role_name", type: "string", flat: "zalandos", schema: "zalandos",
            fallback: "zalandos"),
        SettingRow(
            key: "pam_configuration", path: "teams_api.pam_configuration", type: "string",
            flat: "https://info.example.com/oauth2/tokeninfo?access_token= uid realm=/employees",
            schema: "https://info.example.com/oauth2/tokeninfo?access_token= uid realm=/employees",
            fallback: "https://info.example.com/oauth2/tokeninfo?access_token= uid realm=/employees"),
        SettingRow(
            key: "teams_api_url", path: "teams_api.teams_api_url", type: "string", flat: "https://teams.example.com/api/",
            schema: "https://teams.example.com/api/", fallback: "https://teams.example.com/api/"),
        SettingRow(key: "enable_teams_api", path: "teams_api.enable_teams_api", type: "bool", flat: "true", schema: nil, fallback: nil),
        SettingRow(
            key: "enable_team_superuser", path: "teams_api.enable_team_superuser", type: "bool", flat: "false", schema: nil, fallback: nil),
        SettingRow(
            key: "team_admin_role", path: "teams_api.team_admin_role", type: "string", flat: "admin", schema: "admin", fallback: nil),
        SettingRow(
            key: "role_deletion_suffix", path: "teams_api.role_deletion_suffix", type: "string", flat: "_deleted", schema: "_deleted",
            fallback: "_deleted"),
        SettingRow(
            key: "enable_team_member_deprecation", path: "teams_api.enable_team_member_deprecation", type: "bool", flat: "false",
            schema: nil, fallback: nil),
        SettingRow(
            key: "enable_admin_role_for_users", path: "teams_api.enable_admin_role_for_users", type: "bool", flat: "true", schema: "true",
            fallback: nil),
        SettingRow(
            key: "enable_postgres_team_crd", path: "teams_api.enable_postgres_team_crd", type: "bool", flat: "false", schema: "true",
            fallback: nil),
        SettingRow(
            key: "enable_postgres_team_crd_superusers", path: "teams_api.enable_postgres_team_crd_superusers", type: "bool", flat: "false",
            schema: nil, fallback: nil),
        SettingRow(
            key: "team_api_role_configuration", path: "teams_api.team_api_role_configuration", type: "map", flat: "log_statement:all",
            schema: "log_statement:all", fallback: "log_statement:all"),
        SettingRow(
            key: "protected_role_names", path: "teams_api.protected_role_names", type: "list", flat: "admin,cron_admin",
            schema: "admin,cron_admin", fallback: "admin,cron_admin"),
        SettingRow(
            key: "postgres_superuser_teams", path: "teams_api.postgres_superuser_teams", type: "list", flat: nil, schema: nil, fallback: nil
        ),
        SettingRow(key: "api_port", path: "logging_rest_api.api_port", type: "int", flat: "8080", schema: "8080", fallback: "8080"),
        SettingRow(
            key: "ring_log_lines", path: "logging_rest_api.ring_log_lines", type: "int", flat: "100", schema: "100", fallback: "100"),
        SettingRow(
            key: "cluster_history_entries", path: "logging_rest_api.cluster_history_entries", type: "int", flat: "1000", schema: "1000",
            fallback: "1000"),
        SettingRow(key: "scalyr_api_key", path: "scalyr.scalyr_api_key", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(key: "scalyr_image", path: "scalyr.scalyr_image", type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "scalyr_server_url", path: "scalyr.scalyr_server_url", type: "string", flat: "https://upload.eu.scalyr.com",
            schema: "https://upload.eu.scalyr.com", fallback: nil),
        SettingRow(
            key: "scalyr_cpu_request", path: "scalyr.scalyr_cpu_request", type: "string", flat: "100m", schema: "100m", fallback: nil),
        SettingRow(
            key: "scalyr_memory_request", path: "scalyr.scalyr_memory_request", type: "string", flat: "50Mi", schema: "50Mi", fallback: nil),
        SettingRow(key: "scalyr_cpu_limit", path: "scalyr.scalyr_cpu_limit", type: "string", flat: "1", schema: "1", fallback: nil),
        SettingRow(
            key: "scalyr_memory_limit", path: "scalyr.scalyr_memory_limit", type: "string", flat: "500Mi", schema: "500Mi", fallback: nil),
        SettingRow(
            key: "connection_pooler_number_of_instances", path: "connection_pooler.connection_pooler_number_of_instances", type: "int",
            flat: "2", schema: "2", fallback: "2"),
        SettingRow(
            key: "connection_pooler_schema", path: "connection_pooler.connection_pooler_schema", type: "string", flat: "pooler",
            schema: "pooler", fallback: "pooler"),
        SettingRow(
            key: "connection_pooler_user", path: "connection_pooler.connection_pooler_user", type: "string", flat: "pooler",
            schema: "pooler", fallback: "pooler"),
        SettingRow(
            key: "connection_pooler_image", path: "connection_pooler.connection_pooler_image", type: "string",
            flat: "ghcr.io/zalando/postgres-operator/pgbouncer:v2.0.1", schema: "ghcr.io/zalando/postgres-operator/pgbouncer:v2.0.1",
            fallback: "ghcr.io/zalando/postgres-operator/pgbouncer:v2.0.1"),
        SettingRow(
            key: "connection_pooler_mode", path: "connection_pooler.connection_pooler_mode", type: "string", flat: "transaction",
            schema: "transaction", fallback: "transaction"),
        SettingRow(
            key: "connection_pooler_max_db_connections", path: "connection_pooler.connection_pooler_max_db_connections", type: "int",
            flat: "60", schema: nil, fallback: "60"),
        SettingRow(
            key: "connection_pooler_default_cpu_request", path: "connection_pooler.connection_pooler_default_cpu_request", type: "string",
            flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "connection_pooler_default_memory_request", path: "connection_pooler.connection_pooler_default_memory_request",
            type: "string", flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "connection_pooler_default_cpu_limit", path: "connection_pooler.connection_pooler_default_cpu_limit", type: "string",
            flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "connection_pooler_default_memory_limit", path: "connection_pooler.connection_pooler_default_memory_limit", type: "string",
            flat: nil, schema: nil, fallback: nil),
        SettingRow(
            key: "enable_patroni_failsafe_mode", path: "patroni.enable_patroni_failsafe_mode", type: "bool", flat: "false", schema: nil,
            fallback: "false"),
    ]
}
