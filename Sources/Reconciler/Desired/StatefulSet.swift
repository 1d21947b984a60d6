import Model

/// The StatefulSet of the database pods.
struct StatefulSetBuilder {
    let context: ClusterContext
    let version: EffectiveVersion

    private var configuration: Configuration { context.configuration }
    private var spec: Manifest.Spec { context.spec }

    func build() -> (object: WantedObject, problems: [Problem]) {
        let (pod, problems) = podTemplate()
        let object = context.object(
            .statefulSets, context.metadata(context.name, labels: context.labels, annotations: context.scaledAnnotations),
            [
                (
                    "spec",
                    JSON.build([
                        ("replicas", replicas), ("serviceName", context.name),
                        ("selector", ["matchLabels": JSON(context.selector)] as JSON),
                        ("updateStrategy", ["type": "OnDelete"] as JSON),
                        ("podManagementPolicy", configuration.podManagementPolicy == "parallel" ? "Parallel" : "OrderedReady"),
                        ("persistentVolumeClaimRetentionPolicy", retention), ("template", pod), ("volumeClaimTemplates", [claim]),
                    ])
                )
            ])
        return (object, problems)
    }

    // MARK: Object level

    /// The number that the manifest asks for, within the configuration's limits. A standby cluster of one pod stays one.
    var replicas: Int {
        let wanted = spec.numberOfInstances
        if context.isAnnotated(configuration.ignoreInstanceLimitsAnnotationKey) || (spec.isStandby && wanted == 1) { return wanted }
        var number = wanted
        if configuration.maxInstances >= 0 { number = min(number, configuration.maxInstances) }
        if configuration.minInstances >= 0 { number = max(number, configuration.minInstances) }
        return number
    }

    private var retention: JSON {
        func policy(_ key: String) -> JSON { configuration.persistentVolumeClaimRetentionPolicy[key] == "delete" ? "Delete" : "Retain" }
        return ["whenDeleted": policy("when_deleted"), "whenScaled": policy("when_scaled")]
    }

    private var claim: JSON {
        let size = spec.volume.size.hasSuffix("K") ? spec.volume.size.dropLast() + "k" : spec.volume.size
        return .build([
            (
                "metadata",
                JSON.build([("name", "pgdata"), ("labels", context.labels), ("annotations", context.inheritedAnnotations)])
            ),
            (
                "spec",
                JSON.build([
                    ("accessModes", ["ReadWriteOnce"] as JSON), ("resources", ["requests": ["storage": .string(size)]] as JSON),
                    ("storageClassName", spec.volume.storageClass), ("volumeMode", "Filesystem"), ("selector", spec.volume.selector),
                ])
            ),
        ])
    }

    // MARK: Pods

    private func podTemplate() -> (JSON, [Problem]) {
        let (volumes, volumeProblems) = context.podVolumes()
        let (database, databaseProblems) = databaseContainer()
        let (sidecars, sidecarProblems) = Sidecars(context: context).build()
        let affinity = Affinity(configuration: configuration)
        var annotations = context.podAnnotations
        if !configuration.kubeIamRole.isEmpty { annotations["iam.amazonaws.com/role"] = configuration.kubeIamRole }
        let priority = spec.podPriorityClassName.flatMap { $0.isEmpty ? nil : $0 } ?? configuration.podPriorityClassName
        let pod = JSON.build([
            ("serviceAccountName", configuration.podServiceAccountName), ("terminationGracePeriodSeconds", context.gracePeriod),
            ("priorityClassName", priority), ("schedulerName", spec.schedulerName), ("securityContext", securityContext),
            ("tolerations", context.tolerations), ("topologySpreadConstraints", spec.topologySpreadConstraints),
            ("affinity", affinity.build(nodes: spec.nodeAffinity, apart: context.labels)), ("initContainers", spec.initContainers),
            ("containers", ([database] + sidecars).map { mounted($0, volumes) }), ("volumes", volumes.compactMap(\.volume)),
        ])
        let template = JSON.build([
            (
                "metadata",
                JSON.build([("namespace", context.namespace), ("labels", context.labels), ("annotations", annotations)])
            ), ("spec", pod),
        ])
        return (template, volumeProblems + databaseProblems + sidecarProblems + affinity.problems(spec.nodeAffinity))
    }

    private var securityContext: JSON {
        .build([
            ("runAsUser", spec.spiloRunAsUser ?? configuration.spiloRunAsUser),
            ("runAsGroup", spec.spiloRunAsGroup ?? configuration.spiloRunAsGroup), ("fsGroup", context.fsGroup),
        ])
    }

    /// A container's own mounts come first, then the data, then the other volumes that are meant for it.
    private func mounted(_ container: JSON, _ volumes: [PodVolume]) -> JSON {
        let name = container["name"]?.string ?? ""
        let more = ([context.dataVolume] + volumes).filter { $0.target.includes(name) }.map(\.mount)
        var container = container
        container["volumeMounts"] = .array((container["volumeMounts"]?.array ?? []) + more)
        return container
    }

    private func databaseContainer() -> (JSON, [Problem]) {
        let spilo = SpiloConfiguration(spec: spec, configuration: configuration, version: version.value)
        let (variables, environmentProblems) = DatabaseEnvironment(context: context, version: version.value, spilo: spilo).build()
        let (resources, resourceProblems) = context.databaseResources()
        let image = spec.dockerImage.flatMap { $0.isEmpty ? nil : $0 } ?? configuration.dockerImage
        let container = JSON.build([
            ("name", ClusterContext.databaseContainer), ("image", image), ("imagePullPolicy", "IfNotPresent"),
            ("ports", ClusterContext.databasePorts), ("resources", resources), ("env", variables), ("envFrom", spec.envFrom),
            ("securityContext", context.containerSecurity(capabilities: true)),
            ("readinessProbe", configuration.enableReadinessProbe ? Self.readiness : nil),
            ("livenessProbe", spec.livenessProbe ?? configuration.livenessProbe),
        ])
        return (container, environmentProblems + resourceProblems)
    }

    private static let readiness: JSON = [
        "httpGet": ["path": "/readiness", "port": 8008, "scheme": "HTTP"], "initialDelaySeconds": 6, "periodSeconds": 10,
        "timeoutSeconds": 5, "successThreshold": 1, "failureThreshold": 3,
    ]
}

/// What pods of several kinds have in common.
extension ClusterContext {
    /// Patroni's REST API, PostgreSQL, and the pod's own statistics.
    static let databasePorts: JSON = .array(
        [8008, 5432, 8080].map { ["containerPort": .int($0), "protocol": "TCP"] })

    var gracePeriod: Int? {
        let seconds = configuration.podTerminateGracePeriod.wholeSeconds
        return seconds > 0 ? seconds : nil
    }

    var fsGroup: Int? { spec.spiloFSGroup ?? configuration.spiloFSGroup }

    /// The manifest's tolerations replace the configured one.
    var tolerations: [JSON] {
        guard spec.tolerations.isEmpty else { return spec.tolerations }
        let one = JSON.build(["key", "operator", "value", "effect"].map { ($0, configuration.toleration[$0]) })
        return one.object?.isEmpty == true ? [] : [one]
    }

    func containerSecurity(capabilities: Bool) -> JSON {
        let added = capabilities ? configuration.additionalPodCapabilities.map { $0.uppercased() } : []
        return .build([
            ("privileged", configuration.spiloPrivileged), ("allowPrivilegeEscalation", configuration.spiloAllowPrivilegeEscalation),
            ("readOnlyRootFilesystem", false), ("capabilities", added.isEmpty ? nil : ["add": JSON(added)] as JSON),
        ])
    }
}
