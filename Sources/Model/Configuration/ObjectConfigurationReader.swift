/// Reads an OperatorConfiguration in three layers: what it says, the CRD's defaults in groups that are there, the operator's fallbacks.
struct ObjectConfigurationReader {
    private var configuration = Configuration(blank: ())
    private var problems: [Problem] = []

    var result: (Configuration?, [Problem]) { (problems.hasErrors ? nil : configuration, problems) }

    mutating func read(_ object: JSON) {
        guard let root = object["configuration"], root.object != nil else {
            problems.append(.error("configuration", value: object["configuration"], "an object is needed that holds the settings"))
            return
        }
        for setting in Setting.all where setting.forms != .flatOnly { read(setting, root) }
        if configuration.connectionPoolerNumberOfInstances == 1 { configuration.connectionPoolerNumberOfInstances = 2 }
        configuration.fillInTemplates()
        reportUnknown(root)
        let paths = Dictionary(uniqueKeysWithValues: Setting.all.map { ($0.key, $0.objectPath) })
        problems += ConfigurationChecks(configuration, path: { paths[$0] ?? [$0] }, strict: false).problems()
    }

    private mutating func read(_ setting: Setting, _ root: JSON) {
        let holder = setting.group.map { root[$0] } ?? root
        var value = holder?[setting.key] ?? .null
        if value.isNull, holder?.object != nil { value = setting.schemaDefault ?? .null }
        if value.isNull || setting.storage.isUnset(value) {
            if let fallback = setting.objectFallback {
                value = fallback
            } else if case .name = setting.storage, !value.isNull {
                problems.append(.error(path(setting), value: value, "a name, or namespace/name, is needed; leave the field out for none"))
                return
            } else {
                return
            }
        }
        if let right = setting.storage.set(value, in: &configuration) {
            problems.append(.error(path(setting), value: value, "\(right) is needed"))
        }
    }

    private func path(_ setting: Setting) -> String { setting.objectPath.joined(separator: ".") }

    /// What the API server would prune without a word.
    private mutating func reportUnknown(_ root: JSON) {
        let groups = Set(Setting.groups.compactMap(\.name))
        for (key, value) in root.object ?? [:] {
            if groups.contains(key) {
                guard let members = value.object else {
                    if !value.isNull { problems.append(.error("configuration.\(key)", value: value, "an object is needed")) }
                    continue
                }
                for name in members.keys { reportUnknown(name, members[name], group: key) }
            } else {
                reportUnknown(key, value, group: nil)
            }
        }
    }

    private mutating func reportUnknown(_ key: String, _ value: JSON?, group: String?) {
        let setting = Setting.byKey[key]
        guard setting == nil || setting?.forms == .flatOnly || setting?.group != group else { return }
        let path = "configuration." + (group.map { "\($0)." } ?? "") + key
        let message: String
        if let setting, setting.forms != .flatOnly {
            message = "this setting belongs at \(self.path(setting)); it is ignored here"
        } else if Setting.removed.contains(key) {
            message = "this setting was removed in v2.0 and has no effect"
        } else {
            let known = Setting.all.filter { $0.group == group }.map(\.key)
            message = "there is no such setting" + (Spelling.nearest(to: key, among: known).map { "; did you mean \($0)?" } ?? "")
        }
        problems.append(.unknown(path, value: value, message))
    }
}
