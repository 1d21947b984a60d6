import Model

/// A field selector (`metadata.name=x,status.phase!=Running`).
struct FieldSelector: Equatable, Sendable {
    struct Requirement: Equatable, Sendable {
        var field: String
        var value: String
        var isEqual: Bool
    }

    var requirements: [Requirement]

    static let everything = FieldSelector(requirements: [])
    var isEverything: Bool { requirements.isEmpty }

    /// The one name that is asked for, where there is one: such lists read a single object.
    var name: String? { requirements.first { $0.field == "metadata.name" && $0.isEqual }?.value }
    var namespace: String? { requirements.first { $0.field == "metadata.namespace" && $0.isEqual }?.value }

    func matches(_ object: JSON) -> Bool {
        requirements.allSatisfy { (Self.value(of: $0.field, in: object) == $0.value) == $0.isEqual }
    }

    /// A field's value as selectors compare it: numbers and booleans as text, what is absent as the field's zero value.
    private static func value(of field: String, in object: JSON) -> String {
        if field == "source" { return object.at("source", "component")?.string ?? object["reportingComponent"]?.string ?? "" }
        if field == "status.podIPs" {
            return (object.at("status", "podIPs")?.array ?? []).compactMap { $0["ip"]?.string }.joined(separator: ",")
        }
        let path = field.hasPrefix(".") ? String(field.dropFirst()) : field
        switch object.at(path.split(separator: ".").map(String.init)) {
        case .string(let text): return text
        case .bool(let value): return String(value)
        case .int(let value): return String(value)
        case .double(let value): return String(value)
        default: return zero[field] ?? ""
        }
    }

    private static let zero = [
        "spec.unschedulable": "false", "spec.hostNetwork": "false", "status.replicas": "0", "status.successful": "0",
    ]
}

extension FieldSelector {
    /// Reads a selector's text and holds it against the fields that the resource knows.
    static func parse(_ text: String, of resource: ResourceInfo) throws(StatusError) -> FieldSelector {
        var requirements: [Requirement] = []
        for term in terms(text) where !term.isEmpty {
            guard let requirement = requirement(term) else {
                throw .badRequest("invalid selector: '\(text)'; can't understand '\(term)'")
            }
            guard resource.selectableFields.contains(requirement.field) else { throw .badRequest(unknown(requirement.field, of: resource)) }
            requirements.append(requirement)
        }
        return FieldSelector(requirements: requirements)
    }

    private static func unknown(_ field: String, of resource: ResourceInfo) -> String {
        if resource.selectableFields.count > 2 || resource.isCustom { return "field label not supported: \(field)" }
        return "\"\(field)\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
    }

    /// Parts between commas that are not escaped.
    private static func terms(_ text: String) -> [String] {
        var terms: [String] = [""]
        var escaped = false
        for character in text {
            if character == ",", !escaped {
                terms.append("")
                continue
            }
            escaped = character == "\\" && !escaped
            terms[terms.count - 1].append(character)
        }
        return terms
    }

    private static func requirement(_ term: String) -> Requirement? {
        let bytes = Array(term.utf8)
        for place in bytes.indices {
            let rest = bytes[place...]
            for (sign, isEqual) in [("!=", false), ("==", true), ("=", true)] where rest.starts(with: sign.utf8) {
                let field = String(decoding: bytes[..<place], as: UTF8.self)
                let value = String(decoding: rest.dropFirst(sign.utf8.count), as: UTF8.self)
                guard let value = unescape(value) else { return nil }
                return Requirement(field: field, value: value, isEqual: isEqual)
            }
        }
        return nil
    }

    private static func unescape(_ value: String) -> String? {
        var out = ""
        var escaped = false
        for character in value {
            if escaped {
                guard "\\,=".contains(character) else { return nil }
                out.append(character)
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else {
                out.append(character)
            }
        }
        return escaped ? nil : out
    }
}
