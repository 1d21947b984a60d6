/// Shapes as a CRD writes them: structural OpenAPI v3 schemas.
extension Shape {
    public var openAPI: JSON { schema(text: "") }

    func schema(text: String) -> JSON {
        var schema = typeOnly
        if !text.isEmpty { schema = .object(JSONObject([("description", .string(text))] + schema.members)) }
        return schema
    }

    private var typeOnly: JSON {
        switch self {
        case .string: ["type": "string"]
        case .oneOf(let values): ["type": "string", "enum": JSON(values)]
        case .format(let format): Self.formatted(format)
        case .boolean: ["type": "boolean"]
        case .int32(let least, let most): Self.integer("int32", least, most)
        case .int64(let least): Self.integer("int64", least, nil)
        case .intOrString: ["anyOf": [["type": "integer"], ["type": "string"]], "x-kubernetes-int-or-string": true]
        case .object(let fields): Self.object(fields)
        case .map(let inner): ["type": "object", "additionalProperties": inner.nullable]
        case .list(let inner): ["type": "array", "items": inner.schema(text: "")]
        case .any: ["x-kubernetes-preserve-unknown-fields": true]
        case .anyObject: ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
        }
    }

    /// A map's member with nothing in it (`users: {app: null}`) means an empty one, and must not get lost.
    private var nullable: JSON {
        var schema = schema(text: "")
        switch self {
        case .object, .map, .list: schema["nullable"] = true
        default: break
        }
        return schema
    }

    private static func formatted(_ format: Format) -> JSON {
        guard let pattern = format.pattern else { return ["type": "string", "format": "uuid"] }
        return ["type": "string", "pattern": .string(pattern)]
    }

    private static func integer(_ format: String, _ least: Int?, _ most: Int?) -> JSON {
        var schema: JSON = ["type": "integer", "format": .string(format)]
        if let least { schema["minimum"] = JSON(least) }
        if let most { schema["maximum"] = JSON(most) }
        return schema
    }

    private static func object(_ fields: [Field]) -> JSON {
        var properties = JSONObject()
        for field in fields.sorted(by: { $0.name < $1.name }) { properties[field.name] = field.schema }
        var schema: JSON = ["type": "object", "properties": .object(properties)]
        let required = fields.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema["required"] = JSON(required.sorted()) }
        return schema
    }
}

extension Field {
    var schema: JSON {
        var schema = shape.schema(text: text)
        if let defaultValue { schema["default"] = defaultValue }
        for (key, value) in rule.members { schema[key] = value }
        return schema
    }

    /// What a standby follows: at least one source, and one archive at most.
    private var rule: JSON {
        guard name == "standby" else { return [:] }
        return [
            "anyOf": .array(["s3_wal_path", "gs_wal_path", "standby_host"].map { ["required": [.string($0)]] }),
            "not": ["required": ["s3_wal_path", "gs_wal_path"]],
        ]
    }
}

extension JSON {
    fileprivate var members: [(String, JSON)] { (object ?? [:]).map { ($0.key, $0.value) } }
}
