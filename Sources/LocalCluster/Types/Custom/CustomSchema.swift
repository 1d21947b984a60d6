import Model

/// One node of a custom resource's schema, read once from the CustomResourceDefinition.
final class CustomSchema: Sendable {
    struct Rule: Sendable {
        var text: String
        /// Nil where it is not understood; then it holds.
        var expression: RuleExpression?
        var message: String
        var reason: String
        var fieldPath: String
    }

    let json: JSON
    let type: String
    let format: String
    let isNullable: Bool
    let isIntOrString: Bool
    let preservesUnknown: Bool
    let isEmbeddedResource: Bool
    let defaultValue: JSON?
    let properties: [(name: String, schema: CustomSchema)]
    let items: CustomSchema?
    let additional: CustomSchema?
    let allowsAdditional: Bool
    let required: [String]
    let pattern: RegularExpression?
    let listKind: ListKind
    let isAtomicMap: Bool
    let rules: [Rule]
    let allOf, anyOf, oneOf: [CustomSchema]
    let not: CustomSchema?
    /// There are rules here or below.
    let hasRules: Bool
    private let places: [String: Int]

    init(_ json: JSON) {
        self.json = json
        type = json.text("type")
        format = json.text("format")
        isNullable = json["nullable"]?.bool ?? false
        isIntOrString = json["x-kubernetes-int-or-string"]?.bool ?? false
        preservesUnknown = json["x-kubernetes-preserve-unknown-fields"]?.bool ?? false
        isEmbeddedResource = json["x-kubernetes-embedded-resource"]?.bool ?? false
        defaultValue = json["default"]
        properties = (json["properties"]?.object ?? [:]).map { ($0.key, CustomSchema($0.value)) }
        items = json["items"].flatMap { $0.object == nil ? nil : CustomSchema($0) }
        additional = json["additionalProperties"].flatMap { $0.object == nil ? nil : CustomSchema($0) }
        allowsAdditional = json["additionalProperties"]?.bool ?? (additional != nil)
        pattern = json["pattern"]?.string.map(RegularExpression.init)
        required = json.items("required").compactMap(\.string)
        isAtomicMap = json.text("x-kubernetes-map-type") == "atomic"
        rules = json.items("x-kubernetes-validations").map {
            Rule(
                text: $0.text("rule"), expression: try? RuleExpression($0.text("rule")), message: $0.text("message"),
                reason: $0.text("reason"), fieldPath: $0.text("fieldPath"))
        }
        switch json.text("x-kubernetes-list-type") {
        case "set": listKind = .set
        case "map": listKind = .map(keys: json.items("x-kubernetes-list-map-keys").compactMap(\.string))
        default: listKind = .atomic
        }
        func all(_ key: String) -> [CustomSchema] { json.items(key).map(CustomSchema.init) }
        (allOf, anyOf, oneOf) = (all("allOf"), all("anyOf"), all("oneOf"))
        not = json["not"].map(CustomSchema.init)
        var places: [String: Int] = [:]
        for (place, property) in properties.enumerated() { places[property.name] = place }
        self.places = places
        let below = properties.map(\.schema) + [items, additional].compactMap { $0 }
        hasRules = !rules.isEmpty || below.contains(where: \.hasRules)
    }

    func property(_ name: String) -> CustomSchema? { places[name].map { properties[$0].schema } }

    /// The schema of a member of an object, declared or not.
    func member(_ name: String) -> CustomSchema? { property(name) ?? additional }

    // MARK: Shape

    /// For server-side apply.
    var shape: Shape {
        if isIntOrString { return .scalar(.intOrString) }
        switch type {
        case "object": return objectShape
        case "array": return .list(items?.shape ?? .deduced, listKind)
        case "string": return .scalar(.string)
        case "integer": return .scalar(.int64)
        case "number": return .scalar(.float)
        case "boolean": return .scalar(.bool)
        default: return .deduced
        }
    }

    private var objectShape: Shape {
        if properties.isEmpty {
            guard let additional else { return .deduced }
            return .map(additional.shape, isAtomic: isAtomicMap)
        }
        let others: Shape? = preservesUnknown ? .deduced : additional?.shape
        return .structure(Structure(name: "", fields: fields, isAtomic: isAtomicMap, others: others))
    }

    private var fields: [Field] {
        properties.map { property in
            var field = Field(name: property.name, shape: property.schema.shape)
            field.keyDefault = property.schema.defaultValue?.string
            return field
        }
    }

    /// The whole object: with kind, apiVersion and metadata.
    var rootShape: Shape {
        let named = ["kind", "apiVersion"].map { Field(name: $0, shape: .scalar(.string)) }
        let metadata = ShapeTable.builtIn.shape(named: "ObjectMeta").map { [Field(name: "metadata", shape: $0)] } ?? []
        let own = fields.filter { !["kind", "apiVersion", "metadata"].contains($0.name) }
        return .structure(
            Structure(name: "", fields: named + metadata + own, others: preservesUnknown || properties.isEmpty ? .deduced : nil))
    }
}
