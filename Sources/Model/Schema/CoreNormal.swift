/// Kubernetes' own types as the API server would hold them: zero values that it does not write are gone, defaults that count when two
/// objects are compared are filled in. What the values mean stays the same.
public enum CoreNormal {
    /// Zero is the same as absent here.
    private static let optionalNumbers: Set<String> = [
        "hostPort", "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold",
    ]
    /// False is the same as absent here.
    private static let optionalFlags: Set<String> = ["readOnly", "stdin", "stdinOnce", "tty"]
    /// Sources of volumes that tell an absent `readOnly` from a false one.
    private static let threeValued: Set<String> = ["csi", "azureDisk"]

    public static func normal(_ value: JSON, inside parent: String = "") -> JSON {
        switch value {
        case .array(let items): return .array(items.map { normal($0, inside: parent) })
        case .object(let members):
            var kept = JSONObject()
            for (key, value) in members where !isAbsent(key, value, inside: parent) { kept[key] = normal(value, inside: key) }
            fillIn(&kept, parent)
            return .object(kept)
        default: return value
        }
    }

    private static func isAbsent(_ key: String, _ value: JSON, inside parent: String) -> Bool {
        switch value {
        case .null: true
        case .bool(false): optionalFlags.contains(key) && !threeValued.contains(parent)
        case .int(0): optionalNumbers.contains(key)
        default: false
        }
    }

    private static func fillIn(_ members: inout JSONObject, _ name: String) {
        func fill(_ key: String, _ value: JSON) {
            if members[key] == nil || members[key] == "" { members[key] = value }
        }
        switch name {
        case "fieldRef": fill("apiVersion", "v1")
        case "resourceFieldRef": fill("divisor", "0")
        case "httpGet":
            fill("path", "/")
            fill("scheme", "HTTP")
        case "serviceAccountToken": fill("expirationSeconds", 3600)
        default: break
        }
    }
}
