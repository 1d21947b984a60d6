/// Reads the operator's configuration in either form. Both give all problems at once, and no configuration where one of them is an error:
/// the caller then keeps its last good one.
extension Configuration {
    /// From a ConfigMap: flat keys, every value a string.
    public static func read(configMap object: JSON) -> (Configuration?, [Problem]) {
        var reader = FlatConfigurationReader()
        reader.read(object["data"]?.object ?? [:])
        return reader.result
    }

    /// From an OperatorConfiguration; the CRD's defaults need not have been filled in.
    public static func read(operatorConfiguration object: JSON) -> (Configuration?, [Problem]) {
        var reader = ObjectConfigurationReader()
        reader.read(object)
        return reader.result
    }
}

/// Switches of the process that stand above the configuration, whichever form that has.
public struct ConfigurationOverrides: Sendable, Equatable {
    public var watchedNamespace = ""
    public var scalyrAPIKey = ""
    public var noDatabaseAccess = false
    public var noTeamsAPI = false

    public init() {}

    /// `WATCHED_NAMESPACE` and `SCALYR_API_KEY`, where they are not empty.
    public init(environment: [String: String]) {
        watchedNamespace = environment["WATCHED_NAMESPACE"] ?? ""
        scalyrAPIKey = environment["SCALYR_API_KEY"] ?? ""
    }
}

extension Configuration {
    /// The flags can only switch off; the environment wins where it says something.
    public func applying(_ overrides: ConfigurationOverrides) -> Configuration {
        var configuration = self
        if !overrides.watchedNamespace.isEmpty { configuration.watchedNamespace = overrides.watchedNamespace }
        if !overrides.scalyrAPIKey.isEmpty { configuration.scalyrApiKey = overrides.scalyrAPIKey }
        if overrides.noDatabaseAccess { configuration.enableDatabaseAccess = false }
        if overrides.noTeamsAPI { configuration.enableTeamsApi = false }
        return configuration
    }
}
