import Model

/// The major version that is in force: what the manifest says, unless it must wait or would go backwards.
struct EffectiveVersion {
    let value: String
    let problems: [Problem]

    init(_ context: ClusterContext) {
        let wanted = Self.wanted(context)
        guard let live = Self.running(context.facts.liveStatefulSet), let now = Int(live), let next = Int(wanted), now != next else {
            self.init(wanted)
            return
        }
        if next < now {
            self.init(
                live, .warning("spec.postgresql.version", value: .string(wanted), "\(live) or higher is needed: a database cannot go back"))
        } else if !context.facts.isMaintenanceWindowOpen {
            self.init(live, .warning("spec.postgresql.version", value: .string(wanted), "waits for the next maintenance window"))
        } else {
            self.init(wanted)
        }
    }

    private init(_ value: String, _ problems: Problem...) {
        self.value = value
        self.problems = problems
    }

    /// In mode `full`, versions below the minimum are lifted to the target.
    private static func wanted(_ context: ClusterContext) -> String {
        let (version, configuration) = (context.spec.postgresql.version, context.configuration)
        guard configuration.majorVersionUpgradeMode == "full", let number = Int(version),
            let least = Int(configuration.minimalMajorVersion), number < least
        else { return version }
        return configuration.targetMajorVersion
    }

    /// What the pods are told today, by variable or by the path of the binaries.
    private static func running(_ statefulSet: JSON?) -> String? {
        let containers = statefulSet?.at("spec", "template", "spec", "containers")?.array ?? []
        let database = containers.first { $0["name"]?.string == ClusterContext.databaseContainer }
        let variables = database?["env"]?.array ?? []
        func value(_ name: String) -> String? { variables.first { $0["name"]?.string == name }?["value"]?.string }
        if let version = value("PGVERSION") { return version }
        let text = value("SPILO_CONFIGURATION").flatMap { try? JSON(parsing: $0) }
        return text?.at("postgresql", "bin_dir")?.string?.split(separator: "/").first { Int($0) != nil }.map(String.init)
    }
}
