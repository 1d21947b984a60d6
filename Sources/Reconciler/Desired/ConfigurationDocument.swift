public import Model

/// The object that holds the operator's configuration, in either form.
public enum ConfigurationDocument {
    /// Reads an OperatorConfiguration or a ConfigMap, by its kind. No configuration comes where one problem is an error.
    public static func read(_ object: JSON) -> (Configuration?, [Problem]) {
        let isObject = object["kind"]?.string == "OperatorConfiguration"
        let (configuration, problems) =
            isObject ? Configuration.read(operatorConfiguration: object) : Configuration.read(configMap: object)
        guard let configuration else { return (nil, problems) }
        let more = PodAccessDefinition.problems(configuration) { key in
            isObject ? (Setting.byKey[key]?.objectPath ?? [key]).joined(separator: ".") : "data.\(key)"
        }
        return (more.hasErrors ? nil : configuration, problems + more)
    }
}
