import Model

/// What tells Spilo to make the cluster as a copy of another one.
struct CloneEnvironment {
    let context: ClusterContext

    private var configuration: Configuration { context.configuration }

    var variables: [JSON] {
        guard let clone = context.spec.clone, !clone.cluster.isEmpty else { return [] }
        var environment = ContainerEnvironment()
        environment.add("CLONE_SCOPE", clone.cluster)
        if (clone.timestamp ?? "").isEmpty {
            addBaseBackup(clone, &environment)
        } else {
            addArchive(clone, &environment)
        }
        environment.add(AWSRole.variables(configuration, prefix: "CLONE"))
        return environment.variables
    }

    /// A copy of the running cluster, over its Service and as its replication role.
    private func addBaseBackup(_ clone: Manifest.Clone, _ environment: inout ContainerEnvironment) {
        environment.add("CLONE_METHOD", "CLONE_WITH_BASEBACKUP")
        environment.add("CLONE_HOST", clone.cluster)
        environment.add("CLONE_PORT", "5432")
        environment.add("CLONE_USER", configuration.replicationUsername)
        let secret = CredentialName(configuration).secret(of: configuration.replicationUsername, cluster: clone.cluster)
        environment.add("CLONE_PASSWORD", secret: secret, key: "password")
    }

    private func addArchive(_ clone: Manifest.Clone, _ environment: inout ContainerEnvironment) {
        if let path = clone.s3WalPath, !path.isEmpty {
            environment.add("CLONE_WALE_S3_PREFIX", path)
        } else {
            addBucket(&environment)
            environment.add("CLONE_WAL_BUCKET_SCOPE_SUFFIX", clone.uid.flatMap { $0.isEmpty ? nil : "/" + $0 } ?? "")
        }
        environment.add("CLONE_METHOD", "CLONE_WITH_WALE")
        environment.add("CLONE_TARGET_TIME", clone.timestamp ?? "")
        environment.add("CLONE_WAL_BUCKET_SCOPE_PREFIX", "")
        if let endpoint = clone.s3Endpoint, !endpoint.isEmpty {
            environment.add("CLONE_AWS_ENDPOINT", endpoint)
            environment.add("CLONE_WALE_S3_ENDPOINT", endpoint)
        }
        if let id = clone.s3AccessKeyId, !id.isEmpty { environment.add("CLONE_AWS_ACCESS_KEY_ID", id) }
        if let key = clone.s3SecretAccessKey, !key.isEmpty { environment.add("CLONE_AWS_SECRET_ACCESS_KEY", key) }
        if let inPath = clone.s3ForcePathStyle { environment.add("CLONE_AWS_S3_FORCE_PATH_STYLE", inPath ? "1" : "0") }
    }

    private func addBucket(_ environment: inout ContainerEnvironment) {
        if !configuration.walS3Bucket.isEmpty {
            environment.add("CLONE_WAL_S3_BUCKET", configuration.walS3Bucket)
        } else if !configuration.walGsBucket.isEmpty {
            environment.add("CLONE_WAL_GS_BUCKET", configuration.walGsBucket)
            if !configuration.gcpCredentials.isEmpty {
                environment.add("CLONE_GOOGLE_APPLICATION_CREDENTIALS", configuration.gcpCredentials)
            }
        } else if !configuration.walAzStorageAccount.isEmpty {
            environment.add("CLONE_AZURE_STORAGE_ACCOUNT", configuration.walAzStorageAccount)
        }
    }

    /// A copy from an archive, and no archive is known.
    var problem: Problem? {
        guard let clone = context.spec.clone, !clone.cluster.isEmpty, !(clone.timestamp ?? "").isEmpty, (clone.s3WalPath ?? "").isEmpty,
            configuration.walS3Bucket.isEmpty, configuration.walGsBucket.isEmpty, configuration.walAzStorageAccount.isEmpty
        else { return nil }
        return .warning(
            "spec.clone.s3_wal_path", "an archive is needed to recover from: neither this nor a bucket in the configuration is given")
    }
}

/// What tells Spilo to follow another cluster.
struct StandbyEnvironment {
    let context: ClusterContext

    var variables: [JSON] {
        guard let standby = context.spec.standby else { return [] }
        var environment = ContainerEnvironment()
        if let host = standby.standbyHost, !host.isEmpty {
            environment.add("STANDBY_HOST", host)
            if let port = standby.standbyPort, !port.isEmpty { environment.add("STANDBY_PORT", port) }
            if let slot = standby.standbyPrimarySlotName, !slot.isEmpty { environment.add("STANDBY_PRIMARY_SLOT_NAME", slot) }
        }
        let archive = [("STANDBY_WALE_S3_PREFIX", standby.s3WalPath ?? ""), ("STANDBY_WALE_GS_PREFIX", standby.gsWalPath ?? "")]
        if let (name, path) = archive.first(where: { !$0.1.isEmpty }) {
            environment.add(name, path)
            environment.add("STANDBY_METHOD", "STANDBY_WITH_WALE")
            environment.add("STANDBY_WAL_BUCKET_SCOPE_PREFIX", "")
        }
        environment.add(AWSRole.variables(context.configuration, prefix: "STANDBY"))
        return environment.variables
    }
}

/// Access to AWS by the pods' ServiceAccount.
enum AWSRole {
    static let annotation = "eks.amazonaws.com/role-arn"

    static func variables(_ configuration: Configuration, prefix: String) -> [JSON] {
        guard !configuration.irsaRoleArn.isEmpty else { return [] }
        return [
            ContainerEnvironment.variable(prefix + "_AWS_ROLE_ARN", configuration.irsaRoleArn),
            ContainerEnvironment.variable(
                prefix + "_AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/secrets/eks.amazonaws.com/serviceaccount/token"),
        ]
    }
}
