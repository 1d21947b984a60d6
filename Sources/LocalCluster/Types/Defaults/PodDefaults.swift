import Model

/// What the server fills into the specification of a pod, in pods and in templates.
enum PodDefaults {
    static func setDefaults(_ spec: inout JSON) {
        spec.modify("volumes") { $0.modifyItems(VolumeDefaults.setDefaults) }
        for key in ["initContainers", "containers", "ephemeralContainers"] { spec.modify(key) { $0.modifyItems(container) } }
        spec.setDefault("restartPolicy", "Always")
        if spec["terminationGracePeriodSeconds"] == nil { spec["terminationGracePeriodSeconds"] = 30 }
        spec.setDefault("dnsPolicy", "ClusterFirst")
        if !spec.text("serviceAccountName").isEmpty {
            spec["serviceAccount"] = spec["serviceAccountName"]
        } else if !spec.text("serviceAccount").isEmpty {
            spec["serviceAccountName"] = spec["serviceAccount"]
        }
        if spec["securityContext"] == nil { spec["securityContext"] = [:] }
        spec.setDefault("schedulerName", "default-scheduler")
        if spec["hostNetwork"]?.bool == true { hostPorts(&spec) }
    }

    /// A pod itself, not a template.
    static func setPodDefaults(_ pod: inout JSON) {
        if pod["spec"] == nil { pod["spec"] = [:] }
        pod.modify("spec") { spec in
            setDefaults(&spec)
            if spec["enableServiceLinks"] == nil { spec["enableServiceLinks"] = true }
            for key in ["initContainers", "containers"] { spec.modify(key) { $0.modifyItems(requestsFromLimits) } }
        }
    }

    static func setTemplateDefaults(_ object: inout JSON) {
        object.modify("template") { template in
            template.modify("spec") { setDefaults(&$0) }
        }
    }

    private static func hostPorts(_ spec: inout JSON) {
        for key in ["initContainers", "containers"] {
            spec.modify(key) { containers in
                containers.modifyItems { container in
                    container.modify("ports") { ports in
                        ports.modifyItems { port in
                            if port["hostPort"] == nil { port["hostPort"] = port["containerPort"] }
                        }
                    }
                }
            }
        }
    }

    private static func requestsFromLimits(_ container: inout JSON) {
        container.modify("resources") { resources in
            guard case .object(let limits)? = resources["limits"] else { return }
            var requests = resources["requests"] ?? [:]
            for limit in limits where requests[limit.key] == nil { requests[limit.key] = limit.value }
            resources["requests"] = requests
        }
    }

    // MARK: Containers

    private static func container(_ container: inout JSON) {
        container.modify("ports") { ports in ports.modifyItems { $0.setDefault("protocol", "TCP") } }
        container.modify("env") { env in
            env.modifyItems { variable in
                variable.modify("valueFrom") { source in
                    source.modify("fieldRef") { $0.setDefault("apiVersion", "v1") }
                    source.modify("fileKeyRef") { if $0["optional"] == nil { $0["optional"] = false } }
                }
            }
        }
        for key in ["livenessProbe", "readinessProbe", "startupProbe"] { container.modify(key, probe) }
        container.modify("lifecycle") { lifecycle in
            for key in ["postStart", "preStop"] { lifecycle.modify(key) { $0.modify("httpGet", httpGet) } }
        }
        container.setDefault("terminationMessagePath", "/dev/termination-log")
        container.setDefault("terminationMessagePolicy", "File")
        let policy = pullPolicy(container.text("image"))
        container.setDefault("imagePullPolicy", .string(policy))
    }

    /// `Always` for the tag `latest` and for an image without a tag.
    private static func pullPolicy(_ image: String) -> String {
        if image.contains("@") { return "IfNotPresent" }
        let name = image.split(separator: "/").last.map(String.init) ?? image
        guard let colon = name.lastIndex(of: ":") else { return "Always" }
        return name[name.index(after: colon)...] == "latest" ? "Always" : "IfNotPresent"
    }

    private static func probe(_ probe: inout JSON) {
        probe.modify("httpGet", httpGet)
        probe.modify("grpc") { if $0["service"] == nil { $0["service"] = "" } }
        if probe["timeoutSeconds"] == nil { probe["timeoutSeconds"] = 1 }
        if probe["periodSeconds"] == nil { probe["periodSeconds"] = 10 }
        if probe["successThreshold"] == nil { probe["successThreshold"] = 1 }
        if probe["failureThreshold"] == nil { probe["failureThreshold"] = 3 }
    }

    private static func httpGet(_ action: inout JSON) {
        action.setDefault("path", "/")
        action.setDefault("scheme", "HTTP")
    }
}
