/// Why there is no usable way to the API server. Each says which file and field, what stands there, and what would be right.
public enum KubeConfigurationError: Error, Sendable, Hashable {
    /// `what` is "kubeconfig", "token file", "certificate authority"…; `field` names where the path was found.
    case unreadable(what: String, path: String, field: String?, reason: String)
    case syntax(path: String, problem: String)
    case wrongType(path: String, line: Int?, field: String, found: String, wanted: String)
    case missing(path: String, field: String, advice: String)
    /// `field` refers to a name that is not among those that are there.
    case unknownName(path: String, field: String, name: String, known: [String])
    case invalidValue(path: String, line: Int?, field: String, value: String, wanted: String)
    /// Known to kubectl, not done here.
    case unsupported(path: String, field: String, advice: String)
    case pluginFailed(command: String, problem: String)
    case notInCluster(problem: String)
    /// Neither a kubeconfig nor a service account.
    case nothingFound(places: [String])
}

extension KubeConfigurationError {
    /// The exit code for it: misconfigured, do not restart.
    public var exitCode: Int32 { 78 }

    /// Whether it may pass without a change to the configuration: files that rotate, a plugin's service.
    public var isTransient: Bool {
        switch self {
        case .unreadable, .pluginFailed: true
        default: false
        }
    }
}

extension KubeConfigurationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let what, let path, let field, let reason):
            "cannot read the \(what) \(path)\(field.map { " (\($0))" } ?? ""): \(reason)"
        case .syntax(let path, let problem):
            "the kubeconfig \(path) is not valid YAML: \(problem)"
        case .wrongType(let path, let line, let field, let found, let wanted):
            "\(Self.place(path, line)): \(field) is \(Self.article(found)), it must be \(Self.article(wanted))"
        case .missing(let path, let field, let advice):
            "\(path): \(field) is missing; \(advice)"
        case .unknownName(let path, let field, let name, let known):
            "\(path): \(field) is \"\(name)\", which is not there; "
                + (known.isEmpty ? "there are none" : "there are: \(known.joined(separator: ", "))")
        case .invalidValue(let path, let line, let field, let value, let wanted):
            "\(Self.place(path, line)): \(field) is \"\(value)\", it must be \(wanted)"
        case .unsupported(let path, let field, let advice):
            "\(path): \(field) is not supported; \(advice)"
        case .pluginFailed(let command, let problem):
            "the credential plugin \(command) failed: \(problem)"
        case .notInCluster(let problem):
            "not running in a pod with a service account: \(problem)"
        case .nothingFound(let places):
            "no way to an API server is configured; looked for \(places.joined(separator: ", "))"
        }
    }

    private static func place(_ path: String, _ line: Int?) -> String { line.map { "\(path), line \($0)" } ?? path }

    private static func article(_ type: String) -> String {
        switch type {
        case "null": "empty"
        case "array", "object", "integer": "an \(type)"
        default: "a \(type)"
        }
    }
}
