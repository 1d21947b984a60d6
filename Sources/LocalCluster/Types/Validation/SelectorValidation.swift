import Model

/// Label selectors as they stand in objects.
enum SelectorValidation {
    static func errors(_ selector: JSON, _ field: String) -> [FieldError] {
        var errors = MetadataValidation.labels(selector["matchLabels"], "\(field).matchLabels")
        for (place, expression) in selector.items("matchExpressions").enumerated() {
            let path = "\(field).matchExpressions[\(place)]"
            let count = expression.items("values").count
            switch expression.text("operator") {
            case "In", "NotIn":
                if count == 0 { errors.append(.required("\(path).values", "must be specified when `operator` is 'In' or 'NotIn'")) }
            case "Exists", "DoesNotExist":
                if count > 0 {
                    errors.append(.forbidden("\(path).values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
                }
            default: errors.append(.invalid("\(path).operator", expression["operator"] ?? "", "not a valid selector operator"))
            }
            errors += Names.qualified(expression.text("key")).map { .invalid("\(path).key", expression["key"] ?? "", $0) }
        }
        return errors
    }

    static func isEmpty(_ selector: JSON?) -> Bool {
        (selector?["matchLabels"]?.isEmptyValue ?? true) && (selector?["matchExpressions"]?.isEmptyValue ?? true)
    }

    static func matches(_ selector: JSON, _ labels: JSON?) -> Bool {
        for label in selector["matchLabels"]?.object ?? [:] where labels?[label.key] != label.value { return false }
        return selector.items("matchExpressions").allSatisfy { expression in
            let value = labels?[expression.text("key")]
            let values = expression.items("values")
            switch expression.text("operator") {
            case "In": return value.map(values.contains) ?? false
            case "NotIn": return value.map { !values.contains($0) } ?? true
            case "Exists": return value != nil
            default: return value == nil
            }
        }
    }
}
