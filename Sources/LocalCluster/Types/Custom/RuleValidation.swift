import Model

/// Runs the rules (x-kubernetes-validations) of a schema. Rules about a change run only where there was a value before.
struct RuleValidation {
    private(set) var errors: [FieldError] = []

    mutating func check(_ value: JSON, _ schema: CustomSchema, _ path: String, old: JSON?, isUpdate: Bool) {
        guard schema.hasRules, !value.isNull else { return }
        if let old, old == value { return }
        for rule in schema.rules { run(rule, value, path, old: old) }
        switch value {
        case .object(let members):
            for member in members {
                guard let inner = schema.member(member.key) else { continue }
                check(member.value, inner, path.isEmpty ? member.key : "\(path).\(member.key)", old: old?[member.key], isUpdate: isUpdate)
            }
        case .array(let items):
            guard let inner = schema.items else { return }
            for (place, item) in items.enumerated() {
                check(item, inner, "\(path)[\(place)]", old: before(item, schema, old), isUpdate: isUpdate)
            }
        default: break
        }
    }

    /// Items are found again only in keyed lists.
    private func before(_ item: JSON, _ schema: CustomSchema, _ old: JSON?) -> JSON? {
        guard case .map(let keys) = schema.listKind else { return nil }
        return old?.array?.first { other in keys.allSatisfy { other[$0] == item[$0] } }
    }

    private mutating func run(_ rule: CustomSchema.Rule, _ value: JSON, _ path: String, old: JSON?) {
        guard let expression = rule.expression else { return }
        if expression.usesOldSelf, old == nil { return }
        let field = path + rule.fieldPath
        let message = rule.message.isEmpty ? "failed rule: \(rule.text)" : rule.message
        do {
            guard try expression.evaluate(self: value, oldSelf: old).bool != true else { return }
        } catch {
            errors.append(.invalid(field.isEmpty ? "<nil>" : field, value, "rule evaluation error: \(error.message)"))
            return
        }
        switch rule.reason {
        case "FieldValueForbidden": errors.append(.forbidden(field, message))
        case "FieldValueRequired": errors.append(.required(field, message))
        case "FieldValueDuplicate": errors.append(.duplicate(field, value))
        default: errors.append(.invalid(field.isEmpty ? "<nil>" : field, value, message))
        }
    }
}
