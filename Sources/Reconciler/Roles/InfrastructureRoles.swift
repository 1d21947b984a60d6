public import IPC
public import Model
import YAML

/// A role that every cluster gets, read from the operator's Secrets and ConfigMaps.
public struct InfrastructureRole: Equatable, Sendable {
    public var name: String
    public var password: String
    public var login = true
    public var flags: [RoleFlag] = []
    public var memberOf: [String] = []
    public var admins: [String] = []
    public var settings: [String: String] = [:]
    /// The object and key that define it, for messages.
    public var path: String
}

/// The infrastructure roles that the configuration names, in all three forms, and what of them could not be read.
public struct InfrastructureRoles: Equatable, Sendable {
    /// In the order of their sources; of two with one name the later one counts.
    public internal(set) var roles: [InfrastructureRole] = []
    public internal(set) var problems: [Problem] = []

    public init() {}

    /// The Secrets, and the ConfigMaps of the same names, that `read` wants to see.
    public static func objects(of configuration: Configuration, operatorNamespace: String) -> [ObjectKey] {
        var keys: [ObjectKey] = []
        for source in configuration.infrastructureRolesSecrets { keys.append(source.secret.key(in: operatorNamespace)) }
        if let legacy = configuration.infrastructureRolesSecretName { keys.append(legacy.key(in: operatorNamespace)) }
        return keys.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// - Parameters:
    ///   - secrets: decoded data of the Secrets that exist.
    ///   - configMaps: data of the ConfigMaps that exist.
    public static func read(
        configuration: Configuration, operatorNamespace: String, secrets: [ObjectKey: [String: String]],
        configMaps: [ObjectKey: [String: String]]
    ) -> InfrastructureRoles {
        var result = InfrastructureRoles()
        for (place, source) in configuration.infrastructureRolesSecrets.enumerated() {
            let key = source.secret.key(in: operatorNamespace)
            guard let data = secrets[key] else {
                result.reportMissing(key, option: "infrastructure_roles_secrets[\(place)]")
                continue
            }
            result.readKeys(of: source, data, key)
            result.readOptions(configMaps[key] ?? [:], data, key)
        }
        if let legacy = configuration.infrastructureRolesSecretName {
            let key = legacy.key(in: operatorNamespace)
            if let data = secrets[key] {
                result.readNumbered(data, key)
                result.readOptions(configMaps[key] ?? [:], data, key)
            } else {
                result.reportMissing(key, option: "infrastructure_roles_secret_name")
            }
        }
        return result
    }

    private mutating func reportMissing(_ key: ObjectKey, option: String) {
        problems.append(
            .warning("configuration.\(option)", value: .string(key.description), "there is no such Secret: its roles are left out"))
    }

    private mutating func add(_ role: InfrastructureRole) {
        roles.removeAll { $0.name == role.name }
        roles.append(role)
    }

    /// One role a Secret, whose keys the source names.
    private mutating func readKeys(of source: InfrastructureRoleSource, _ data: [String: String], _ key: ObjectKey) {
        let path = "secrets/\(key)"
        let name = data[source.userKey] ?? source.defaultUserValue
        // A source that only lends its Secret to the ConfigMap of the same name is no mistake.
        if source.userKey.isEmpty, source.defaultUserValue.isEmpty, source.passwordKey.isEmpty { return }
        guard !name.isEmpty else {
            problems.append(.warning(path, "no user name under the key \"\(source.userKey)\": this infrastructure role is left out"))
            return
        }
        guard let password = data[source.passwordKey], !password.isEmpty else {
            problems.append(.warning(path, "no password under the key \"\(source.passwordKey)\": the role \"\(name)\" is left out"))
            return
        }
        let group = data[source.roleKey] ?? source.defaultRoleValue
        add(InfrastructureRole(name: name, password: password, memberOf: group.isEmpty ? [] : [group], path: path))
    }

    /// The old form: `user1`, `password1`, `inrole1`, `user2` …, up to the first number that has no user.
    private mutating func readNumbered(_ data: [String: String], _ key: ObjectKey) {
        var number = 1
        while let name = data["user\(number)"] {
            let path = "secrets/\(key).user\(number)"
            if name.isEmpty {
                problems.append(.warning(path, "the user name is empty: this infrastructure role is left out"))
            } else if let password = data["password\(number)"], !password.isEmpty {
                let group = data["inrole\(number)"] ?? ""
                add(InfrastructureRole(name: name, password: password, memberOf: group.isEmpty ? [] : [group], path: path))
            } else {
                problems.append(.warning(path, "no password under the key \"password\(number)\": the role \"\(name)\" is left out"))
            }
            number += 1
        }
    }

    /// The ConfigMap beside a Secret: role name to its options, as YAML. The password is the Secret's value under the role's name.
    private mutating func readOptions(_ options: [String: String], _ data: [String: String], _ key: ObjectKey) {
        for (name, text) in options.sorted(by: { $0.key < $1.key }) {
            let path = "configmaps/\(key).\(name)"
            guard let password = data[name], !password.isEmpty else {
                problems.append(.warning(path, "the Secret of the same name has no password under \"\(name)\": the role is left out"))
                continue
            }
            var role = InfrastructureRole(name: name, password: password, path: path)
            switch InfrastructureRoleOptions.read(text) {
            case .success(let read):
                role.login = read.flags.login
                role.flags = read.flags.flags
                role.memberOf = read.memberOf
                role.admins = read.admins
                role.settings = read.settings
                add(role)
            case .failure(let reason): problems.append(.error(path, "\(reason.text): the role is left out"))
            }
        }
    }
}

/// The YAML text that describes one infrastructure role.
struct InfrastructureRoleOptions {
    var flags = RoleFlags()
    var memberOf: [String] = []
    var admins: [String] = []
    var settings: [String: String] = [:]

    struct Unreadable: Error { var text: String }

    static func read(_ text: String) -> Result<InfrastructureRoleOptions, Unreadable> {
        let value: JSON
        do { value = try YAML.documents(text).first?.value ?? .object([:]) } catch {
            return .failure(Unreadable(text: "no YAML: \(error)"))
        }
        guard value.isNull || value.object != nil else { return .failure(Unreadable(text: "expected a mapping, found \(value.typeName)")) }
        var options = InfrastructureRoleOptions()
        guard let words = strings(value["user_flags"]), let groups = strings(value["inrole"]) else {
            return .failure(Unreadable(text: "user_flags and inrole are lists of words"))
        }
        do { options.flags = try RoleFlags(words: words) } catch { return .failure(Unreadable(text: "\(error)")) }
        options.memberOf = groups.filter { !$0.isEmpty }
        if let admin = value["admin_role"]?.string, !admin.isEmpty { options.admins = [admin] }
        for (name, setting) in value["db_parameters"]?.object ?? [:] {
            guard let text = scalar(setting) else { return .failure(Unreadable(text: "db_parameters.\(name) is no single value")) }
            options.settings[name] = text
        }
        return .success(options)
    }

    private static func strings(_ value: JSON?) -> [String]? {
        guard let value, !value.isNull else { return [] }
        if let word = value.string { return [word] }
        guard let items = value.array else { return nil }
        let words = items.compactMap(\.string)
        return words.count == items.count ? words : nil
    }

    private static func scalar(_ value: JSON) -> String? {
        switch value {
        case .string(let text): text
        case .bool(let flag): flag ? "on" : "off"
        case .int(let number): String(number)
        case .double(let number): String(number)
        default: nil
        }
    }
}

extension NamespacedName {
    func key(in namespace: String) -> ObjectKey { ObjectKey(namespace: self.namespace ?? namespace, name: name) }
}
