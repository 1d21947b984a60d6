import Model

/// The rules for the schema in a CustomResourceDefinition: it must be structural.
struct DefinitionSchemaValidation {
    let hasStatus: Bool

    private static let types = ["array", "boolean", "integer", "number", "object", "string"]
    private static let atRoot: Set<String> = [
        "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength",
        "pattern", "maxItems", "minItems", "uniqueItems", "multipleOf", "required", "items", "properties", "externalDocs", "example",
        "x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations",
    ]
    private static let atRootText =
        "only [Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength "
        + "MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields "
        + "XValidations] fields are allowed at the root of the schema if the status subresource is enabled"

    func errors(_ schema: JSON, _ field: String) -> [FieldError] {
        var errors: [FieldError] = []
        if hasStatus, !(schema.object?.keys.allSatisfy(Self.atRoot.contains) ?? true) {
            errors.append(.invalid(field, schema, Self.atRootText))
        }
        if schema["additionalProperties"] != nil {
            errors.append(.forbidden("\(field).additionalProperties", "must not be used at the root"))
        }
        if schema["nullable"]?.bool == true { errors.append(.forbidden("\(field).nullable", "nullable cannot be true at the root")) }
        let type = schema.text("type")
        if type.isEmpty {
            errors.append(.required("\(field).type", "must not be empty at the root"))
        } else if type != "object" {
            errors.append(.invalid("\(field).type", .string(type), "must be object at the root"))
        }
        errors += keywords(schema, field)
        errors += structure(schema, field, isRoot: true)
        let blocking = errors.contains { $0.kind == .required || $0.kind == .notSupported }
        return errors + (blocking ? [] : defaults(schema, field))
    }

    /// Keywords that do not go together, or that schemas of the API server do not have.
    private func keywords(_ schema: JSON, _ field: String) -> [FieldError] {
        var errors: [FieldError] = []
        if schema["uniqueItems"]?.bool == true {
            errors.append(
                .forbidden("\(field).uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"))
        }
        for key in ["definitions", "dependencies", "patternProperties", "additionalItems", "id", "$ref"] where schema[key] != nil {
            errors.append(.forbidden("\(field).\(key)", "\(key) is not supported"))
        }
        let type = schema.text("type")
        if !type.isEmpty, !Self.types.contains(type) { errors.append(.notSupported("\(field).type", .string(type), Self.types)) }
        if type == "array" || schema["items"] != nil, schema["items"]?.array != nil {
            errors.append(.forbidden("\(field).items", "items must be a schema object and not an array"))
        }
        if type == "array", schema["items"] == nil { errors.append(.required("\(field).items", "must be specified")) }
        if schema["additionalProperties"] != nil, schema["properties"]?.isEmptyValue == false {
            errors.append(.forbidden("\(field).additionalProperties", "additionalProperties and properties are mutual exclusive"))
        }
        if let pattern = schema["pattern"]?.string, !RegularExpression(pattern).isValid {
            errors.append(.invalid("\(field).pattern", .string(pattern), "must be a valid regular expression, but isn't"))
        }
        if let list = schema["x-kubernetes-list-type"]?.string { errors += listType(list, schema, field) }
        if let map = schema["x-kubernetes-map-type"]?.string, !["atomic", "granular"].contains(map) {
            errors.append(.notSupported("\(field).x-kubernetes-map-type", .string(map), ["atomic", "granular"]))
        }
        for (path, child) in children(schema, field) { errors = keywords(child, path) + errors }
        return errors
    }

    private func listType(_ list: String, _ schema: JSON, _ field: String) -> [FieldError] {
        var errors: [FieldError] = []
        if schema.text("type") != "array" {
            errors.append(
                .invalid("\(field).type", schema["type"] ?? "", "must be array if x-kubernetes-list-type is specified"))
        }
        if !["atomic", "map", "set"].contains(list) {
            errors.append(.notSupported("\(field).x-kubernetes-list-type", .string(list), ["atomic", "set", "map"]))
        }
        return errors + mapKeys(list, schema, field)
    }

