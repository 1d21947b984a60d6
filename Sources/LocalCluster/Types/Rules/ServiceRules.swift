import Model

/// Services: ports, types, cluster addresses. The cluster has IPv4 only.
struct ServiceRules: KindRules {
    /// Cluster addresses are of 10.96.0.0/12.
    private static func isInRange(_ address: String) -> Bool {
        let parts = address.split(separator: ".").compactMap { Int($0) }
        return parts.count == 4 && parts[0] == 10 && (96...111).contains(parts[1])
    }

    var nameRule: @Sendable (String) -> [String] { Names.label }
    var initialStatus: JSON? { ["loadBalancer": [:]] }

    func setDefaults(_ object: inout JSON) { ServiceDefaults.service(&object) }

    // MARK: Addresses

    func admit(_ object: inout JSON, old: JSON?, _ context: WriteContext) throws(StatusError) {
        var spec = object["spec"] ?? [:]
        if let old { keep(&spec, old["spec"] ?? [:]) }
        if spec.text("type") == "ExternalName" {
            if old == nil || old?.at("spec", "type") != spec["type"] {
                for key in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"] { spec[key] = nil }
            }
        } else if ["ClusterIP", "NodePort", "LoadBalancer"].contains(spec.text("type")) {
            families(&spec, old)
            if spec.text("clusterIP").isEmpty, let address = context.freeClusterIP { spec["clusterIP"] = .string(address) }
            let address = spec.text("clusterIP")
            if spec["clusterIPs"] == nil, !address.isEmpty { spec["clusterIPs"] = [.string(address)] }
            nodePorts(&spec, context)
        }
        object["spec"] = spec
    }

    /// What a client that does not know the addresses leaves out stays.
    private func keep(_ spec: inout JSON, _ old: JSON) {
        let needsAddress = spec.text("type") != "ExternalName" && old.text("type") != "ExternalName"
        if needsAddress, spec.text("clusterIP").isEmpty {
            if spec.items("clusterIPs").isEmpty || spec["clusterIPs"] == old["clusterIPs"] {
                spec["clusterIP"] = old["clusterIP"]
                spec["clusterIPs"] = old["clusterIPs"]
            }
        } else if needsAddress, spec["clusterIPs"] == nil, spec["clusterIP"] == old["clusterIP"] {
            spec["clusterIPs"] = old["clusterIPs"]
        } else if needsAddress, spec["clusterIPs"] == old["clusterIPs"], spec["clusterIP"] != old["clusterIP"] {
            // Only the first of the two was changed, by a client that does not know of the second.
            spec["clusterIPs"] = [spec["clusterIP"] ?? ""]
        }
        guard ["NodePort", "LoadBalancer"].contains(spec.text("type")) else { return }
        let before = old.items("ports")
        spec.modify("ports") { ports in
            ports.modifyItems { port in
                guard port["nodePort"] == nil else { return }
                port["nodePort"] = before.first { $0["port"] == port["port"] && $0["protocol"] == port["protocol"] }?["nodePort"]
            }
        }
        if spec["healthCheckNodePort"] == nil, needsHealthPort(spec) { spec["healthCheckNodePort"] = old["healthCheckNodePort"] }
    }

    private func needsHealthPort(_ spec: JSON) -> Bool {
        spec.text("type") == "LoadBalancer" && spec.text("externalTrafficPolicy") == "Local"
    }

    private func families(_ spec: inout JSON, _ old: JSON?) {
        let isHeadless = spec.text("clusterIP") == "None"
        let hasSelector = spec["selector"]?.isEmptyValue == false
        if let old, spec["ipFamilyPolicy"] == nil, spec["ipFamilies"] == nil, !isHeadless || hasSelector {
            spec["ipFamilyPolicy"] = old.at("spec", "ipFamilyPolicy")
            spec["ipFamilies"] = old.at("spec", "ipFamilies")
        }
        // Without a selector a headless Service may be of both families, whatever the cluster has; one that is single stays so.
        let staysSingle = old?.at("spec", "ipFamilyPolicy") == "SingleStack"
        if isHeadless, !hasSelector, !staysSingle {
            if spec["ipFamilyPolicy"] == nil { spec["ipFamilyPolicy"] = "RequireDualStack" }
            if spec["ipFamilies"] == nil { spec["ipFamilies"] = spec["ipFamilyPolicy"] == "SingleStack" ? ["IPv4"] : ["IPv4", "IPv6"] }
            return
        }
        if spec["ipFamilyPolicy"] == nil { spec["ipFamilyPolicy"] = "SingleStack" }
        if spec["ipFamilies"] == nil { spec["ipFamilies"] = ["IPv4"] }
    }

