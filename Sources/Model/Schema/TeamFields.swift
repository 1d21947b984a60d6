/// The fields of a PostgresTeam's `spec`.
public enum TeamFields {
    public static let spec: [Field] = [
        Field(
            "additionalSuperuserTeams", .map(.strings), "Teams whose members are superusers in the clusters of the team that is the key."),
        Field("additionalTeams", .map(.strings), "Teams whose members get roles in the clusters of the team that is the key."),
        Field("additionalMembers", .map(.strings), "More members of the team that is the key."),
    ]
}
