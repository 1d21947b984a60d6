import Model

extension CustomSchema {
    private static let rootFields: Set<String> = ["apiVersion", "kind", "metadata"]

    /// Takes out what the schema does not know, and adds its paths to `unknown`.
    func prune(_ value: JSON, _ unknown: inout [String], path: String = "", isRoot: Bool = false) -> JSON {
        switch value {
        case .array(let elements):
            guard let items else { return value }
            return .array(elements.enumerated().map { items.prune($0.element, &unknown, path: "\(path)[\($0.offset)]") })
        case .object(let members):
            var out = JSONObject()
            for member in members {
                let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
                if isRoot || isEmbeddedResource, Self.rootFields.contains(member.key) {
                    out[member.key] = member.value
                } else if let schema = property(member.key) ?? additional {
                    out[member.key] = schema.prune(member.value, &unknown, path: inner)
                } else if preservesUnknown || allowsAdditional {
                    out[member.key] = member.value
                } else {
                    unknown.append(inner)
                }
            }
            return .object(out)
        default: return value
        }
    }

    /// Fills in defaults, and takes out nulls that may not stand there.
    func setDefaults(_ value: inout JSON, isRoot: Bool = false) {
        switch value {
        case .array(var elements):
            guard let items, items.hasWork else { return }
            value = .null
            for place in elements.indices { items.setDefaults(&elements[place]) }
            value = .array(elements)
        case .object(var members):
            value = .null
            fill(&members, isRoot: isRoot)
            value = .object(members)
        default: break
        }
    }

    private func fill(_ members: inout JSONObject, isRoot: Bool) {
        for property in properties where !(isRoot && Self.rootFields.contains(property.name)) {
            let schema = property.schema
            switch members[property.name] {
            case nil: if let value = schema.defaultValue { members[property.name] = value }
            case .null? where !schema.isNullable: members[property.name] = schema.defaultValue
            default: break
            }
            if var child = members[property.name], schema.hasWork {
                schema.setDefaults(&child)
                members[property.name] = child
            }
        }
        guard let additional else { return }
        for member in members where property(member.key) == nil {
            if member.value.isNull, !additional.isNullable {
                members[member.key] = additional.defaultValue
            } else if additional.hasWork {
                var child = member.value
                additional.setDefaults(&child)
                members[member.key] = child
            }
        }
    }

    /// Below this there may be something to fill in.
    private var hasWork: Bool { !properties.isEmpty || items != nil || additional != nil }
}
