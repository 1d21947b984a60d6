import Model

/// The environment of a Spilo container, resolved, as Spilo reads it.
struct SpiloEnvironment: Sendable {
    let variables: [String: String]

    init(_ variables: [String: String]) { self.variables = variables }

    subscript(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

    var scope: String { self["SCOPE"] ?? "" }
    var superuser: String { self["PGUSER_SUPERUSER"] ?? "postgres" }
    var superuserPassword: String { self["PGPASSWORD_SUPERUSER"] ?? "zalando" }
    var standby: String { self["PGUSER_STANDBY"] ?? "standby" }
    var standbyPassword: String { self["PGPASSWORD_STANDBY"] ?? "standby" }
    var humanRole: String { self["HUMAN_ROLE"] ?? "zalandos" }
    var root: String { self["PGROOT"] ?? "/home/postgres/pgdata/pgroot" }
    var data: String { self["PGDATA"] ?? root + "/data" }
    var usesConfigMaps: Bool { isOn("KUBERNETES_USE_CONFIGMAPS") }

    func isOn(_ name: String) -> Bool { ["true", "1", "on", "yes"].contains(variables[name]?.lowercased()) }

    func labels(_ name: String) -> [String: String] {
        self[name].flatMap { try? JSON(parsing: $0) }.map(StringMap.read) ?? [:]
    }

    /// `SPILO_CONFIGURATION`, which is JSON or YAML; the operator writes JSON.
    var configuration: JSON { self["SPILO_CONFIGURATION"].flatMap { try? JSON(parsing: $0) } ?? [:] }

    /// The major version wanted: `PGVERSION`, or the one in the path that `postgresql.bin_dir` names; nil: the newest there is.
    var majorVersion: Int? {
        if let version = self["PGVERSION"].flatMap({ Int($0.split(separator: ".").first ?? "") }) { return version }
        let directory = configuration.at("postgresql", "bin_dir")?.string ?? ""
        return directory.split(separator: "/").compactMap { Int($0) }.last
    }

    /// Where a clone takes its data from, by a base backup from a running cluster.
    var cloneSource: (host: String, port: String, user: String, password: String)? {
        guard self["CLONE_METHOD"] == "CLONE_WITH_BASEBACKUP", let host = self["CLONE_HOST"] else { return nil }
        return (host, self["CLONE_PORT"] ?? "5432", self["CLONE_USER"] ?? standby, self["CLONE_PASSWORD"] ?? "")
    }

    /// The server that a standby cluster follows.
    var standbySource: (host: String, port: String?, slot: String?)? {
        self["STANDBY_HOST"].map { ($0, self["STANDBY_PORT"], self["STANDBY_PRIMARY_SLOT_NAME"]) }
    }
}
