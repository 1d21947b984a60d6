import Model

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
