extension Setting {
    /// Group `major_version_upgrade`.
    static let majorVersionUpgrade: [Setting] = [
        Setting(
            "major_version_upgrade_mode", .string(\.majorVersionUpgradeMode), builtIn: "manual",
            allowed: .oneOf(["off", "manual", "full"]),
            "off = none; manual = manifest version bump; full = manual + force clusters under the minimum up to the target."),
        Setting(
            "major_version_upgrade_team_allow_list", .list(\.majorVersionUpgradeTeamAllowList),
            "Only consulted when mode is `off`: these teams may still upgrade."),
        Setting(
            "minimal_major_version", .string(\.minimalMajorVersion), builtIn: "14",
            "In `full` mode versions strictly below this are lifted."),
        Setting(
            "target_major_version", .string(\.targetMajorVersion), builtIn: "18",
            "Version used when `full` mode lifts a cluster."),
    ]
}
