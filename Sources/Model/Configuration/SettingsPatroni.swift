extension Setting {
    /// Group `patroni`.
    static let patroni: [Setting] = [
        Setting(
            "enable_patroni_failsafe_mode", .bool(\.enablePatroniFailsafeMode), builtIn: "false", object: .fallback,
            "Patroni `failsafe_mode` when the manifest does not say.")
    ]
}
