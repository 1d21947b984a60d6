import Model

/// How a Service is reached from outside: a node port beats a load balancer, and both are the manifest's choice before the
/// configuration's.
struct ServiceExposure {
    var nodePortFlag: Bool?
    var nodePort: Int?
    var nodePortSetting: Bool
    var loadBalancerFlag: Bool?
    var loadBalancerSetting: Bool

    enum Kind: String {
        case clusterIP = "ClusterIP"
        case nodePort = "NodePort"
        case loadBalancer = "LoadBalancer"
    }

    var kind: Kind {
        if nodePortFlag ?? nodePortSetting { return .nodePort }
        return loadBalancerFlag ?? loadBalancerSetting ? .loadBalancer : .clusterIP
    }

    /// A fixed port counts only where the manifest itself asks for node ports.
    var fixedPort: Int? { kind == .nodePort && nodePortFlag == true && (nodePort ?? 0) > 0 ? nodePort : nil }
}

/// The Services of the primary and of the replicas, and those of the poolers.
struct ServiceBuilder {
    let context: ClusterContext

    private var configuration: Configuration { context.configuration }
    private var spec: Manifest.Spec { context.spec }

    func database(_ role: ClusterRole) -> WantedObject {
        let exposure = exposure(role)
        // Where Patroni uses Endpoints, it points the primary's itself.
        let selector = role == .master && !configuration.patroniUsesConfigMaps ? [:] : context.selector(role)
        return service(
            context.serviceName(role), labels: context.labels(role), role, exposure, dnsNames: dnsNames(role), portName: "postgresql",
            selector: selector)
    }

    func pooler(_ role: ClusterRole) -> WantedObject {
        let name = context.poolerName(role)
        return service(
            name, labels: context.poolerSelector(role), role, poolerExposure(role),
            dnsNames: [dnsName(dnsFormat(role), cluster: context.name + "-pooler")], portName: name, selector: ["connection-pooler": name])
    }

    private func service(
        _ name: String, labels: [String: String], _ role: ClusterRole, _ exposure: ServiceExposure, dnsNames: [String], portName: String,
        selector: [String: String]
    ) -> WantedObject {
        let isBalanced = exposure.kind == .loadBalancer
        let ranges = spec.allowedSourceRanges.isEmpty ? ["127.0.0.1/32"] : spec.allowedSourceRanges
        let port = JSON.build([
            ("name", portName), ("port", 5432), ("targetPort", 5432), ("protocol", "TCP"), ("nodePort", exposure.fixedPort),
        ])
        let fields = JSON.build([
            ("type", exposure.kind.rawValue), ("ports", [port]), ("selector", selector),
            ("loadBalancerSourceRanges", isBalanced ? JSON(ranges) : nil),
            ("externalTrafficPolicy", exposure.kind == .clusterIP ? "" : configuration.externalTrafficPolicy),
        ])
        let annotations = annotations(role, dnsNames: isBalanced ? dnsNames.filter { !$0.isEmpty } : [])
        return context.object(.services, context.metadata(name, labels: labels, annotations: annotations), [("spec", fields)])
    }

    private func annotations(_ role: ClusterRole, dnsNames: [String]) -> [String: String] {
        var annotations = configuration.customServiceAnnotations
        let own = role == .master ? spec.masterServiceAnnotations : spec.replicaServiceAnnotations
        for more in [spec.serviceAnnotations, own] { annotations.merge(more) { $1 } }
        if !dnsNames.isEmpty { annotations["external-dns.alpha.kubernetes.io/hostname"] = dnsNames.joined(separator: ",") }
        return annotations.merging(context.inheritedAnnotations) { $1 }
    }

    // MARK: Exposure

    private func exposure(_ role: ClusterRole) -> ServiceExposure {
        role == .master
            ? ServiceExposure(
                nodePortFlag: spec.enableMasterNodePort, nodePort: spec.masterNodePort, nodePortSetting: configuration.enableMasterNodePort,
                loadBalancerFlag: spec.enableMasterLoadBalancer, loadBalancerSetting: configuration.enableMasterLoadBalancer)
            : ServiceExposure(
                nodePortFlag: spec.enableReplicaNodePort, nodePort: spec.replicaNodePort,
                nodePortSetting: configuration.enableReplicaNodePort, loadBalancerFlag: spec.enableReplicaLoadBalancer,
                loadBalancerSetting: configuration.enableReplicaLoadBalancer)
    }

    private func poolerExposure(_ role: ClusterRole) -> ServiceExposure {
        role == .master
            ? ServiceExposure(
                nodePortFlag: spec.enableMasterPoolerNodePort, nodePort: spec.masterPoolerNodePort,
                nodePortSetting: configuration.enableMasterPoolerNodePort, loadBalancerFlag: spec.enableMasterPoolerLoadBalancer,
                loadBalancerSetting: configuration.enableMasterPoolerLoadBalancer)
            : ServiceExposure(
                nodePortFlag: spec.enableReplicaPoolerNodePort, nodePort: spec.replicaPoolerNodePort,
                nodePortSetting: configuration.enableReplicaPoolerNodePort, loadBalancerFlag: spec.enableReplicaPoolerLoadBalancer,
                loadBalancerSetting: configuration.enableReplicaPoolerLoadBalancer)
    }

    // MARK: Names in DNS

    private func dnsFormat(_ role: ClusterRole) -> String {
        role == .master ? configuration.masterDnsNameFormat : configuration.replicaDnsNameFormat
    }

    /// The name, and for a cluster that is named after its team the older form too.
    private func dnsNames(_ role: ClusterRole) -> [String] {
        let names = [dnsName(dnsFormat(role), cluster: context.name)]
        guard let rest = TeamPrefix.rest(of: context.name, team: spec.teamId) else { return names }
        let legacy = role == .master ? configuration.masterLegacyDnsNameFormat : configuration.replicaLegacyDnsNameFormat
        return names + [dnsName(legacy, cluster: rest)]
    }

    private func dnsName(_ format: String, cluster: String) -> String {
        Template(format).filled([
            "cluster": cluster, "namespace": context.namespace, "team": spec.teamId, "hostedzone": configuration.dbHostedZone,
        ]).lowercased()
    }
}

/// Names of the form `<team>-<rest>`.
enum TeamPrefix {
    /// What follows the team; nil where the name has not that form or is no valid name.
    static func rest(of name: String, team: String) -> String? {
        guard !team.isEmpty, name.lowercased().hasPrefix(team.lowercased() + "-"), name.utf8.count <= 58, ObjectName.isDNS1035(name) else {
            return nil
        }
        let rest = name.dropFirst(team.count + 1)
        return rest.isEmpty ? nil : String(rest)
    }
}