    /// The key fields of a keyed list are scalars that are always there.
    private func mapKeys(_ list: String, _ schema: JSON, _ field: String) -> [FieldError] {
        let keys = schema.items("x-kubernetes-list-map-keys").compactMap(\.string)
        let item = schema["items"] ?? [:]
        var errors: [FieldError] = []
        if !keys.isEmpty, list != "map" {
            errors.append(
                .invalid(
                    "\(field).x-kubernetes-list-type", .string(list), "must be map if x-kubernetes-list-map-keys is non-empty"))
        }
        guard list == "map" else { return errors }
        if keys.isEmpty {
            errors.append(.required("\(field).x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"))
        }
        if item.text("type") != "object" {
            errors.append(
                .invalid(
                    "\(field).items.type", item["type"] ?? "", "must be object if parent array's x-kubernetes-list-type is map"))
            return errors
        }
        let required = item.items("required").compactMap(\.string)
        for key in keys {
            guard let property = item.at("properties", key) else {
                errors.append(
                    .invalid(
                        "\(field).x-kubernetes-list-map-keys", schema["x-kubernetes-list-map-keys"],
                        "entries must all be names of item properties"))
                continue
            }
            if !required.contains(key), property["default"] == nil {
                errors.append(
                    .required(
                        "\(field).items.properties[\(key)].default",
                        "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"))
            }
        }
        return errors
    }

    /// Every place has a type, children first.
    private func structure(_ schema: JSON, _ field: String, isRoot: Bool = false) -> [FieldError] {
        var errors = children(schema, field).flatMap { structure($0.1, $0.0) }
        let isFree = schema["x-kubernetes-int-or-string"]?.bool == true || schema["x-kubernetes-preserve-unknown-fields"]?.bool == true
        if schema.text("type").isEmpty, !isFree, !isRoot {
            let what =
                field.hasSuffix(".items")
                ? "array items" : field.hasSuffix(".additionalProperties") ? "additional properties" : "specified object fields"
            errors.append(.required("\(field).type", "must not be empty for \(what)"))
        }
        if schema["x-kubernetes-int-or-string"]?.bool == true, !schema.text("type").isEmpty {
            errors.append(.forbidden("\(field).type", "must be empty if x-kubernetes-int-or-string is true"))
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            for (place, inner) in schema.items(key).enumerated() {
                for forbidden in ["type", "default", "nullable", "additionalProperties", "description", "title"]
                where inner[forbidden] != nil && !(forbidden == "type" && schema["x-kubernetes-int-or-string"]?.bool == true) {
                    errors.append(.forbidden("\(field).\(key)[\(place)].\(forbidden)", "must be empty to be structural"))
                }
            }
        }
        return errors
    }

    /// A default must itself fit.
    private func defaults(_ schema: JSON, _ field: String) -> [FieldError] {
        var errors: [FieldError] = []
        if let value = schema["default"] {
            let node = CustomSchema(schema)
            var unknown: [String] = []
            let pruned = node.prune(value, &unknown)
            if pruned != value {
                errors.append(.invalid("\(field).default", value, "must not have unknown fields"))
            }
            var validation = SchemaValidation()
            validation.check(value, node, "")
            errors += validation.errors.map { error in
                var error = error
                error.field = "\(field).default" + (error.field.isEmpty ? "" : ".\(error.field)")
                return error
            }
        }
        return errors + children(schema, field).flatMap { defaults($0.1, $0.0) }
    }

    private func children(_ schema: JSON, _ field: String) -> [(String, JSON)] {
        var out = (schema["properties"]?.object ?? [:]).sorted().map { ("\(field).properties[\($0.key)]", $0.value) }
        if let items = schema["items"], items.object != nil { out.append(("\(field).items", items)) }
        if let more = schema["additionalProperties"], more.object != nil { out.append(("\(field).additionalProperties", more)) }
        return out
    }
}
