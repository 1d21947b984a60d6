import Model

/// The CronJob that dumps the cluster's databases.
struct LogicalBackupBuilder {
    let context: ClusterContext
    /// The major version in force.
    let version: String

    private var configuration: Configuration { context.configuration }
    private var spec: Manifest.Spec { context.spec }

    func build() -> [WantedObject] { spec.enableLogicalBackup ? [cronJob] : [] }

    /// Kubernetes allows 52 characters, since a time is added to the names of jobs.
    private var name: String {
        var name = String((configuration.logicalBackupJobPrefix + context.name).prefix(52))
        while name.hasSuffix("-") { name.removeLast() }
        return name
    }

    private var labels: [String: String] { context.labels.merging(["application": "spilo-logical-backup"]) { $1 } }

    /// The role for AWS belongs to the pods; beside other annotations it has always stood on the job as well.
    private var annotations: [String: String] {
        let own = context.podAnnotations
        return own.isEmpty ? own : podAnnotations
    }

    private var podAnnotations: [String: String] {
        guard !configuration.kubeIamRole.isEmpty else { return context.podAnnotations }
        return context.podAnnotations.merging(["iam.amazonaws.com/role": configuration.kubeIamRole]) { $1 }
    }

    private var cronJob: WantedObject {
        let template = JSON.build([
            ("metadata", JSON.build([("labels", labels), ("annotations", podAnnotations)])), ("spec", pod),
        ])
        let job = JSON.build([
            ("metadata", JSON.build([("labels", labels), ("annotations", annotations)])),
            (
                "spec",
                JSON.build([("ttlSecondsAfterFinished", configuration.logicalBackupTtlSecondsAfterFinished), ("template", template)])
            ),
        ])
        let schedule = spec.logicalBackupSchedule.flatMap { $0.isEmpty ? nil : $0 } ?? configuration.logicalBackupSchedule
        let fields = JSON.build([
            ("schedule", schedule), ("concurrencyPolicy", "Forbid"),
            ("successfulJobsHistoryLimit", configuration.logicalBackupSuccessfulJobsHistoryLimit),
            ("failedJobsHistoryLimit", configuration.logicalBackupFailedJobsHistoryLimit), ("jobTemplate", job),
        ])
        return context.object(.cronJobs, context.metadata(name, labels: labels, annotations: annotations), [("spec", fields)])
    }

    private var pod: JSON {
        let mount = context.secretMount
        let container = JSON.build([
            ("name", "logical-backup"), ("image", configuration.logicalBackupDockerImage), ("imagePullPolicy", "IfNotPresent"),
            ("ports", ClusterContext.databasePorts), ("env", environment), ("resources", context.resources(nil, defaults)),
            ("securityContext", context.containerSecurity(capabilities: false)), ("volumeMounts", mount.map { [$0.mount] } ?? []),
        ])
        let security = JSON.build([
            ("runAsUser", spec.spiloRunAsUser ?? configuration.spiloRunAsUser),
            ("runAsGroup", spec.spiloRunAsGroup ?? configuration.spiloRunAsGroup), ("fsGroup", context.fsGroup),
        ])
        return .build([
            ("serviceAccountName", configuration.podServiceAccountName), ("terminationGracePeriodSeconds", context.gracePeriod),
            ("restartPolicy", "Never"), ("securityContext", security), ("tolerations", context.tolerations),
            ("topologySpreadConstraints", spec.topologySpreadConstraints), ("affinity", affinity), ("containers", [container]),
            ("volumes", mount.flatMap(\.volume).map { [$0] } ?? []),
        ])
    }

    private var affinity: JSON {
        let near: JSON = [
            "preferredDuringSchedulingIgnoredDuringExecution": [
                [
                    "weight": 1,
                    "podAffinityTerm": ["labelSelector": ["matchLabels": JSON(labels)], "topologyKey": "kubernetes.io/hostname"],
                ]
            ]
        ]
        return .build([("podAffinity", near), ("nodeAffinity", Affinity(configuration: configuration).nodeAffinity(nil))])
    }