    private func nodePorts(_ spec: inout JSON, _ context: WriteContext) {
        let type = spec.text("type")
        let wanted = type == "NodePort" || (type == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"]?.bool != false)
        if !wanted {
            if type == "ClusterIP" { spec.modify("ports") { ports in ports.modifyItems { $0["nodePort"] = nil } } }
            return
        }
        let used = Set(spec.items("ports").compactMap { $0["nodePort"]?.int })
        var free = context.freeNodePorts.filter { !used.contains($0) }[...]
        spec.modify("ports") { ports in
            ports.modifyItems { port in
                if port["nodePort"] == nil, let number = free.popFirst() { port["nodePort"] = .int(Int64(number)) }
            }
        }
        if needsHealthPort(spec), spec["healthCheckNodePort"] == nil, let number = free.popFirst() {
            spec["healthCheckNodePort"] = .int(Int64(number))
        }
    }

    // MARK: Validation

    func validate(_ object: JSON) -> [FieldError] {
        let spec = object["spec"] ?? [:]
        let type = spec.text("type")
        let isHeadless = spec.text("clusterIP") == "None"
        var errors: [FieldError] = []
        if spec.items("ports").isEmpty, !isHeadless, type != "ExternalName" { errors.append(.required("spec.ports")) }
        if type == "LoadBalancer", isHeadless {
            errors.append(.invalid("spec.clusterIPs[0]", "None", "may not be set to 'None' for LoadBalancer services"))
        }
        if type == "NodePort", isHeadless {
            errors.append(.invalid("spec.clusterIPs[0]", "None", "may not be set to 'None' for NodePort services"))
        }
        if type == "ExternalName" {
            let name = spec.text("externalName")
            if name.isEmpty {
                errors.append(.required("spec.externalName"))
            } else {
                errors += Names.subdomain(name.hasSuffix(".") ? String(name.dropLast()) : name).map {
                    .invalid("spec.externalName", .string(name), $0)
                }
            }
        }
        errors += ports(spec)
        errors += Self.selectorLabels(spec["selector"], "spec.selector")
        let affinity = spec.text("sessionAffinity")
        if !["ClientIP", "None"].contains(affinity) {
            errors.append(.notSupported("spec.sessionAffinity", spec["sessionAffinity"], ["ClientIP", "None"]))
        }
        let types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]
        if !types.contains(type) { errors.append(.notSupported("spec.type", spec["type"], types)) }
        return errors + ranges(spec, type) + addresses(spec) + policies(spec, type)
    }

    private func ports(_ spec: JSON) -> [FieldError] {
        let ports = spec.items("ports")
        var errors: [FieldError] = []
        var names: Set<String> = []
        var keys: Set<String> = []
        for (place, port) in ports.enumerated() {
            let field = "spec.ports[\(place)]"
            let name = port.text("name")
            if ports.count > 1, name.isEmpty {
                errors.append(.required("\(field).name"))
            } else if !name.isEmpty {
                errors += Names.label(name).map { .invalid("\(field).name", .string(name), $0) }
                if !names.insert(name).inserted { errors.append(.duplicate("\(field).name", .string(name))) }
            }
            errors += Names.port(port["port"]?.int ?? 0).map { .invalid("\(field).port", port["port"] ?? 0, $0) }
            let transport = port.text("protocol")
            if !["SCTP", "TCP", "UDP"].contains(transport) {
                errors.append(.notSupported("\(field).protocol", port["protocol"], ["SCTP", "TCP", "UDP"]))
            }
            if let number = port["targetPort"]?.int {
                errors += Names.port(number).map { .invalid("\(field).targetPort", .int(Int64(number)), $0) }
            } else if let text = port["targetPort"]?.string {
                errors += Names.portName(text).map { .invalid("\(field).targetPort", .string(text), $0) }
            }
            let key = "\(port["port"]?.text() ?? "")/\(transport)"
            if !keys.insert(key).inserted {
                errors.append(.duplicate(field, ["protocol": port["protocol"] ?? "", "port": port["port"] ?? 0, "targetPort": 0]))
            }
        }
        return errors
    }

