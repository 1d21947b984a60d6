import Model

/// What a version of a CustomResourceDefinition says beside its schema: printer columns and the scale subresource.
enum DefinitionVersionValidation {
    private static let columnTypes = ["boolean", "date", "integer", "number", "string"]
    private static let columnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"]

    /// What all versions share is told once, for the whole definition.
    static func errors(_ versions: [JSON]) -> [FieldError] {
        func paths(_ key: String) -> [(String, JSON)] {
            let values = versions.map { $0[key] ?? .null }
            if Set(values).count == 1 { return values.first.map { [("spec.\(key)", $0)] } ?? [] }
            return values.enumerated().map { ("spec.versions[\($0.offset)].\(key)", $0.element) }
        }
        let scales = paths("subresources").flatMap { path, value in scale(value["scale"], path + ".scale") }
        let columns = paths("additionalPrinterColumns").flatMap { path, value in
            (value.array ?? []).enumerated().flatMap { column($0.element, "\(path)[\($0.offset)]") }
        }
        return scales + columns
    }

    private static func scale(_ scale: JSON?, _ field: String) -> [FieldError] {
        guard let scale else { return [] }
        var errors: [FieldError] = []
        for (key, parent) in [("specReplicasPath", ".spec"), ("statusReplicasPath", ".status")] {
            let path = scale.text(key)
            if path.isEmpty {
                errors.append(.required("\(field).\(key)"))
            } else if !path.hasPrefix(parent + ".") {
                errors.append(.invalid("\(field).\(key)", .string(path), "should be a json path under \(parent)"))
            }
        }
        let selector = scale.text("labelSelectorPath")
        if !selector.isEmpty, !selector.hasPrefix(".spec."), !selector.hasPrefix(".status.") {
            errors.append(
                .invalid("\(field).labelSelectorPath", .string(selector), "should be a json path under either .spec or .status"))
        }
        return errors
    }

    private static func column(_ column: JSON, _ field: String) -> [FieldError] {
        var errors: [FieldError] = []
        if column.text("name").isEmpty { errors.append(.required("\(field).name")) }
        let type = column.text("type")
        let types = "must be one of \(columnTypes.joined(separator: ","))"
        if type.isEmpty {
            errors.append(.required("\(field).type", types))
        } else if !columnTypes.contains(type) {
            errors.append(.invalid("\(field).type", .string(type), types))
        }
        let format = column.text("format")
        if !format.isEmpty, !columnFormats.contains(format) {
            errors.append(.invalid("\(field).format", .string(format), "must be one of \(columnFormats.joined(separator: ","))"))
        }
        let path = column.text("jsonPath")
        if path.isEmpty {
            errors.append(.required("\(field).JSONPath"))
        } else if !path.hasPrefix(".") {
            errors.append(.invalid("\(field).JSONPath", .string(path), "must be a simple json path starting with ."))
        }
        return errors
    }
}