    private var defaults: ContainerResources.Defaults {
        func either(_ own: String, _ general: String) -> String { ["", "0", "null"].contains(own) ? general : own }
        return ContainerResources.Defaults(
            cpuRequest: either(configuration.logicalBackupCpuRequest, configuration.defaultCpuRequest),
            memoryRequest: either(configuration.logicalBackupMemoryRequest, configuration.defaultMemoryRequest),
            cpuLimit: either(configuration.logicalBackupCpuLimit, configuration.defaultCpuLimit),
            memoryLimit: either(configuration.logicalBackupMemoryLimit, configuration.defaultMemoryLimit))
    }

    // MARK: ContainerEnvironment

    private var environment: [JSON] {
        var environment = ContainerEnvironment()
        environment.add("SCOPE", context.name)
        environment.add("CLUSTER_NAME_LABEL", configuration.clusterNameLabel)
        environment.add("POD_NAMESPACE", field: "metadata.namespace")
        environment.add("PG_VERSION", version)
        environment.add("PGPORT", "5432")
        environment.add("PGUSER", configuration.superUsername)
        environment.add("PGDATABASE", configuration.superUsername)
        environment.add("PGSSLMODE", "require")
        environment.add("PGPASSWORD", secret: context.superuserSecret, key: "password")
        let provider = configuration.logicalBackupProvider.isEmpty ? "s3" : configuration.logicalBackupProvider
        environment.add("LOGICAL_BACKUP_PROVIDER", provider)
        environment.add("LOGICAL_BACKUP_S3_BUCKET", configuration.logicalBackupS3Bucket)
        environment.add("LOGICAL_BACKUP_S3_BUCKET_PREFIX", configuration.logicalBackupS3BucketPrefix)
        let uid = context.manifest.metadata.uid
        environment.add("LOGICAL_BACKUP_S3_BUCKET_SCOPE_SUFFIX", uid.isEmpty ? "" : "/" + uid)
        addProvider(provider, &environment)
        let secret = configuration.logicalBackupCronjobEnvironmentSecret
        if !secret.isEmpty {
            for key in context.facts.secretKeys(ObjectKey(namespace: context.namespace, name: secret)) ?? [] {
                environment.add(key, secret: secret, key: key)
            }
        }
        return environment.variables
    }

    private func addProvider(_ provider: String, _ environment: inout ContainerEnvironment) {
        func addGiven(_ name: String, _ value: String) {
            if !value.isEmpty { environment.add(name, value) }
        }
        switch provider {
        case "s3":
            environment.add("LOGICAL_BACKUP_S3_REGION", configuration.logicalBackupS3Region)
            environment.add("LOGICAL_BACKUP_S3_ENDPOINT", configuration.logicalBackupS3Endpoint)
            environment.add("LOGICAL_BACKUP_S3_SSE", configuration.logicalBackupS3Sse)
            let retention = spec.logicalBackupRetention.flatMap { $0.isEmpty ? nil : $0 } ?? configuration.logicalBackupS3RetentionTime
            environment.add("LOGICAL_BACKUP_S3_RETENTION_TIME", retention)
            addGiven("AWS_ACCESS_KEY_ID", configuration.logicalBackupS3AccessKeyId)
            addGiven("AWS_SECRET_ACCESS_KEY", configuration.logicalBackupS3SecretAccessKey)
        case "gcs":
            addGiven("LOGICAL_BACKUP_GOOGLE_APPLICATION_CREDENTIALS", configuration.logicalBackupGoogleApplicationCredentials)
        case "az":
            environment.add("LOGICAL_BACKUP_AZURE_STORAGE_ACCOUNT_NAME", configuration.logicalBackupAzureStorageAccountName)
            environment.add("LOGICAL_BACKUP_AZURE_STORAGE_CONTAINER", configuration.logicalBackupAzureStorageContainer)
            addGiven("LOGICAL_BACKUP_AZURE_STORAGE_ACCOUNT_KEY", configuration.logicalBackupAzureStorageAccountKey)
        default: break
        }
    }
}
