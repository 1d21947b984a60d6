extension Setting {
    /// Group `connection_pooler`.
    static let connectionPooler: [Setting] = [
        Setting(
            "connection_pooler_number_of_instances", .int(\.connectionPoolerNumberOfInstances), builtIn: "2", allowed: .atLeast(1),
            "Pooler replicas; in the OperatorConfiguration at least 2."),
        Setting(
            "connection_pooler_schema", .string(\.connectionPoolerSchema), builtIn: "pooler",
            "Schema for the lookup function in each database."),
        Setting(
            "connection_pooler_user", .string(\.connectionPoolerUser), builtIn: "pooler",
            "Pooler role; must differ from `super_username`."),
        Setting(
            "connection_pooler_image", .string(\.connectionPoolerImage), builtIn: "ghcr.io/zalando/postgres-operator/pgbouncer:v2.0.1",
            "pgbouncer image."),
        Setting(
            "connection_pooler_mode", .string(\.connectionPoolerMode), builtIn: "transaction", allowed: .oneOf(["session", "transaction"]),
            "Pool mode."),
        Setting(
            "connection_pooler_max_db_connections", .int(\.connectionPoolerMaxDbConnections), builtIn: "60", object: .fallback,
            "Total, divided by replicas; pool size = half of that share, min and reserve = a quarter."),
        Setting(
            "connection_pooler_default_cpu_request", .string(\.connectionPoolerDefaultCpuRequest), allowed: .format(.cpu),
            "CPU request."),
        Setting(
            "connection_pooler_default_memory_request", .string(\.connectionPoolerDefaultMemoryRequest), allowed: .format(.memory),
            "Memory request."),
        Setting(
            "connection_pooler_default_cpu_limit", .string(\.connectionPoolerDefaultCpuLimit), allowed: .format(.cpu),
            "CPU limit."),
        Setting(
            "connection_pooler_default_memory_limit", .string(\.connectionPoolerDefaultMemoryLimit), allowed: .format(.memory),
            "Memory limit."),
    ]
}
