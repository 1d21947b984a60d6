import Model

/// The rules for a pod's specification, in pods and in templates.
struct PodValidation {
    /// Where the specification stands: `spec` or `spec.template.spec`.
    let field: String
    /// Volumes that come from elsewhere (claim templates).
    var moreVolumes: [String] = []

    func errors(_ spec: JSON) -> [FieldError] {
        let volumes = spec.items("volumes")
        var errors = VolumeValidation.errors(volumes, "\(field).volumes")
        let names = Set(volumes.map { $0.text("name") } + moreVolumes)
        errors += containers(spec.items("containers"), "\(field).containers", names, isRequired: true)
        errors += containers(spec.items("initContainers"), "\(field).initContainers", names, isRequired: false)
        let regular = Set(spec.items("containers").map { $0.text("name") })
        for (place, container) in spec.items("initContainers").enumerated() where regular.contains(container.text("name")) {
            errors.append(.duplicate("\(field).initContainers[\(place)].name", container["name"]))
        }
        return errors + policies(spec)
    }

    private func policies(_ spec: JSON) -> [FieldError] {
        var errors: [FieldError] = []
        func choose(_ key: String, _ values: [String]) {
            let value = spec.text(key)
            if value.isEmpty {
                errors.append(.required("\(field).\(key)"))
            } else if !values.contains(value) {
                errors.append(.notSupported("\(field).\(key)", .string(value), values))
            }
        }
        choose("restartPolicy", ["Always", "Never", "OnFailure"])
        choose("dnsPolicy", ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"])
        errors += MetadataValidation.labels(spec["nodeSelector"], "\(field).nodeSelector")
        if let name = spec["serviceAccountName"]?.string, !name.isEmpty {
            errors += Names.subdomain(name).map { .invalid("\(field).serviceAccountName", .string(name), $0) }
        }
        if let seconds = spec["activeDeadlineSeconds"]?.int, !(1...Int(Int32.max)).contains(seconds) {
            errors.append(
                .invalid("\(field).activeDeadlineSeconds", .int(Int64(seconds)), "must be between 1 and 2147483647, inclusive"))
        }
        for key in ["hostname", "subdomain"] where !spec.text(key).isEmpty {
            errors += Names.label(spec.text(key)).map { .invalid("\(field).\(key)", spec[key], $0) }
        }
        return errors
    }

    // MARK: Containers

    private func containers(_ containers: [JSON], _ field: String, _ volumes: Set<String>, isRequired: Bool) -> [FieldError] {
        guard !containers.isEmpty else { return isRequired ? [.required(field)] : [] }
        var errors: [FieldError] = []
        var names: Set<String> = []
        for (place, container) in containers.enumerated() {
            errors += self.container(container, "\(field)[\(place)]", volumes)
            let name = container.text("name")
            if !name.isEmpty, !names.insert(name).inserted { errors.append(.duplicate("\(field)[\(place)].name", .string(name))) }
            for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
                if let value = container[probe] { errors += ProbeValidation.errors(value, "\(field)[\(place)].\(probe)", probe) }
            }
        }
        return errors
    }

    private func container(_ container: JSON, _ field: String, _ volumes: Set<String>) -> [FieldError] {
        var errors: [FieldError] = []
        let name = container.text("name")
        if name.isEmpty {
            errors.append(.required("\(field).name"))
        } else {
            errors += Names.label(name).map { .invalid("\(field).name", .string(name), $0) }
        }
        let image = container.text("image")
        if image.isEmpty {
            errors.append(.required("\(field).image"))
        } else if image.trimmingSpace != image {
            errors.append(.invalid("\(field).image", .string(image), "must not have leading or trailing whitespace"))
        }
        let policy = container.text("terminationMessagePolicy")
        if !["File", "FallbackToLogsOnError"].contains(policy) {
            errors.append(.notSupported("\(field).terminationMessagePolicy", .string(policy), ["FallbackToLogsOnError", "File"]))
        }
        errors += ports(container.items("ports"), "\(field).ports")
        errors += environment(container.items("env"), "\(field).env")
        errors += mounts(container.items("volumeMounts"), "\(field).volumeMounts", volumes)
        let pull = container.text("imagePullPolicy")
        if !["Always", "IfNotPresent", "Never"].contains(pull) {
            errors.append(.notSupported("\(field).imagePullPolicy", .string(pull), ["Always", "IfNotPresent", "Never"]))
        }
        return errors + resources(container["resources"] ?? [:], "\(field).resources")
    }

    private func ports(_ ports: [JSON], _ field: String) -> [FieldError] {
        var names: Set<String> = []
        return ports.enumerated().flatMap { place, port -> [FieldError] in
            let path = "\(field)[\(place)]"
            var errors: [FieldError] = []
            let name = port.text("name")
            if !name.isEmpty {
                let problems = Names.portName(name)
                errors += problems.map { .invalid("\(path).name", .string(name), $0) }
                if problems.isEmpty, !names.insert(name).inserted { errors.append(.duplicate("\(path).name", .string(name))) }
            }
            if port["containerPort"]?.int ?? 0 == 0 {
                errors.append(.required("\(path).containerPort"))
            } else {
                errors += Names.port(port["containerPort"]?.int ?? 0).map { .invalid("\(path).containerPort", port["containerPort"], $0) }
            }
            if let host = port["hostPort"]?.int, host != 0 {
                errors += Names.port(host).map { .invalid("\(path).hostPort", port["hostPort"], $0) }
            }
            if !["SCTP", "TCP", "UDP"].contains(port.text("protocol")) {
                errors.append(.notSupported("\(path).protocol", port["protocol"], ["SCTP", "TCP", "UDP"]))
            }
            return errors
        }
    }

