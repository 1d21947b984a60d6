extension Setting {
    /// Group `debug`.
    static let debug: [Setting] = [
        Setting(
            "debug_logging", .bool(\.debugLogging), builtIn: "true",
            "Debug level logs."),
        Setting(
            "enable_database_access", .bool(\.enableDatabaseAccess), builtIn: "true",
            "false: no SQL at all (no roles, databases, schemas)."),
    ]
}
