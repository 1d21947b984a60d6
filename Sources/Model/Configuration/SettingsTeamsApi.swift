extension Setting {
    /// Group `teams_api`.
    static let teamsApi: [Setting] = [
        Setting(
            "pam_role_name", .string(\.pamRoleName), builtIn: "zalandos",
            "Group role of all humans; pod env `HUMAN_ROLE`."),
        Setting(
            "pam_configuration", .string(\.pamConfiguration),
            builtIn: "https://info.example.com/oauth2/tokeninfo?access_token= uid realm=/employees",
            "Pod env `PAM_OAUTH2`."),
        Setting(
            "teams_api_url", .string(\.teamsApiUrl), builtIn: "https://teams.example.com/api/",
            "Base URL; trailing slashes removed, `/teams/<id>` appended."),
        Setting(
            "enable_teams_api", .bool(\.enableTeamsApi), builtIn: "true", object: .none,
            "Ask the Teams API for members."),
        Setting(
            "enable_team_superuser", .bool(\.enableTeamSuperuser), builtIn: "false",
            "Members of the owning team get SUPERUSER instead of the admin role."),
        Setting(
            "team_admin_role", .string(\.teamAdminRole), builtIn: "admin", object: .schema,
            "Role granted to non-superuser humans."),
        Setting(
            "role_deletion_suffix", .string(\.roleDeletionSuffix), builtIn: "_deleted",
            "Suffix for that rename. Never make it empty."),
        Setting(
            "enable_team_member_deprecation", .bool(\.enableTeamMemberDeprecation), builtIn: "false",
            "Rename + NOLOGIN for humans who left."),
        Setting(
            "enable_admin_role_for_users", .bool(\.enableAdminRoleForUsers), builtIn: "true", object: .schema,
            "Manifest roles are created with `ADMIN <team_admin_role>`."),
        Setting(
            "enable_postgres_team_crd", .bool(\.enablePostgresTeamCrd), builtIn: "false", object: .schema("true"),
            "Load and watch PostgresTeam objects."),
        Setting(
            "enable_postgres_team_crd_superusers", .bool(\.enablePostgresTeamCrdSuperusers), builtIn: "false",
            "Honour `additionalSuperuserTeams`."),
        Setting(
            "team_api_role_configuration", .map(\.teamApiRoleConfiguration), builtIn: "log_statement:all",
            "Role settings (`ALTER ROLE … SET`) for every human role."),
        Setting(
            "protected_role_names", .list(\.protectedRoleNames), builtIn: "admin,cron_admin",
            "Names no manifest/infra/human role may take; such entries are skipped with a warning."),
        Setting(
            "postgres_superuser_teams", .list(\.postgresSuperuserTeams),
            "Teams whose members are superusers in every cluster."),
    ]
}
