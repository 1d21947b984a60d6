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

struct NamespaceRules: KindRules {
    var nameRule: @Sendable (String) -> [String] { Names.label }
    var initialStatus: JSON? { ["phase": "Active"] }

    func setDefaults(_ object: inout JSON) {
        let name = object.at("metadata", "name")?.string ?? ""
        guard !name.isEmpty else { return }
        object.set(["metadata", "labels", "kubernetes.io/metadata.name"], to: .string(name))
    }

    func prepareForCreate(_ object: inout JSON, _ context: WriteContext) {
        setDefaults(&object)
        var finalizers = object["spec"]?.items("finalizers") ?? []
        if !finalizers.contains("kubernetes") { finalizers.append("kubernetes") }
        object["spec"] = ["finalizers": .array(finalizers)]
    }

    func prepareForUpdate(_ object: inout JSON, old: JSON, _ context: WriteContext) {
        setDefaults(&object)
        object["spec"] = old["spec"]
    }
}

struct ServiceAccountRules: KindRules {
    var allowsUnconditionalUpdate: Bool { false }
}

struct NodeRules: KindRules {
    var keepsStatusOnCreate: Bool { true }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        let was = old.at("spec", "providerID")?.string ?? ""
        guard !was.isEmpty, object.at("spec", "providerID")?.string != was else { return [] }
        return [.forbidden("spec.providerID", "node updates may not change providerID except from \"\" to valid")]
    }
}

struct LeaseRules: KindRules {
    var allowsUnconditionalUpdate: Bool { false }

    func validate(_ object: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        if let seconds = object.at("spec", "leaseDurationSeconds")?.int, seconds <= 0 {
            errors.append(.invalid("spec.leaseDurationSeconds", .int(Int64(seconds)), "must be greater than 0"))
        }
        if let count = object.at("spec", "leaseTransitions")?.int, count < 0 {
            errors.append(.invalid("spec.leaseTransitions", .int(Int64(count)), "must be greater than or equal to 0"))
        }
        if object.at("spec", "holderIdentity")?.string == "" {
            errors.append(.invalid("spec.holderIdentity", "", "must not be empty"))
        }
        return errors
    }
}

struct StorageClassRules: KindRules {
    func setDefaults(_ object: inout JSON) {
        if object["reclaimPolicy"] == nil { object["reclaimPolicy"] = "Delete" }
        if object["volumeBindingMode"] == nil { object["volumeBindingMode"] = "Immediate" }
    }

    func validate(_ object: JSON) -> [FieldError] {
        object.text("provisioner").isEmpty ? [.required("provisioner")] : []
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        var errors = validate(object)
        for field in ["parameters", "provisioner"] where object[field] != old[field] {
            errors.append(.forbidden(field, "updates to \(field) are forbidden."))
        }
        if object["reclaimPolicy"] != old["reclaimPolicy"] {
            errors.append(.forbidden("reclaimPolicy", "updates to reclaimPolicy are forbidden."))
        }
        if object["volumeBindingMode"] != old["volumeBindingMode"] {
            errors.append(.invalid("volumeBindingMode", object["volumeBindingMode"], "field is immutable"))
        }
        return errors
    }
}

struct PriorityClassRules: KindRules {
    func setDefaults(_ object: inout JSON) {
        if object["preemptionPolicy"] == nil { object["preemptionPolicy"] = "PreemptLowerPriority" }
    }
}

struct ControllerRevisionRules: KindRules {
    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        object["data"] == old["data"] ? [] : [.invalid("data", object["data"], "field is immutable")]
    }
}

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

struct EndpointsRules: KindRules {
    var repeatsMetadataCheck: Bool { false }

    func setDefaults(_ object: inout JSON) { ServiceDefaults.endpoints(&object) }

    func validate(_ object: JSON) -> [FieldError] {
        object.items("subsets").enumerated().flatMap { place, subset in
            let field = "subsets[\(place)]"
            var errors: [FieldError] = []
            if subset.items("addresses").isEmpty, subset.items("notReadyAddresses").isEmpty {
                errors.append(.required(field, "must specify `addresses` or `notReadyAddresses`"))
            }
            for key in ["addresses", "notReadyAddresses"] {
                for (item, address) in subset.items(key).enumerated() where !IPAddress.isValid(address.text("ip")) {
                    errors.append(
                        .invalid(
                            "\(field).\(key)[\(item)].ip", address["ip"] ?? "",
                            "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"))
                }
            }
            let ports = subset.items("ports")
            for (item, port) in ports.enumerated() { errors += self.port(port, "\(field).ports[\(item)]", nameNeeded: ports.count > 1) }
            return errors
        }
    }

    private func port(_ port: JSON, _ field: String, nameNeeded: Bool) -> [FieldError] {
        var errors: [FieldError] = []
        let name = port.text("name")
        if nameNeeded, name.isEmpty {
            errors.append(.required("\(field).name"))
        } else if !name.isEmpty {
            errors += Names.label(name).map { .invalid("\(field).name", .string(name), $0) }
        }
        errors += Names.port(port["port"]?.int ?? 0).map { .invalid("\(field).port", port["port"] ?? 0, $0) }
        if !["TCP", "UDP", "SCTP"].contains(port.text("protocol")) {
            errors.append(.notSupported("\(field).protocol", port["protocol"], ["SCTP", "TCP", "UDP"]))
        }
        return errors
    }
}

struct EndpointSliceRules: KindRules {
    func setDefaults(_ object: inout JSON) { ServiceDefaults.endpointSlice(&object) }

    func validate(_ object: JSON) -> [FieldError] {
        let type = object.text("addressType")
        if type.isEmpty { return [.required("addressType")] }
        return ["IPv4", "IPv6", "FQDN"].contains(type)
            ? [] : [.notSupported("addressType", object["addressType"], ["FQDN", "IPv4", "IPv6"])]
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        validate(object)
            + (object["addressType"] == old["addressType"] ? [] : [.invalid("addressType", object["addressType"], "field is immutable")])
    }
}

/// Addresses as text.
enum IPAddress {
    static func isValid(_ text: String) -> Bool { isV4(text) || isV6(text) }

    static func isV4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard let number = Int(part), (0...255).contains(number) else { return false }
                return part.utf8.allSatisfy(Names.isDigit) && (part.count == 1 || part.first != "0")
            }
    }

    static func isV6(_ text: String) -> Bool {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false).map(String.init)
        guard text.contains(":"), halves.count <= 2, !text.contains(":::") else { return false }
        var groups = 0
        for half in halves where !half.isEmpty {
            for part in half.split(separator: ":", omittingEmptySubsequences: false) {
                if part.contains(".") {
                    guard isV4(String(part)) else { return false }
                } else {
                    guard (1...4).contains(part.count), part.allSatisfy(\.isHexDigit) else { return false }
                }
                groups += part.contains(".") ? 2 : 1
            }
        }
        return halves.count == 2 ? groups < 8 : groups == 8
    }

    static func isCIDR(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let length = Int(parts[1]), parts[1].utf8.allSatisfy(Names.isDigit) else { return false }
        return (isV4(parts[0]) && (0...32).contains(length)) || (isV6(parts[0]) && (0...128).contains(length))
    }
}
