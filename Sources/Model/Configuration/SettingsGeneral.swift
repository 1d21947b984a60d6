extension Setting {
    /// Settings directly under `configuration`.
    static let general: [Setting] = [
        Setting(
            "resync_period", .duration(\.resyncPeriod), builtIn: "30m",
            "Interval of the full sync of all clusters."),
        Setting(
            "repair_period", .duration(\.repairPeriod), builtIn: "5m",
            "Interval at which clusters in a failed state are tried again."),
        Setting(
            "enable_crd_registration", .bool(\.enableCrdRegistration), builtIn: "true",
            "Create and update the CRDs at start."),
        Setting(
            "crd_categories", .list(\.crdCategories), builtIn: "all", object: .fallback,
            "`kubectl get <category>` groups written into the registered CRD; replaces the list each start."),
        Setting(
            "enable_shm_volume", .bool(\.enableShmVolume), builtIn: "true",
            "Mount a memory-backed `/dev/shm` in database pods; the manifest can switch it on."),
        Setting(
            "max_instances", .int(\.maxInstances), builtIn: "-1", object: .schema, allowed: .atLeast(-1),
            "Upper limit of `numberOfInstances`; negative = none; `0` means no pods at all."),
        Setting(
            "min_instances", .int(\.minInstances), builtIn: "-1", object: .schema, allowed: .atLeast(-1),
            "Lower clamp of `numberOfInstances`; negative = off. Ignored for a standby cluster asking for 1."),
        Setting(
            "ignore_instance_limits_annotation_key", .string(\.ignoreInstanceLimitsAnnotationKey),
            "Annotation key which, set to `\"true\"` on a cluster, bypasses both clamps."),
        Setting(
            "ignore_resources_limits_annotation_key", .string(\.ignoreResourcesLimitsAnnotationKey),
            "Annotation key which, set to `\"true\"`, bypasses min limits and max requests."),
        Setting(
            "kubernetes_use_configmaps", .bool(\.kubernetesUseConfigmaps), builtIn: "true",
            "Patroni leader state in ConfigMaps (true) or Endpoints (false). No effect with etcd."),
        Setting(
            "etcd_host", .string(\.etcdHost), object: .none,
            "etcd `host:port` for Patroni; empty = Kubernetes is the DCS. Non-empty also disables the ConfigMap/Endpoint choice."),
        Setting(
            "enable_maintenance_windows", .bool(\.enableMaintenanceWindows), builtIn: "true",
            "false = behave as if always inside a window."),
        Setting(
            "maintenance_windows", .list(\.maintenanceWindows), allowed: .items(.window),
            "Global windows, used only when the manifest lists none. Same grammar as the manifest."),
        Setting(
            "docker_image", .string(\.dockerImage), builtIn: "ghcr.io/zalando/spilo-18:4.1-p2",
            "Default Spilo image; manifest `dockerImage` wins."),
        Setting(
            "sidecar_docker_images", .map(\.sidecarDockerImages),
            "Deprecated. name→image map of global sidecars; lowest-but-one precedence."),
        Setting(
            "sidecars", .containers(\.sidecars),
            "Complete containers that every database pod gets; one of the same name in the manifest wins."),
        Setting(
            "workers", .uint(\.workers), builtIn: "8", allowed: .atLeast(1),
            "How many clusters are worked on at the same time."),
        Setting(
            "set_memory_request_to_limit", .bool(\.setMemoryRequestToLimit), builtIn: "false",
            "Raise every memory request to its limit (Postgres, pooler, backup, Scalyr, manifest sidecars; not global `sidecars`)."),
        Setting(
            "enable_lazy_spilo_upgrade", .bool(\.enableLazySpiloUpgrade), builtIn: "false",
            "Image-only changes reach the StatefulSet but pods are not restarted for them."),
        Setting(
            "enable_pgversion_env_var", .bool(\.enablePgversionEnvVar), builtIn: "true", object: .schema,
            "true: pods get `PGVERSION`; false: binaries path goes into `SPILO_CONFIGURATION` as `postgresql.bin_dir`."),
        Setting(
            "enable_spilo_wal_path_compat", .bool(\.enableSpiloWalPathCompat), builtIn: "false",
            "Adds `ENABLE_WAL_PATH_COMPAT=true` to database pods (old WAL path lookup)."),
        Setting(
            "enable_team_id_clustername_prefix", .bool(\.enableTeamIdClusternamePrefix), builtIn: "false",
            "Turn on the `teamId-` name rule; offending clusters get status `Invalid` and are not managed."),
        Setting(
            "enable_load_balancer", .bool(\.enableLoadBalancer), forms: .flatOnly,
            "Deprecated: without effect. Use `enable_master_load_balancer` and `enable_replica_load_balancer`."),
    ]
}
