import Model

/// What the server fills into Services and Endpoints.
enum ServiceDefaults {
    static func service(_ object: inout JSON) {
        object.modify("spec") { spec in
            spec.setDefault("sessionAffinity", "None")
            if spec.text("sessionAffinity") == "None" { spec["sessionAffinityConfig"] = nil }
            if spec.text("sessionAffinity") == "ClientIP" {
                if spec.at("sessionAffinityConfig", "clientIP", "timeoutSeconds") == nil {
                    spec.set(["sessionAffinityConfig", "clientIP", "timeoutSeconds"], to: 10800)
                }
            }
            spec.setDefault("type", "ClusterIP")
            spec.modify("ports") { ports in
                ports.modifyItems { port in
                    port.setDefault("protocol", "TCP")
                    if port["targetPort"]?.int == 0 || port["targetPort"]?.string == "" || port["targetPort"] == nil {
                        port["targetPort"] = port["port"]
                    }
                }
            }
            let type = spec.text("type")
            if type == "NodePort" || type == "LoadBalancer" { spec.setDefault("externalTrafficPolicy", "Cluster") }
            if ["ClusterIP", "NodePort", "LoadBalancer"].contains(type), spec["internalTrafficPolicy"] == nil {
                spec["internalTrafficPolicy"] = "Cluster"
            }
            if type == "LoadBalancer", spec["allocateLoadBalancerNodePorts"] == nil { spec["allocateLoadBalancerNodePorts"] = true }
        }
    }

    static func endpoints(_ object: inout JSON) {
        object.modify("subsets") { subsets in
            subsets.modifyItems { subset in
                subset.modify("ports") { ports in ports.modifyItems { $0.setDefault("protocol", "TCP") } }
            }
        }
    }

    static func endpointSlice(_ object: inout JSON) {
        object.modify("ports") { ports in
            ports.modifyItems { port in
                if port["name"] == nil { port["name"] = "" }
                if port["protocol"] == nil { port["protocol"] = "TCP" }
            }
        }
    }
}
