extension Setting {
    /// Group `logging_rest_api`.
    static let loggingRestApi: [Setting] = [
        Setting(
            "api_port", .int(\.apiPort), builtIn: "8080",
            "Port of the operator's HTTP API."),
        Setting(
            "ring_log_lines", .int(\.ringLogLines), builtIn: "100",
            "Log lines kept per cluster and worker."),
        Setting(
            "cluster_history_entries", .int(\.clusterHistoryEntries), builtIn: "1000",
            "Change records kept per cluster."),
    ]
}
