/// What must hold between settings, and for values that no type tells apart; the same for both forms but for their strictness.
struct ConfigurationChecks {
    private let configuration: Configuration
    /// Where a setting stands in the form that was read.
    private let path: (String) -> [String]
    /// The flat form refuses what the object form puts right.
    private let strict: Bool

    init(_ configuration: Configuration, path: @escaping (String) -> [String], strict: Bool) {
        self.configuration = configuration
        self.path = path
        self.strict = strict
    }

    func problems() -> [Problem] { needed() + labels() + limits() + pooler() + quantities() + enumerations() + windows() + teams() }

    private func name(_ key: String) -> String { path(key).joined(separator: ".") }

    /// What no cluster can do without.
    private func needed() -> [Problem] {
        let keys = [
            "docker_image", "super_username", "replication_username", "cluster_name_label", "pod_role_label", "pod_service_account_name",
        ]
        return keys.compactMap { key in
            guard case .string(let path)? = Setting.byKey[key]?.storage, configuration[keyPath: path].isEmpty else { return nil }
            return .error(name(key), value: "", "a value is needed: no cluster can be made without one")
        }
    }

    private func labels() -> [Problem] {
        var problems: [Problem] = []
        for key in ["cluster_name_label", "pod_role_label"] {
            guard case .string(let path)? = Setting.byKey[key]?.storage, !configuration[keyPath: path].isEmpty,
                !LabelSyntax.isKey(configuration[keyPath: path])
            else { continue }
            problems.append(.error(name(key), value: .string(configuration[keyPath: path]), "the key of a label is needed"))
        }
        for (key, value) in configuration.clusterLabels.sorted(by: { $0.key < $1.key }) {
            guard !LabelSyntax.isKey(key) || !LabelSyntax.isValue(value) else { continue }
            problems.append(.error(name("cluster_labels"), value: .string("\(key):\(value)"), "keys and values of labels are needed"))
        }
        return problems
    }

    private func limits() -> [Problem] {
        var problems: [Problem] = []
        let (least, most) = (configuration.minInstances, configuration.maxInstances)
        if least > 0, most > 0, least > most {
            let message = "must not be above max_instances, which is \(most)"
            problems.append(
                strict
                    ? .error(name("min_instances"), value: JSON(least), message)
                    : .warning(name("min_instances"), value: JSON(least), message + "; the minimum wins"))
        }
        if configuration.workers < 1 { problems.append(.error(name("workers"), value: JSON(configuration.workers), "1 or more is needed")) }
        for key in ["resource_check_interval", "patroni_api_check_interval"] {
            guard case .duration(let path)? = Setting.byKey[key]?.storage, configuration[keyPath: path] <= .zero else { continue }
            problems.append(.error(name(key), value: .string(configuration[keyPath: path].goText), "a duration above zero is needed"))
        }
        if configuration.resourceCheckTimeout < configuration.resourceCheckInterval {
            problems.append(
                .error(
                    name("resource_check_timeout"), value: .string(configuration.resourceCheckTimeout.goText),
                    "must not be below resource_check_interval, which is \(configuration.resourceCheckInterval.goText)"))
        }
        return problems
    }

    private func pooler() -> [Problem] {
        var problems: [Problem] = []
        if configuration.connectionPoolerNumberOfInstances < 1 {
            problems.append(
                .error(
                    name("connection_pooler_number_of_instances"), value: JSON(configuration.connectionPoolerNumberOfInstances),
                    "1 or more is needed"))
        }
        if configuration.connectionPoolerUser == configuration.superUsername {
            problems.append(
                .error(
                    name("connection_pooler_user"), value: .string(configuration.connectionPoolerUser), "must differ from super_username"))
        }
        return problems
    }

    private func quantities() -> [Problem] {
        Setting.all.compactMap { setting in
            guard case .format(let format) = setting.allowed, format == .cpu || format == .memory,
                case .string(let keyPath) = setting.storage
            else { return nil }
            let value = configuration[keyPath: keyPath]
            guard !["", "0", "null"].contains(value), Quantity(value) == nil else { return nil }
            return .error(name(setting.key), value: .string(value), "\(format.right) is needed")
        }
    }

    private func enumerations() -> [Problem] {
        Setting.all.compactMap { setting in
            guard case .oneOf(let values) = setting.allowed, case .string(let keyPath) = setting.storage else { return nil }
            let value = configuration[keyPath: keyPath]
            guard !value.isEmpty, !values.contains(value) else { return nil }
            return .error(name(setting.key), value: .string(value), "one of \(values.joined(separator: ", ")) is needed")
        }
    }

    private func windows() -> [Problem] {
        configuration.maintenanceWindows.enumerated().compactMap { place, window in
            MaintenanceWindow(window) == nil
                ? .warning(
                    name("maintenance_windows") + "[\(place)]", value: .string(window), "\(Format.window.right) is needed; it is left out")
                : nil
        }
    }

    private func teams() -> [Problem] {
        guard configuration.roleDeletionSuffix.isEmpty else { return [] }
        let message = "a suffix is needed: without one every role that cannot log in would count as deleted"
        return [
            configuration.enableTeamMemberDeprecation
                ? .error(name("role_deletion_suffix"), value: "", message) : .warning(name("role_deletion_suffix"), value: "", message)
        ]
    }
}