    private func environment(_ variables: [JSON], _ field: String) -> [FieldError] {
        variables.enumerated().flatMap { place, variable -> [FieldError] in
            let path = "\(field)[\(place)]"
            var errors: [FieldError] = []
            let name = variable.text("name")
            if name.isEmpty {
                errors.append(.required("\(path).name"))
            } else {
                errors += Names.environmentName(name).map { .invalid("\(path).name", .string(name), $0) }
            }
            guard let source = variable["valueFrom"] else { return errors }
            let kinds = source.object?.count ?? 0
            if !variable.text("value").isEmpty, kinds > 0 {
                errors.append(.invalid("\(path).valueFrom", "", "may not be specified when `value` is not empty"))
            } else if kinds == 0 {
                errors.append(
                    .invalid(
                        "\(path).valueFrom", "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`")
                )
            } else if kinds > 1 {
                errors.append(.invalid("\(path).valueFrom", "", "may not have more than one field specified at a time"))
            }
            for key in ["secretKeyRef", "configMapKeyRef"] {
                guard let reference = source[key] else { continue }
                if reference.text("name").isEmpty { errors.append(.required("\(path).valueFrom.\(key).name")) }
                if reference.text("key").isEmpty { errors.append(.required("\(path).valueFrom.\(key).key")) }
            }
            return errors
        }
    }

    private func mounts(_ mounts: [JSON], _ field: String, _ volumes: Set<String>) -> [FieldError] {
        var paths: Set<String> = []
        return mounts.enumerated().flatMap { place, mount -> [FieldError] in
            let path = "\(field)[\(place)]"
            var errors: [FieldError] = []
            let name = mount.text("name")
            if name.isEmpty { errors.append(.required("\(path).name")) }
            if !volumes.contains(name) { errors.append(.notFound("\(path).name", .string(name))) }
            let target = mount.text("mountPath")
            if target.isEmpty { errors.append(.required("\(path).mountPath")) }
            if !paths.insert(target).inserted { errors.append(.invalid("\(path).mountPath", .string(target), "must be unique")) }
            return errors
        }
    }

    private func resources(_ resources: JSON, _ field: String) -> [FieldError] {
        var errors: [FieldError] = []
        for kind in ["limits", "requests"] {
            for member in resources[kind]?.object ?? [:] {
                guard let text = member.value.string, let quantity = try? CanonicalQuantity(text) else { continue }
                if quantity.nanos < 0 {
                    errors.append(.invalid("\(field).\(kind)[\(member.key)]", .string(text), "must be greater than or equal to 0"))
                }
                guard kind == "requests", let limit = resources.at("limits", member.key)?.string,
                    let most = try? CanonicalQuantity(limit), quantity > most
                else { continue }
                errors.append(
                    .invalid("\(field).requests", .string(text), "must be less than or equal to \(member.key) limit of \(limit)"))
            }
        }
        return errors
    }
}

enum ProbeValidation {
    static func errors(_ probe: JSON, _ field: String, _ kind: String) -> [FieldError] {
        var errors: [FieldError] = []
        let handlers = ["exec", "httpGet", "tcpSocket", "grpc"].filter { probe[$0] != nil }
        if handlers.isEmpty { errors.append(.required(field, "must specify a handler type")) }
        for handler in handlers.dropFirst() {
            errors.append(.forbidden("\(field).\(handler)", "may not specify more than 1 handler type"))
        }
        if let action = probe["httpGet"] {
            if action.text("path").isEmpty { errors.append(.required("\(field).httpGet.path")) }
            if let port = action["port"]?.int {
                errors += Names.port(port).map { .invalid("\(field).httpGet.port", .int(Int64(port)), $0) }
            }
        }
        for key in ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"] {
            if let number = probe[key]?.int, number < 0 {
                errors.append(.invalid("\(field).\(key)", .int(Int64(number)), "must be greater than or equal to 0"))
            }
        }
        if kind != "readinessProbe", let threshold = probe["successThreshold"]?.int, threshold != 1 {
            errors.append(.invalid("\(field).successThreshold", .int(Int64(threshold)), "must be 1"))
        }
        return errors
    }
}

enum VolumeValidation {
    static func errors(_ volumes: [JSON], _ field: String) -> [FieldError] {
        var names: Set<String> = []
        return volumes.enumerated().flatMap { place, volume -> [FieldError] in
            let path = "\(field)[\(place)]"
            var errors: [FieldError] = []
            let sources = (volume.object ?? [:]).filter { $0.key != "name" }
            if sources.isEmpty { errors.append(.required(path, "must specify a volume type")) }
            for source in sources.dropFirst() {
                errors.append(.forbidden("\(path).\(source.key)", "may not specify more than 1 volume type"))
            }
            if let secret = volume["secret"], secret.text("secretName").isEmpty { errors.append(.required("\(path).secret.secretName")) }
            if let map = volume["configMap"], map.text("name").isEmpty { errors.append(.required("\(path).configMap.name")) }
            if let claim = volume["persistentVolumeClaim"], claim.text("claimName").isEmpty {
                errors.append(.required("\(path).persistentVolumeClaim.claimName"))
            }
            let name = volume.text("name")
            if name.isEmpty {
                errors.append(.required("\(path).name"))
            } else {
                errors += Names.label(name).map { .invalid("\(path).name", .string(name), $0) }
                if !names.insert(name).inserted { errors.append(.duplicate("\(path).name", .string(name))) }
            }
            return errors
        }
    }
}
