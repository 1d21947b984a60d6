import Model

/// What the watcher is told from outside: the environment variables that the predecessor knows, and nothing else.
struct WatcherEnvironment: Sendable, Equatable {
    /// `OPERATOR_NAMESPACE`, else the pod's or the kubeconfig context's.
    var operatorNamespace: String
    /// The operator's configuration, where there is one: an OperatorConfiguration outranks a ConfigMap.
    var configuration: ObjectReference?
    var overrides: ConfigurationOverrides

    init(environment: [String: String], contextNamespace: String) throws(WatcherError) {
        let own = environment["OPERATOR_NAMESPACE"] ?? ""
        operatorNamespace = own.isEmpty ? contextNamespace : own
        overrides = ConfigurationOverrides(environment: environment)
        if let name = environment["POSTGRES_OPERATOR_CONFIGURATION_OBJECT"], !name.isEmpty {
            configuration = ObjectReference(.operatorConfigurations, namespace: operatorNamespace, name: name)
        } else if let text = environment["CONFIG_MAP_NAME"], !text.isEmpty {
            guard let name = NamespacedName(text) else {
                throw .invalidVariable("CONFIG_MAP_NAME", value: text, wanted: "NAME or NAMESPACE/NAME")
            }
            configuration = ObjectReference(.configMaps, namespace: name.namespace ?? operatorNamespace, name: name.name)
        }
    }
}

enum WatcherError: Error, Equatable {
    case invalidVariable(String, value: String, wanted: String)
}

extension WatcherError: CustomStringConvertible {
    var description: String {
        switch self {
        case .invalidVariable(let name, let value, let wanted):
            "the environment variable \(name) is \"\(value)\", it must be \(wanted)"
        }
    }
}