    static func selectorLabels(_ selector: JSON?, _ field: String) -> [FieldError] { MetadataValidation.labels(selector, field) }

    private func ranges(_ spec: JSON, _ type: String) -> [FieldError] {
        guard let ranges = spec["loadBalancerSourceRanges"]?.array, !ranges.isEmpty else { return [] }
        let field = "spec.LoadBalancerSourceRanges"
        guard type == "LoadBalancer" else {
            return [.forbidden(field, "may only be used when `type` is 'LoadBalancer'")]
        }
        return ranges.enumerated().compactMap { place, range in
            IPAddress.isCIDR((range.string ?? "").trimmingSpace)
                ? nil : .invalid("\(field)[\(place)]", range, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")
        }
    }

    private func addresses(_ spec: JSON) -> [FieldError] {
        guard ["ClusterIP", "NodePort", "LoadBalancer"].contains(spec.text("type")) else {
            return spec.text("type") == "ExternalName" && !spec.text("clusterIP").isEmpty
                ? [.forbidden("spec.clusterIP", "may not be set when `type` is 'ExternalName'")] : []
        }
        let address = spec.text("clusterIP")
        let isHeadless = address == "None"
        var errors: [FieldError] = []
        if !isHeadless || spec["selector"]?.isEmptyValue == false {
            if spec["ipFamilyPolicy"] == "RequireDualStack" {
                errors.append(
                    .invalid("spec.ipFamilyPolicy", "RequireDualStack", "this cluster is not configured for dual-stack services"))
            }
            for (place, family) in spec.items("ipFamilies").enumerated() where family != "IPv4" {
                errors.append(.invalid("spec.ipFamilies[\(place)]", family, "not configured on this cluster"))
            }
        }
        guard !address.isEmpty, !isHeadless else { return errors }
        if spec.items("clusterIPs").first != .string(address) {
            errors.append(.invalid("spec.clusterIPs", spec["clusterIPs"], "first value must match `clusterIP`"))
        } else if !IPAddress.isValid(address) {
            errors.append(
                .invalid("spec.clusterIPs[0]", .string(address), "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"))
        } else if !Self.isInRange(address) {
            errors.append(
                .invalid(
                    "spec.clusterIPs", spec["clusterIPs"],
                    "failed to allocate IP \(address): the provided network does not match the current range"))
        }
        return errors
    }

    private func policies(_ spec: JSON, _ type: String) -> [FieldError] {
        let policy = spec.text("externalTrafficPolicy")
        var errors: [FieldError] = []
        let isExternal = type == "NodePort" || type == "LoadBalancer" || !spec.items("externalIPs").isEmpty
        if !policy.isEmpty, !isExternal {
            errors.append(.invalid("spec.externalTrafficPolicy", .string(policy), "may only be set for externally-accessible services"))
        } else if isExternal, !policy.isEmpty, !["Cluster", "Local"].contains(policy) {
            errors.append(.notSupported("spec.externalTrafficPolicy", .string(policy), ["Cluster", "Local"]))
        }
        if let inner = spec["internalTrafficPolicy"]?.string, !["Cluster", "Local"].contains(inner) {
            errors.append(.notSupported("spec.internalTrafficPolicy", .string(inner), ["Cluster", "Local"]))
        }
        return errors
    }

    func validateUpdate(_ object: JSON, old: JSON) -> [FieldError] {
        let (spec, before) = (object["spec"] ?? [:], old["spec"] ?? [:])
        var errors: [FieldError] = []
        let both = spec.text("type") != "ExternalName" && before.text("type") != "ExternalName"
        if both, !before.text("clusterIP").isEmpty, spec["clusterIP"] != before["clusterIP"] {
            errors.append(.invalid("spec.clusterIPs[0]", spec["clusterIPs"], "may not change once set"))
            return errors
        }
        return errors + validate(object)
    }
}
