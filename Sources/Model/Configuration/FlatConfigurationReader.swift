/// Reads the flat form. A key that is there but empty blanks the setting; where a blank would make no sense (numbers, intervals) the
/// built-in value stays, with a warning.
struct FlatConfigurationReader {
    private var configuration = Configuration()
    private var problems: [Problem] = []

    var result: (Configuration?, [Problem]) { (problems.hasErrors ? nil : configuration, problems) }

    mutating func read(_ data: JSONObject) {
        for (key, value) in data.sorted() {
            guard let setting = Setting.byKey[key], setting.forms != .objectOnly else {
                problems.append(.unknown("data.\(key)", value: value, Self.unknown(key)))
                continue
            }
            guard let text = value.string else {
                problems.append(.error("data.\(key)", value: value, "a string is needed: put the value in quotes"))
                continue
            }
            if text.isEmpty { blank(setting) } else { read(text, setting) }
        }
        raiseMemoryRequests()
        configuration.fillInTemplates()
        problems += ConfigurationChecks(configuration, path: { ["data", $0] }, strict: true).problems()
    }

    private static func unknown(_ key: String) -> String {
        if Setting.byKey[key] != nil { return "only the OperatorConfiguration can hold this; it is ignored here" }
        if Setting.removed.contains(key) { return "this setting was removed in v2.0 and has no effect" }
        return "there is no such setting" + (Spelling.nearest(to: key, among: Setting.all.map(\.key)).map { "; did you mean \($0)?" } ?? "")
    }

    private mutating func read(_ text: String, _ setting: Setting) {
        let path = "data.\(setting.key)"
        switch SettingText(storage: setting.storage).value(of: text) {
        case .failure(let refusal): problems.append(.error(path, value: .string(text), "\(refusal.right) is needed"))
        case .success(let value):
            problems += value.remarks.map { .warning(path, value: .string(text), $0) }
            if let right = setting.storage.set(value.json, in: &configuration) {
                problems.append(.error(path, value: .string(text), "\(right) is needed"))
            }
        }
    }

    private mutating func blank(_ setting: Setting) {
        switch setting.storage {
        case .bool(let path): configuration[keyPath: path] = setting.key == "kubernetes_use_configmaps"
        case .int, .uint:
            problems.append(
                .warning("data.\(setting.key)", value: "", "an empty number means nothing; the default \(setting.builtIn ?? "0") is used"))
        case .duration(let path):
            // Zero means "as Kubernetes has it" for the grace period; nothing else could do with zero.
            if setting.key == "pod_terminate_grace_period" {
                configuration[keyPath: path] = .zero
            } else {
                problems.append(
                    .warning(
                        "data.\(setting.key)", value: "", "an empty duration means nothing; the default \(setting.builtIn ?? "0s") is used")
                )
            }
        case .name(let path):
            guard setting.builtIn == nil else {
                problems.append(
                    .error("data.\(setting.key)", value: "", "a name, or namespace/name, is needed; leave the key out for the default"))
                return
            }
            configuration[keyPath: path] = nil
        case .number(let path): configuration[keyPath: path] = nil
        case .string(let path), .template(let path): configuration[keyPath: path] = ""
        case .list(let path): configuration[keyPath: path] = []
        case .map(let path): configuration[keyPath: path] = [:]
        case .containers(let path): configuration[keyPath: path] = []
        case .roleSources(let path): configuration[keyPath: path] = []
        case .probe(let path): configuration[keyPath: path] = nil
        }
    }

    /// With `set_memory_request_to_limit` this form raises the default request, and Scalyr's, at once.
    private mutating func raiseMemoryRequests() {
        guard configuration.setMemoryRequestToLimit else { return }
        func raise(_ request: inout String, to limit: String) {
            if let wanted = Quantity(request), let most = Quantity(limit), wanted < most { request = limit }
        }
        raise(&configuration.defaultMemoryRequest, to: configuration.defaultMemoryLimit)
        raise(&configuration.scalyrMemoryRequest, to: configuration.scalyrMemoryLimit)
    }
}

extension Setting {
    /// Settings that older versions had: they stand in many a configuration and are passed over.
    static let removed: Set<String> = ["enable_crd_validation", "enable_ebs_gp3_migration", "enable_ebs_gp3_migration_max_size"]
}
