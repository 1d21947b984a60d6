import Model

/// Events of both groups, in the stored form.
struct EventRules: KindRules {
    let isNewStyle: Bool

    func validate(_ object: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        let namespace = object.at("involvedObject", "namespace")?.string ?? ""
        let own = object.at("metadata", "namespace")?.string ?? ""
        if isNewStyle {
            if object["eventTime"]?.string == nil { errors.append(.required("eventTime")) }
            let type = object.text("type")
            if type != "Normal", type != "Warning" { errors.append(.invalid("type", .string(type), "has invalid value: \(type)")) }
            if object["eventTime"]?.string != nil {
                if object.text("reportingComponent").isEmpty { errors.append(.required("reportingController")) }
                if object.text("reportingInstance").isEmpty { errors.append(.required("reportingInstance")) }
                if object.text("action").isEmpty { errors.append(.required("action")) }
                if object.text("reason").isEmpty { errors.append(.required("reason")) }
            }
        }
        if namespace.isEmpty ? (own != "default" && own != "kube-system" && !own.isEmpty) : namespace != own {
            errors.append(.invalid("involvedObject.namespace", .string(namespace), "does not match event.namespace"))
        }
        return errors
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        guard isNewStyle else { return validate(object) }
        return ["involvedObject", "reason", "message", "action", "reportingComponent", "reportingInstance", "type", "eventTime", "related"]
            .filter { object[$0] != old[$0] }.map { .invalid($0, object[$0], "field is immutable") }
    }
}
