import Model

/// Takes secrets out of what is written down: recordings, logs, traces of lines.
///
/// It works by names, because a value cannot be told from its looks: the data of Secrets, and every member whose name says that it is a
/// password, a token or a key. Rather too much than too little: nothing that is read from here is ever used again.
public enum Redactor {
    public static let mark = "redacted"

    /// The value with every secret in it replaced by `mark`. Names and structure stay.
    public static func redacted(_ value: JSON) -> JSON {
        switch value {
        case .object(let members):
            let isSecret = members["kind"]?.string == "Secret"
            // An environment variable or a setting as a pair.
            let isSecretPair = members["value"] != nil && members["name"]?.string.map(isSensitive) == true
            return .object(
                JSONObject(
                    members.map { key, value in
                        if isSecret, key == "data" || key == "stringData" { return (key, masked(value)) }
                        if isSensitive(key) || (isSecretPair && key == "value") { return (key, masked(value)) }
                        return (key, key == annotation ? redactedText(value) : redacted(value))
                    }))
        case .array(let items): return .array(items.map(redacted))
        default: return value
        }
    }

    /// kubectl keeps the whole applied object, Secrets too, in this annotation, as text.
    private static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

    private static func redactedText(_ value: JSON) -> JSON {
        guard let text = value.string else { return redacted(value) }
        guard let inner = try? JSON(parsing: text) else { return .string(mark) }
        return .string(redacted(inner).text())
    }

    /// Every string below is replaced; the names stay.
    private static func masked(_ value: JSON) -> JSON {
        switch value {
        case .object(let members): .object(members.mapValues(masked))
        case .array(let items): .array(items.map(masked))
        case .null, .bool: value
        default: .string(mark)
        }
    }

    /// Whether a member or a log field of that name holds a secret.
    public static func isSensitive(_ name: String) -> Bool {
        let plain = name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != "." }
        if notSecret.contains(plain) { return false }
        return sensitiveEndings.contains { plain.hasSuffix($0) } || plain.hasPrefix("pgpass") || plain == "verifier"
    }

    private static let sensitiveEndings = [
        "password", "passwords", "passwd", "passphrase", "token", "tokens", "secretaccesskey", "clientkeydata", "privatekey",
        "authorization", "bearer",
        "credential", "credentials",
    ]
    /// Names of things that only sound like it.
    private static let notSecret: Set<String> = ["automountserviceaccounttoken", "continuetoken"]
}
