import Model

/// The primary's Endpoints where Patroni keeps its state there: made before the Service, filled by Patroni.
struct EndpointsBuilder {
    let context: ClusterContext

    func build() -> [WantedObject] {
        guard !context.configuration.patroniUsesConfigMaps else { return [] }
        let metadata = context.metadata(context.serviceName(.master), labels: context.labels(.master))
        var subsets: JSON?
        if let address = context.facts.primaryAddress {
            subsets = [
                ["addresses": [["ip": .string(address)]], "ports": [["name": "postgresql", "port": 5432, "protocol": "TCP"]]]
            ]
        }
        return [context.object(.endpoints, metadata, [("subsets", subsets)], policy: .createdWithData)]
    }
}

/// Objects that Patroni makes: owners and inherited annotations are put on them where they are there.
struct PatroniObjects {
    let context: ClusterContext

    func build() -> [WantedObject] {
        let type: ResourceType = context.configuration.patroniUsesConfigMaps ? .configMaps : .endpoints
        var names = ["leader", "config", "sync", "failover"].map { (type, "\(context.name)-\($0)") }
        if type == .endpoints { names.append((.services, context.name + "-config")) }
        guard !context.inheritedAnnotations.isEmpty || !context.ownerReferences.isEmpty else { return [] }
        return names.map { type, name in
            context.object(type, context.metadata(name, labels: [:]), [], policy: .adopted)
        }
    }
}
