/// One setting of the operator: its names in both forms, what values it takes, its defaults and its meaning.
///
/// The table of all of them (`Setting.all`) is the one source for reading both forms, for the OperatorConfiguration's CRD, for the
/// reference in the documentation and for `explain field`.
public struct Setting: Sendable {
    public enum Forms: Sendable, Hashable {
        case both
        /// Only a key of the flat ConfigMap.
        case flatOnly
        /// Only a field of the OperatorConfiguration.
        case objectOnly
    }

    /// What the OperatorConfiguration gives where it does not say. The CRD's own defaults reach only groups that are there; a fallback
    /// is the operator's, on reading.
    public enum ObjectDefault: Sendable, Hashable {
        /// The built-in value, both as the CRD's default and as fallback.
        case same
        case none
        /// The built-in value as the CRD's default only.
        case schema
        /// The built-in value as fallback only.
        case fallback
        case split(schema: String?, fallback: String?)

        static func schema(_ value: String) -> ObjectDefault { .split(schema: value, fallback: nil) }
    }

    /// The flat key; also the last part of the path in the OperatorConfiguration.
    public let key: String
    public let storage: SettingStorage
    /// As the flat form writes it; nil: empty, false or 0.
    public let builtIn: String?
    public let object: ObjectDefault
    public let allowed: Allowed?
    public let forms: Forms
    public let meaning: String
    /// The group in the OperatorConfiguration; nil: directly under `configuration`. Filled in by the table.
    public internal(set) var group: String?

    init(
        _ key: String, _ storage: SettingStorage, builtIn: String? = nil, object: ObjectDefault = .same, allowed: Allowed? = nil,
        forms: Forms = .both, _ meaning: String
    ) {
        self.key = key
        self.storage = storage
        self.builtIn = builtIn
        self.object = object
        self.allowed = allowed
        self.forms = forms
        self.meaning = meaning
    }

    /// `configuration.kubernetes.pod_role_label`.
    public var objectPath: [String] { ["configuration"] + (group.map { [$0] } ?? []) + [key] }

    /// The default that the CRD declares, typed.
    public var schemaDefault: JSON? {
        let text: String? =
            switch object {
            case .same, .schema: builtIn == "false" ? nil : builtIn
            case .split(let schema, _): schema
            case .none, .fallback: nil
            }
        return text.flatMap(storage.defaultValue)
    }

    /// What the operator takes where the OperatorConfiguration, defaults included, says nothing.
    public var objectFallback: JSON? {
        let text: String? =
            switch object {
            case .same, .fallback: builtIn
            case .split(_, let fallback): fallback
            case .none, .schema: nil
            }
        return text.flatMap(storage.defaultValue)
    }

    func applyBuiltIn(to configuration: inout Configuration) {
        if let builtIn, let value = storage.defaultValue(builtIn) { _ = storage.set(value, in: &configuration) }
    }
}

extension Setting {
    /// What the OperatorConfiguration's schema allows beyond the type.
    public enum Allowed: Sendable, Hashable {
        case oneOf([String])
        case atLeast(Int)
        case format(Format)
        case items(Format)
    }

    /// Every setting, in the order of the reference.
    public static let all: [Setting] = groups.flatMap { group, settings in
        settings.map { setting in
            var setting = setting
            setting.group = group
            return setting
        }
    }

    /// The settings by the group of the OperatorConfiguration that holds them; nil is `configuration` itself.
    static let groups: [(name: String?, settings: [Setting])] = [
        (nil, general), ("users", users), ("major_version_upgrade", majorVersionUpgrade), ("kubernetes", kubernetes),
        ("postgres_pod_resources", postgresPodResources), ("timeouts", timeouts), ("load_balancer", loadBalancer), ("aws_or_gcp", awsOrGcp),
        ("logical_backup", logicalBackup), ("debug", debug), ("teams_api", teamsApi), ("logging_rest_api", loggingRestApi),
        ("scalyr", scalyr), ("connection_pooler", connectionPooler), ("patroni", patroni),
    ]

    public static let byKey: [String: Setting] = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })
}
