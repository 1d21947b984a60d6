import Model

/// Custom resources in one version: what the schema does not know is pruned, metadata is read as the built-in type.
struct CustomCodec: ObjectCodec {
    let schema: CustomSchema
    let kind: String
    let apiVersion: String
    /// apiVersion of the stored form.
    let storedVersion: String
    let shape: Shape

    init(schema: CustomSchema, kind: String, apiVersion: String, storedVersion: String) {
        (self.schema, self.kind, self.apiVersion, self.storedVersion) = (schema, kind, apiVersion, storedVersion)
        shape = schema.rootShape
    }

    func decode(_ value: JSON) throws(ShapeDecoder.Failure) -> (object: JSON, unknownFields: [String]) {
        var unknown: [String] = []
        var object = schema.prune(value, &unknown, isRoot: true)
        var decoder = ShapeDecoder(kind: kind)
        if let metadata = value["metadata"], let structure = ShapeTable.builtIn.structure(named: "ObjectMeta") {
            object["metadata"] = try decoder.decodeObject(metadata, structure)
        }
        unknown += decoder.unknownFields.map { "metadata." + $0 }
        return (object, unknown.sorted())
    }

    /// Versions differ in nothing but their name (conversion strategy None).
    func stored(_ object: JSON) -> JSON {
        guard storedVersion != apiVersion else { return object }
        var object = object
        object["apiVersion"] = .string(storedVersion)
        return object
    }

    func view(_ stored: JSON) -> JSON {
        var unknown: [String] = []
        var object = schema.prune(stored, &unknown, isRoot: true)
        object["apiVersion"] = .string(apiVersion)
        schema.setDefaults(&object, isRoot: true)
        return object
    }
}

/// The rules of custom resources: those of their schema.
struct CustomRules: KindRules {
    let info: ResourceInfo
    let schema: CustomSchema

    var allowsUnconditionalUpdate: Bool { false }
    var countsGeneration: Bool { true }
    var repeatsMetadataCheck: Bool { false }

    func setDefaults(_ object: inout JSON) { schema.setDefaults(&object, isRoot: true) }

    func prepareForStatusUpdate(_ object: inout JSON, old: JSON) {
        var metadata = old["metadata"] ?? [:]
        metadata["managedFields"] = object.at("metadata", "managedFields")
        object["metadata"] = metadata
    }

    func validate(_ object: JSON) -> [FieldError] { errors(object, old: nil) }
    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] { errors(object, old: old) }
    func validateStatusUpdate(_ object: JSON, old: JSON) -> [FieldError] { errors(object, old: old) }

    private func errors(_ object: JSON, old: JSON?) -> [FieldError] {
        var validation = SchemaValidation()
        validation.check(object, schema, "", old: old, isRoot: true)
        var errors = validation.errors + scaleErrors(object)
        var lists = SchemaValidation()
        lists.checkLists(object, schema, "")
        errors += lists.errors
        guard schema.hasRules else { return errors }
        let blocking: [FieldError.Kind] = [.notSupported, .required, .tooLong, .tooMany, .typeInvalid]
        if errors.contains(where: { blocking.contains($0.kind) }) {
            let detail =
                "some validation rules were not checked because the object was invalid; "
                + "correct the existing errors to complete validation"
            return errors + [.invalid("<nil>", .null, detail)]
        }
        var rules = RuleValidation()
        rules.check(object, schema, "", old: old, isUpdate: old != nil)
        return errors + rules.errors
    }

    private func scaleErrors(_ object: JSON) -> [FieldError] {
        guard let scale = info.scale else { return [] }
        return [scale.specReplicas, scale.statusReplicas].flatMap { path -> [FieldError] in
            guard let value = object.at(path.split(separator: ".").map(String.init)), !value.isNull else { return [] }
            if case .int(let count) = value {
                if count < 0 { return [.invalid(path, value, "should be a non-negative integer")] }
                return count > Int64(Int32.max) ? [.invalid(path, value, "should be less than or equal to 2147483647")] : []
            }
            let type = ["string": "string", "number": "float64", "boolean": "bool"][value.typeName] ?? "map[string]interface {}"
            return [.invalid(path, 0, "\(path) accessor error: \(GoText.value(value)) is of the type \(type), expected int64")]
        }
    }

    func warnings(_ object: JSON, old: JSON?) -> [String] {
        let before = old?["metadata"]?.items("finalizers") ?? []
        return (object["metadata"]?.items("finalizers") ?? []).compactMap { finalizer in
            guard let name = finalizer.string, !before.contains(finalizer), !name.contains("/"),
                !["orphan", "foregroundDeletion"].contains(name)
            else { return nil }
            return "metadata.finalizers: \(GoText.quoted(name)): prefer a domain-qualified finalizer name including a path (/) to avoid "
                + "accidental conflicts with other finalizer writers"
        }
    }
}
