import Model

/// The containers beside the database's: the manifest's own, then the configuration's. Of two with one name the earlier one stays.
struct Sidecars {
    let context: ClusterContext

    private var configuration: Configuration { context.configuration }

    func build() -> (containers: [JSON], problems: [Problem]) {
        let sources: [(origin: String, containers: [JSON])] = [
            ("spec.sidecars", manifestSidecars), ("configuration.sidecars", configuration.sidecars),
            ("configuration.sidecar_docker_images", imageSidecars), ("configuration.scalyr_api_key", scalyr.map { [$0] } ?? []),
        ]
        var names: Set<String> = [ClusterContext.databaseContainer]
        var containers: [JSON] = []
        var problems: [Problem] = []
        for (origin, source) in sources {
            for container in source {
                let name = container["name"]?.string ?? ""
                guard names.insert(name).inserted else {
                    problems.append(.warning(origin, value: .string(name), "another container has this name; this one is left out"))
                    continue
                }
                containers.append(completed(container))
            }
        }
        return (containers, problems)
    }

    private var manifestSidecars: [JSON] {
        context.spec.sidecars.enumerated().map { place, sidecar in
            .build([
                ("name", sidecar.name.isEmpty ? "sidecar-\(place)" : sidecar.name), ("image", sidecar.image),
                ("imagePullPolicy", "IfNotPresent"), ("command", sidecar.command.isEmpty ? nil : JSON(sidecar.command)),
                ("ports", sidecar.ports), ("env", sidecar.env),
                ("resources", context.resources(sidecar.resources, context.databaseDefaults)),
            ])
        }
    }

    private var imageSidecars: [JSON] {
        configuration.sidecarDockerImages.sorted { $0.key < $1.key }.map { name, image in
            .build([
                ("name", name), ("image", image), ("imagePullPolicy", "IfNotPresent"),
                ("resources", context.resources(nil, context.databaseDefaults)),
            ])
        }
    }

    private var scalyr: JSON? {
        guard !configuration.scalyrApiKey.isEmpty, !configuration.scalyrImage.isEmpty else { return nil }
        var variables = [
            ContainerEnvironment.variable("SCALYR_API_KEY", configuration.scalyrApiKey),
            ContainerEnvironment.variable("SCALYR_SERVER_HOST", context.name),
        ]
        if !configuration.scalyrServerUrl.isEmpty {
            variables.append(ContainerEnvironment.variable("SCALYR_SERVER_URL", configuration.scalyrServerUrl))
        }
        let defaults = ContainerResources.Defaults(
            cpuRequest: configuration.scalyrCpuRequest, memoryRequest: configuration.scalyrMemoryRequest,
            cpuLimit: configuration.scalyrCpuLimit, memoryLimit: configuration.scalyrMemoryLimit)
        return .build([
            ("name", "scalyr-sidecar"), ("image", configuration.scalyrImage), ("imagePullPolicy", "IfNotPresent"), ("env", variables),
            ("resources", context.resources(nil, defaults)),
        ])
    }

    /// Every sidecar learns where it runs and how to reach the database, before anything of its own.
    private func completed(_ container: JSON) -> JSON {
        var environment = ContainerEnvironment()
        environment.add("POD_NAME", field: "metadata.name")
        environment.add("POD_NAMESPACE", field: "metadata.namespace")
        environment.add("POSTGRES_USER", configuration.superUsername)
        environment.add("POSTGRES_PASSWORD", secret: context.superuserSecret, key: "password")
        environment.add(container["env"]?.array ?? [])
        var container = container
        container["env"] = .array(environment.variables)
        return container
    }
}
