extension Setting {
    /// Group `users`.
    static let users: [Setting] = [
        Setting(
            "super_username", .string(\.superUsername), builtIn: "postgres",
            "Superuser name made by initdb; owner of the superuser secret."),
        Setting(
            "replication_username", .string(\.replicationUsername), builtIn: "standby",
            "Replication role name; also the `CLONE_USER`."),
        Setting(
            "additional_owner_roles", .list(\.additionalOwnerRoles),
            "Roles granted to every database-owner role; must already exist in the database."),
        Setting(
            "enable_password_rotation", .bool(\.enablePasswordRotation), builtIn: "false",
            "Rotate secrets of LOGIN roles from `users` and prepared databases (never owners, infra, system, human)."),
        Setting(
            "password_rotation_interval", .uint(\.passwordRotationInterval), builtIn: "90",
            "Days between rotations."),
        Setting(
            "password_rotation_user_retention", .uint(\.passwordRotationUserRetention), builtIn: "180",
            object: .split(schema: "120", fallback: "180"),
            "Days to keep dated rotation roles; raised to 2× interval when smaller."),
    ]
}
