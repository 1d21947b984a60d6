extension Setting {
    /// Group `logical_backup`.
    static let logicalBackup: [Setting] = [
        Setting(
            "logical_backup_schedule", .string(\.logicalBackupSchedule), builtIn: "30 00 * * *", allowed: .format(.cron),
            "Cron schedule; manifest wins."),
        Setting(
            "logical_backup_docker_image", .string(\.logicalBackupDockerImage),
            builtIn: "ghcr.io/zalando/postgres-operator/logical-backup:v2.0.1",
            "Image of the backup job."),
        Setting(
            "logical_backup_provider", .string(\.logicalBackupProvider), builtIn: "s3", allowed: .oneOf(["az", "gcs", "s3"]),
            "Upload target; job env `LOGICAL_BACKUP_PROVIDER`."),
        Setting(
            "logical_backup_azure_storage_account_name", .string(\.logicalBackupAzureStorageAccountName),
            "Job env of the same name in capitals (az only)."),
        Setting(
            "logical_backup_azure_storage_container", .string(\.logicalBackupAzureStorageContainer),
            "Same (az only)."),
        Setting(
            "logical_backup_azure_storage_account_key", .string(\.logicalBackupAzureStorageAccountKey),
            "Same (az only), only if non-empty."),
        Setting(
            "logical_backup_s3_bucket", .string(\.logicalBackupS3Bucket),
            "Job env `LOGICAL_BACKUP_S3_BUCKET` (all providers)."),
        Setting(
            "logical_backup_s3_bucket_prefix", .string(\.logicalBackupS3BucketPrefix), builtIn: "spilo", object: .fallback,
            "Job env `LOGICAL_BACKUP_S3_BUCKET_PREFIX`."),
        Setting(
            "logical_backup_s3_region", .string(\.logicalBackupS3Region),
            "s3 only."),
        Setting(
            "logical_backup_s3_endpoint", .string(\.logicalBackupS3Endpoint),
            "s3 only."),
        Setting(
            "logical_backup_s3_access_key_id", .string(\.logicalBackupS3AccessKeyId),
            "`AWS_ACCESS_KEY_ID` (s3 only, if non-empty)."),
        Setting(
            "logical_backup_s3_secret_access_key", .string(\.logicalBackupS3SecretAccessKey),
            "`AWS_SECRET_ACCESS_KEY` (s3 only, if non-empty)."),
        Setting(
            "logical_backup_s3_sse", .string(\.logicalBackupS3Sse),
            "s3 server-side encryption argument."),
        Setting(
            "logical_backup_s3_retention_time", .string(\.logicalBackupS3RetentionTime),
            "Age such as `2 weeks`; s3 only; manifest `logicalBackupRetention` wins."),
        Setting(
            "logical_backup_google_application_credentials", .string(\.logicalBackupGoogleApplicationCredentials),
            "Path to a GCP key file (gcs only)."),
        Setting(
            "logical_backup_job_prefix", .string(\.logicalBackupJobPrefix), builtIn: "logical-backup-",
            "CronJob name prefix; full name cut to 52 characters, trailing dashes removed."),
        Setting(
            "logical_backup_cronjob_environment_secret", .string(\.logicalBackupCronjobEnvironmentSecret),
            "Secret in the cluster namespace whose keys become job env."),
        Setting(
            "logical_backup_cpu_request", .string(\.logicalBackupCpuRequest), allowed: .format(.cpu),
            "Job CPU request; falls back to Postgres defaults."),
        Setting(
            "logical_backup_memory_request", .string(\.logicalBackupMemoryRequest), allowed: .format(.memory),
            "Job memory request, same."),
        Setting(
            "logical_backup_cpu_limit", .string(\.logicalBackupCpuLimit), allowed: .format(.cpu),
            "Job CPU limit, same."),
        Setting(
            "logical_backup_memory_limit", .string(\.logicalBackupMemoryLimit), allowed: .format(.memory),
            "Job memory limit, same."),
        Setting(
            "logical_backup_successful_jobs_history_limit", .int(\.logicalBackupSuccessfulJobsHistoryLimit), builtIn: "3",
            allowed: .atLeast(0),
            "CronJob history."),
        Setting(
            "logical_backup_failed_jobs_history_limit", .int(\.logicalBackupFailedJobsHistoryLimit), builtIn: "3", allowed: .atLeast(0),
            "CronJob history."),
        Setting(
            "logical_backup_ttl_seconds_after_finished", .int(\.logicalBackupTtlSecondsAfterFinished), builtIn: "86400", object: .schema,
            allowed: .atLeast(0),
            "Job TTL."),
    ]
}
