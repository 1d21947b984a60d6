import Model

/// A container's environment while it is put together: of two variables of one name (case aside) the first one stays.
struct ContainerEnvironment {
    private(set) var variables: [JSON] = []
    private var names: Set<String> = []

    mutating func add(_ name: String, _ value: String) { add(Self.variable(name, value)) }

    mutating func add(_ name: String, secret: String, key: String) {
        add(["name": .string(name), "valueFrom": ["secretKeyRef": ["name": .string(secret), "key": .string(key)]]])
    }

    mutating func add(_ name: String, field: String) {
        add(["name": .string(name), "valueFrom": ["fieldRef": ["apiVersion": "v1", "fieldPath": .string(field)]]])
    }

    mutating func add(_ variable: JSON) {
        guard let name = variable["name"]?.string, names.insert(name.lowercased()).inserted else { return }
        variables.append(Self.complete(variable))
    }

    mutating func add(_ more: some Sequence<JSON>) {
        for variable in more { add(variable) }
    }

    /// Puts variables in, over those of the same name that stand there already.
    mutating func overrule(_ more: [JSON]) {
        let newer = Set(more.compactMap { $0["name"]?.string?.lowercased() })
        variables.removeAll { newer.contains($0["name"]?.string?.lowercased() ?? "") }
        names.subtract(newer)
        add(more)
    }

    static func variable(_ name: String, _ value: String) -> JSON {
        .build([("name", name), ("value", value)])
    }

    /// What the API server would fill in.
    private static func complete(_ variable: JSON) -> JSON {
        guard variable.at("valueFrom", "fieldRef") != nil, variable.at("valueFrom", "fieldRef", "apiVersion") == nil else {
            return variable
        }
        var variable = variable
        variable.set(["valueFrom", "fieldRef", "apiVersion"], to: "v1")
        return variable
    }
}
