extension Setting {
    /// Group `postgres_pod_resources`.
    static let postgresPodResources: [Setting] = [
        Setting(
            "default_cpu_request", .string(\.defaultCpuRequest), allowed: .format(.cpu),
            "CPU request when the manifest has none. Empty/`0`/`null` = unset."),
        Setting(
            "default_memory_request", .string(\.defaultMemoryRequest), allowed: .format(.memory),
            "Memory request, same rule."),
        Setting(
            "default_cpu_limit", .string(\.defaultCpuLimit), allowed: .format(.cpu),
            "CPU limit, same rule."),
        Setting(
            "default_memory_limit", .string(\.defaultMemoryLimit), allowed: .format(.memory),
            "Memory limit, same rule."),
        Setting(
            "min_cpu_limit", .string(\.minCpuLimit), allowed: .format(.cpu),
            "Lower limits of the Postgres container are raised to this (also when no limit is given)."),
        Setting(
            "min_memory_limit", .string(\.minMemoryLimit), allowed: .format(.memory),
            "Same for memory."),
        Setting(
            "max_cpu_request", .string(\.maxCpuRequest), allowed: .format(.cpu),
            "Higher CPU requests of the Postgres container are cut to this."),
        Setting(
            "max_memory_request", .string(\.maxMemoryRequest), allowed: .format(.memory),
            "Same for memory."),
    ]
}
