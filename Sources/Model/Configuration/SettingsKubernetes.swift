extension Setting {
    /// Group `kubernetes`.
    static let kubernetes: [Setting] = [
        Setting(
            "enable_owner_references", .bool(\.enableOwnerReferences), builtIn: "false", object: .fallback,
            "Put an owner reference to the postgresql object on children; also disables the delete-annotation checks."),
        Setting(
            "pod_terminate_grace_period", .duration(\.podTerminateGracePeriod), builtIn: "5m",
            "terminationGracePeriodSeconds of database, backup and pooler pods."),
        Setting(
            "spilo_runasuser", .number(\.spiloRunAsUser),
            "Pod runAsUser; manifest wins."),
        Setting(
            "spilo_runasgroup", .number(\.spiloRunAsGroup),
            "Pod runAsGroup; manifest wins."),
        Setting(
            "spilo_fsgroup", .number(\.spiloFSGroup),
            "Pod fsGroup (database and pooler pods); manifest wins. Needed for TLS file access."),
        Setting(
            "pod_priority_class_name", .string(\.podPriorityClassName),
            "Priority class of database pods; manifest wins."),
        Setting(
            "cluster_domain", .string(\.clusterDomain), builtIn: "cluster.local",
            "DNS suffix in `<cluster>.<ns>.svc.<domain>` used by the operator's own SQL connections."),
        Setting(
            "spilo_privileged", .bool(\.spiloPrivileged), builtIn: "false",
            "Privileged flag of the Postgres and backup containers."),
        Setting(
            "spilo_allow_privilege_escalation", .bool(\.spiloAllowPrivilegeEscalation), builtIn: "true",
            "allowPrivilegeEscalation of the same containers."),
        Setting(
            "additional_pod_capabilities", .list(\.additionalPodCapabilities),
            "Extra Linux capabilities for the Postgres container; upper-cased."),
        Setting(
            "cluster_labels", .map(\.clusterLabels), builtIn: "application:spilo",
            "Fixed labels on all children; part of selectors."),
        Setting(
            "inherited_labels", .list(\.inheritedLabels),
            "Label keys copied from the postgresql object to children."),
        Setting(
            "inherited_annotations", .list(\.inheritedAnnotations),
            "Annotation keys (exact) copied to children."),
        Setting(
            "downscaler_annotations", .list(\.downscalerAnnotations),
            "Regexes (unanchored); matching annotations are copied to StatefulSet, pooler Deployment and stream objects."),
        Setting(
            "ignored_annotations", .list(\.ignoredAnnotations),
            "Annotation keys (exact) skipped when comparing objects."),
        Setting(
            "cluster_name_label", .string(\.clusterNameLabel), builtIn: "cluster-name",
            "Label key carrying the cluster name."),
        Setting(
            "delete_annotation_date_key", .string(\.deleteAnnotationDateKey),
            "If set, deletion needs this annotation = today (`YYYY-MM-DD`, operator-local date)."),
        Setting(
            "delete_annotation_name_key", .string(\.deleteAnnotationNameKey),
            "If set, deletion needs this annotation = the cluster name."),
        Setting(
            "pod_role_label", .string(\.podRoleLabel), builtIn: "spilo-role",
            "Label key carrying master/replica."),
        Setting(
            "toleration", .map(\.toleration),
            "One toleration as map; keys `key`,`operator`,`value`,`effect`. Any manifest toleration replaces it."),
        Setting(
            "pod_environment_configmap", .name(\.podEnvironmentConfigmap),
            "ConfigMap with pod env; falls back to the same name in the cluster namespace."),
        Setting(
            "pod_environment_secret", .string(\.podEnvironmentSecret),
            "Plain secret name looked up in each cluster's namespace; keys become env via secretKeyRef."),
        Setting(
            "node_readiness_label", .map(\.nodeReadinessLabel),
            "Labels a node must have; becomes required node affinity and the drain signal."),
        Setting(
            "node_readiness_label_merge", .string(\.nodeReadinessLabelMerge), builtIn: "OR", object: .none, allowed: .oneOf(["AND", "OR"]),
            "How it joins manifest `nodeAffinity`: OR = extra term, AND = into every term."),
        Setting(
            "secret_name_template", .string(\.secretNameTemplate), builtIn: "{username}.{cluster}.credentials.{tprkind}.{tprgroup}",
            object: .schema,
            "Secret name. Placeholders `{username}` (with `_`→`-`), `{cluster}`, `{tprkind}`, `{tprgroup}`."),
        Setting(
            "oauth_token_secret_name", .name(\.oauthTokenSecretName), builtIn: "postgresql-operator", object: .schema("postgres-operator"),
            "Secret holding the Teams API token."),
        Setting(
            "infrastructure_roles_secret_name", .name(\.infrastructureRolesSecretName),
            "Deprecated form: one secret with numbered keys `user1`,`password1`,`inrole1`…"),
        Setting(
            "infrastructure_roles_secrets", .roleSources(\.infrastructureRolesSecrets),
            "Infrastructure role sources; shape differs per form."),
        Setting(
            "watched_namespace", .string(\.watchedNamespace),
            "Namespace to watch. `*` = all, empty = the operator's own. `WATCHED_NAMESPACE` wins."),
        Setting(
            "pod_service_account_name", .string(\.podServiceAccountName), builtIn: "postgres-pod",
            "Service account of database (and pooler, backup) pods; created per namespace if missing."),
        Setting(
            "pod_service_account_definition", .string(\.podServiceAccountDefinition),
            "JSON/YAML ServiceAccount to create; its name is overwritten by the setting above; wrong kind is refused."),
        Setting(
            "pod_service_account_role_binding_definition", .string(\.podServiceAccountRoleBindingDefinition),
            "JSON/YAML RoleBinding to create. Built-in: binding, ClusterRole and subject all named like the account."),
        Setting(
            "master_pod_move_timeout", .duration(\.masterPodMoveTimeout), builtIn: "20m", object: .split(schema: "20m", fallback: "10m"),
            "How long to keep trying to move masters off a drained node."),
        Setting(
            "custom_pod_annotations", .map(\.customPodAnnotations),
            "Annotations on every pod; manifest `podAnnotations` wins per key."),
        Setting(
            "enable_pod_antiaffinity", .bool(\.enablePodAntiaffinity), builtIn: "false",
            "Pod anti-affinity among pods of one cluster (and of one pooler)."),
        Setting(
            "pod_antiaffinity_preferred_during_scheduling", .bool(\.podAntiaffinityPreferredDuringScheduling), builtIn: "false",
            "true = preferred (weight 1), false = required."),
        Setting(
            "pod_antiaffinity_topology_key", .string(\.podAntiaffinityTopologyKey), builtIn: "kubernetes.io/hostname",
            "Topology key for it."),
        Setting(
            "storage_resize_mode", .string(\.storageResizeMode), builtIn: "pvc", allowed: .oneOf(["ebs", "mixed", "pvc", "off"]),
            "pvc = edit PVC; ebs = resize via AWS + in-pod fs; mixed = AWS for size/type/iops/throughput plus PVC; off = none."),
        Setting(
            "pdb_name_format", .string(\.pdbNameFormat), builtIn: "postgres-{cluster}-pdb", object: .schema,
            "Name template of the primary PDB. Placeholder: `{cluster}`."),
        Setting(
            "pdb_master_label_selector", .bool(\.pdbMasterLabelSelector), builtIn: "true",
            "Add the master role label to the primary PDB selector."),
        Setting(
            "enable_pod_disruption_budget", .bool(\.enablePodDisruptionBudget), builtIn: "true",
            "false: PDBs stay but allow everything; also drops `KUBERNETES_BOOTSTRAP_LABELS` from pods."),
        Setting(
            "enable_init_containers", .bool(\.enableInitContainers), builtIn: "true",
            "false: creating a StatefulSet whose manifest has `initContainers` fails."),
        Setting(
            "enable_sidecars", .bool(\.enableSidecars), builtIn: "true",
            "false: same for manifest `sidecars`; global ones unaffected."),
        Setting(
            "share_pgsocket_with_sidecars", .bool(\.sharePgsocketWithSidecars), builtIn: "false", object: .fallback,
            "Shared memory volume `postgresql-run` on `/var/run/postgresql` in all containers."),
        Setting(
            "pod_management_policy", .string(\.podManagementPolicy), builtIn: "ordered_ready",
            allowed: .oneOf(["ordered_ready", "parallel"]),
            "StatefulSet pod management; other values make StatefulSet generation fail."),
        Setting(
            "enable_readiness_probe", .bool(\.enableReadinessProbe), builtIn: "false",
            "HTTP GET `/readiness` on 8008: delay 6, period 10, timeout 5, success 1, failure 3."),
        Setting(
            "enable_cross_namespace_secret", .bool(\.enableCrossNamespaceSecret), builtIn: "false",
            "Allow `namespace.user` names and `secretNamespace` to place secrets elsewhere."),
        Setting(
            "enable_finalizers", .bool(\.enableFinalizers), builtIn: "false", object: .fallback,
            "Use finalizer `postgres-operator.acid.zalan.do` on clusters."),
        Setting(
            "enable_secrets_deletion", .bool(\.enableSecretsDeletion), builtIn: "true",
            "Delete credential secrets with the cluster."),
        Setting(
            "enable_persistent_volume_claim_deletion", .bool(\.enablePersistentVolumeClaimDeletion), builtIn: "true",
            "Delete PVCs with the cluster."),
        Setting(
            "persistent_volume_claim_retention_policy", .map(\.persistentVolumeClaimRetentionPolicy),
            builtIn: "when_deleted:retain,when_scaled:retain", object: .none,
            "Map keys `when_deleted`, `when_scaled`; `delete` deletes, anything else retains."),
        Setting(
            "liveness_probe", .probe(\.livenessProbe), forms: .objectOnly,
            "core/v1 Probe on the Postgres container; manifest `livenessProbe` replaces it whole."),
    ]
}
