import Model

/// Resolves a container's environment as a kubelet does: values, references to Secrets, ConfigMaps and the pod itself, `$(NAME)` in values.
struct ContainerEnvironment: Sendable {
    let pod: ObservedObject
    let address: String
    let hostAddress: String
    let secrets: [String: JSON]
    let configMaps: [String: JSON]

    struct Missing: Error, Sendable, CustomStringConvertible {
        let description: String
    }

    /// Secrets and ConfigMaps that a container's environment names.
    static func references(of container: JSON) -> (secrets: Set<String>, configMaps: Set<String>) {
        var secrets: Set<String> = []
        var configMaps: Set<String> = []
        for entry in container["env"]?.array ?? [] {
            if let name = entry.at("valueFrom", "secretKeyRef", "name")?.string { secrets.insert(name) }
            if let name = entry.at("valueFrom", "configMapKeyRef", "name")?.string { configMaps.insert(name) }
        }
        for entry in container["envFrom"]?.array ?? [] {
            if let name = entry.at("secretRef", "name")?.string { secrets.insert(name) }
            if let name = entry.at("configMapRef", "name")?.string { configMaps.insert(name) }
        }
        return (secrets, configMaps)
    }

    func resolve(_ container: JSON) throws(Missing) -> [String: String] {
        var variables: [String: String] = [:]
        for source in container["envFrom"]?.array ?? [] {
            let prefix = source["prefix"]?.string ?? ""
            for (key, value) in try all(source) { variables[prefix + key] = value }
        }
        for entry in container["env"]?.array ?? [] {
            guard let name = entry["name"]?.string else { continue }
            if let from = entry["valueFrom"] {
                if let value = try value(from, container: container) { variables[name] = value }
            } else {
                variables[name] = Self.expanded(entry["value"]?.string ?? "", variables)
            }
        }
        return variables
    }

    private func all(_ source: JSON) throws(Missing) -> [(String, String)] {
        if let reference = source["secretRef"] {
            guard let secret = secrets[reference["name"]?.string ?? ""] else { return try absent(reference, "secret", or: []) }
            return (secret["data"]?.object ?? [:]).map { ($0.key, Self.decoded($0.value)) }
        }
        guard let reference = source["configMapRef"] else { return [] }
        guard let map = configMaps[reference["name"]?.string ?? ""] else { return try absent(reference, "configmap", or: []) }
        return (map["data"]?.object ?? [:]).map { ($0.key, $0.value.string ?? "") }
    }

    private func value(_ from: JSON, container: JSON) throws(Missing) -> String? {
        if let reference = from["secretKeyRef"] {
            guard let secret = secrets[reference["name"]?.string ?? ""] else { return try absent(reference, "secret", or: String?.none) }
            guard let value = secret.at("data", reference["key"]?.string ?? "") else {
                return try absent(reference, "key in the secret", or: String?.none)
            }
            return Self.decoded(value)
        }
        if let reference = from["configMapKeyRef"] {
            guard let map = configMaps[reference["name"]?.string ?? ""] else { return try absent(reference, "configmap", or: String?.none) }
            guard let value = map.at("data", reference["key"]?.string ?? "")?.string else {
                return try absent(reference, "key in the configmap", or: String?.none)
            }
            return value
        }
        if let path = from.at("fieldRef", "fieldPath")?.string { return field(path) }
        if let resource = from.at("resourceFieldRef", "resource")?.string {
            let parts = resource.split(separator: ".").map(String.init)
            return container.at(["resources"] + parts)?.string ?? "0"
        }
        return nil
    }

    private func absent<T>(_ reference: JSON, _ what: String, or value: T) throws(Missing) -> T {
        if reference["optional"]?.bool ?? false { return value }
        let key = reference["key"]?.string.map { " \($0)" } ?? ""
        throw Missing(description: "\(what)\(what.hasPrefix("key") ? key + " of" : "") \"\(reference["name"]?.string ?? "")\" not found")
    }

    private func field(_ path: String) -> String {
        switch path {
        case "metadata.name": return pod.name
        case "metadata.namespace": return pod.namespace
        case "metadata.uid": return pod.uid
        case "spec.nodeName": return PodView(pod).nodeName ?? ""
        case "spec.serviceAccountName": return pod.at("spec", "serviceAccountName")?.string ?? "default"
        case "status.podIP", "status.podIPs": return address
        case "status.hostIP", "status.hostIPs": return hostAddress
        default: break
        }
        for (prefix, map) in [("metadata.labels['", pod.labels), ("metadata.annotations['", pod.annotations)] where path.hasPrefix(prefix) {
            return map[String(path.dropFirst(prefix.count).dropLast(2))] ?? ""
        }
        return ""
    }

    /// `$(NAME)` is the value of a variable before; `$$(NAME)` is the text itself; an unknown name stays.
    static func expanded(_ text: String, _ variables: [String: String]) -> String {
        guard text.contains("$(") else { return text }
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$$(") {
                result += "$("
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("$("), let close = rest.firstIndex(of: ")") {
                let name = String(rest[rest.index(rest.startIndex, offsetBy: 2)..<close])
                result += variables[name] ?? String(rest[...close])
                rest = rest[rest.index(after: close)...]
            } else {
                result.append("$")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    /// Data of a Secret is base64; text that is none stays as it is.
    private static func decoded(_ value: JSON) -> String {
        let text = value.string ?? ""
        return SecretData.decoded(text).map { String(decoding: $0, as: UTF8.self) } ?? text
    }
}

/// Base64 (RFC 4648) as Secrets carry it.
enum SecretData {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encoded(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let bits = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - part.count))
            for place in 0..<4 {
                text.append(place <= part.count ? alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func decoded(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in text.utf8 {
            let value: UInt32
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(character - 65)
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(character - 71)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(character + 4)
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            case UInt8(ascii: "="), 10, 13: continue
            default: return nil
            }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }
}
