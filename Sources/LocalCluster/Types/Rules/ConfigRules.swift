import Model

struct ConfigMapRules: KindRules {
    /// Bytes of all values together, for ConfigMaps and Secrets.
    static let sizeLimit = 1 << 20

    func validate(_ object: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        var size = 0
        for field in ["data", "binaryData"] {
            for member in object[field]?.object ?? [:] {
                errors += Names.configKey(member.key).map { .invalid("\(field)[\(member.key)]", .string(member.key), $0) }
                let text = member.value.string ?? ""
                size += field == "data" ? text.utf8.count : Base64.decodedCount(text)
                if field == "binaryData", object.at("data", member.key) != nil {
                    errors.append(.invalid("binaryData[\(member.key)]", .string(member.key), "duplicate of key present in data"))
                }
            }
        }
        if size > Self.sizeLimit { errors.append(.tooLong("[]", Self.sizeLimit)) }
        return errors
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        Self.immutable(object, old, ["data", "binaryData"]) + validate(object)
    }

    /// What `immutable: true` once fixed.
    static func immutable(_ object: JSON, _ old: JSON, _ fields: [String]) -> [FieldError] {
        guard old["immutable"]?.bool == true else { return [] }
        let detail = "field is immutable when `immutable` is set"
        var errors: [FieldError] = object["immutable"]?.bool == true ? [] : [.forbidden("immutable", detail)]
        for field in fields where object[field] != old[field] { errors.append(.forbidden(field, detail)) }
        return errors
    }
}

struct SecretRules: KindRules {
    func setDefaults(_ object: inout JSON) { object.setDefault("type", "Opaque") }

    func prepareForCreate(_ object: inout JSON, _ context: WriteContext) { mergeStringData(&object) }

    func prepareForUpdate(_ object: inout JSON, old: JSON, _ context: WriteContext) {
        mergeStringData(&object)
        object.setDefault("type", old["type"] ?? "Opaque")
    }

    /// `stringData` is only a way to write `data`.
    private func mergeStringData(_ object: inout JSON) {
        guard case .object(let texts)? = object["stringData"] else { return }
        var data = object["data"] ?? [:]
        for text in texts { data[text.key] = .string(Base64.encode((text.value.string ?? "").utf8)) }
        object["data"] = data
        object["stringData"] = nil
    }

    func validate(_ object: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        var size = 0
        for member in object["data"]?.object ?? [:] {
            errors += Names.configKey(member.key).map { .invalid("data[\(member.key)]", .string(member.key), $0) }
            size += Base64.decodedCount(member.value.string ?? "")
        }
        if size > ConfigMapRules.sizeLimit { errors.append(.tooLong("data", ConfigMapRules.sizeLimit)) }
        for key in Self.requiredKeys(object.text("type")) where object.at("data", key) == nil {
            errors.append(.required("data[\(key)]"))
        }
        if object.text("type") == "kubernetes.io/service-account-token",
            object.at("metadata", "annotations", "kubernetes.io/service-account.name")?.string == nil
        {
            errors.append(.required("metadata.annotations[kubernetes.io/service-account.name]"))
        }
        if object.text("type") == "kubernetes.io/basic-auth", object.at("data", "username") == nil, object.at("data", "password") == nil {
            errors += [.required("data[username]"), .required("data[password]")]
        }
        return errors
    }

    private static func requiredKeys(_ type: String) -> [String] {
        switch type {
        case "kubernetes.io/tls": ["tls.crt", "tls.key"]
        case "kubernetes.io/dockercfg": [".dockercfg"]
        case "kubernetes.io/dockerconfigjson": [".dockerconfigjson"]
        case "kubernetes.io/ssh-auth": ["ssh-privatekey"]
        default: []
        }
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        if object["type"] != old["type"] { errors.append(.invalid("type", object["type"], "field is immutable")) }
        return errors + ConfigMapRules.immutable(object, old, ["data"]) + validate(object)
    }
}
