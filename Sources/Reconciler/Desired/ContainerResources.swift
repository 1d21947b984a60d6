import Model

/// Requests and limits of one container: what its owner asked for, completed by defaults and bent by the operator's rules.
struct ContainerResources {
    struct Defaults {
        var cpuRequest = ""
        var memoryRequest = ""
        var cpuLimit = ""
        var memoryLimit = ""
    }

    private var requests: [String: String] = [:]
    private var limits: [String: String] = [:]
    private let configuration: Configuration

    init(_ resources: Manifest.Resources?, _ defaults: Defaults, _ configuration: Configuration) {
        self.configuration = configuration
        let (wanted, most) = (resources?.requests, resources?.limits)
        requests["cpu"] = Self.first(wanted?.cpu, defaults.cpuRequest)
        requests["memory"] = Self.first(wanted?.memory, defaults.memoryRequest)
        requests["hugepages-2Mi"] = Self.first(wanted?.hugepages2Mi)
        requests["hugepages-1Gi"] = Self.first(wanted?.hugepages1Gi)
        limits["cpu"] = Self.first(most?.cpu, defaults.cpuLimit)
        limits["memory"] = Self.first(most?.memory, defaults.memoryLimit)
        limits["hugepages-2Mi"] = Self.first(most?.hugepages2Mi)
        limits["hugepages-1Gi"] = Self.first(most?.hugepages1Gi)
    }

    /// The first value that is one: nothing, `0` and `null` mean "not given".
    private static func first(_ values: String?...) -> String? {
        for case let value? in values where !["", "0", "null"].contains(value) {
            // Manifests may say K for what Kubernetes calls k.
            return value.hasSuffix("K") ? value.dropLast() + "k" : value
        }
        return nil
    }

    /// Limits of the database's container are raised to the configured minimum, also where there is none.
    mutating func raiseLimits() -> [Problem] {
        [("cpu", configuration.minCpuLimit), ("memory", configuration.minMemoryLimit)].compactMap { name, minimum in
            guard let least = Self.first(minimum).flatMap(Quantity.init), (limits[name].flatMap(Quantity.init) ?? .zero) < least else {
                return nil
            }
            let before = limits[name]
            limits[name] = minimum
            return .warning(
                "spec.resources.limits.\(name)", value: before.map { .string($0) }, "is raised to the configured minimum, \(minimum)")
        }
    }

    /// A limit below the request is raised to it; with `set_memory_request_to_limit` the memory request then rises to the limit.
    mutating func align() {
        for name in ["cpu", "memory"] {
            if let limit = limits[name].flatMap(Quantity.init), let request = requests[name].flatMap(Quantity.init), limit < request {
                limits[name] = requests[name]
            }
        }
        guard configuration.setMemoryRequestToLimit, let limit = limits["memory"].flatMap(Quantity.init),
            let request = requests["memory"].flatMap(Quantity.init), request < limit
        else { return }
        requests["memory"] = limits["memory"]
    }

    /// Requests of the database's container are cut to the configured maximum.
    mutating func cutRequests() -> [Problem] {
        [("cpu", configuration.maxCpuRequest), ("memory", configuration.maxMemoryRequest)].compactMap { name, maximum in
            guard let most = Self.first(maximum).flatMap(Quantity.init), let request = requests[name].flatMap(Quantity.init), request > most
            else { return nil }
            let before = requests[name]
            requests[name] = maximum
            return .warning(
                "spec.resources.requests.\(name)", value: before.map { .string($0) }, "is cut to the configured maximum, \(maximum)")
        }
    }

    var json: JSON { .build([("requests", requests), ("limits", limits)]) }
}

extension ClusterContext {
    var databaseDefaults: ContainerResources.Defaults {
        ContainerResources.Defaults(
            cpuRequest: configuration.defaultCpuRequest, memoryRequest: configuration.defaultMemoryRequest,
            cpuLimit: configuration.defaultCpuLimit, memoryLimit: configuration.defaultMemoryLimit)
    }

    /// Resources of any container but the database's.
    func resources(_ wanted: Manifest.Resources?, _ defaults: ContainerResources.Defaults) -> JSON {
        var resources = ContainerResources(wanted, defaults, configuration)
        resources.align()
        return resources.json
    }

    /// Resources of the database's container, to which minima and maxima apply.
    func databaseResources() -> (JSON, [Problem]) {
        var resources = ContainerResources(spec.resources, databaseDefaults, configuration)
        let isFree = isAnnotated(configuration.ignoreResourcesLimitsAnnotationKey)
        var problems = isFree ? [] : resources.raiseLimits()
        resources.align()
        if !isFree { problems += resources.cutRequests() }
        return (resources.json, problems)
    }
}
