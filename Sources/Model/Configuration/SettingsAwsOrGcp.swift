extension Setting {
    /// Group `aws_or_gcp`.
    static let awsOrGcp: [Setting] = [
        Setting(
            "aws_region", .string(\.awsRegion), builtIn: "eu-central-1", object: .schema,
            "Region for the AWS volume API (not for backups)."),
        Setting(
            "wal_s3_bucket", .string(\.walS3Bucket),
            "`WAL_S3_BUCKET` plus `WAL_BUCKET_SCOPE_SUFFIX=/<uid>` and empty prefix on pods; default source of S3 clones."),
        Setting(
            "log_s3_bucket", .string(\.logS3Bucket),
            "`LOG_S3_BUCKET` plus `LOG_BUCKET_SCOPE_*`."),
        Setting(
            "kube_iam_role", .string(\.kubeIamRole),
            "Pod annotation `iam.amazonaws.com/role`."),
        Setting(
            "irsa_role_arn", .string(\.irsaRoleArn),
            "Service-account annotation `eks.amazonaws.com/role-arn` (synced, removed when emptied); also clone/standby role env."),
        Setting(
            "wal_gs_bucket", .string(\.walGsBucket),
            "GCS counterpart (`WAL_GS_BUCKET`)."),
        Setting(
            "gcp_credentials", .string(\.gcpCredentials),
            "`GOOGLE_APPLICATION_CREDENTIALS` on pods."),
        Setting(
            "wal_az_storage_account", .string(\.walAzStorageAccount),
            "Azure counterpart (`AZURE_STORAGE_ACCOUNT`)."),
        Setting(
            "additional_secret_mount", .string(\.additionalSecretMount),
            "Secret mounted into every container of database and backup pods."),
        Setting(
            "additional_secret_mount_path", .string(\.additionalSecretMountPath),
            "Mount path of it."),
    ]
}
