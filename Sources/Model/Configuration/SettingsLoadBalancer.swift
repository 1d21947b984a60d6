extension Setting {
    /// Group `load_balancer`.
    static let loadBalancer: [Setting] = [
        Setting(
            "db_hosted_zone", .string(\.dbHostedZone), builtIn: "db.example.com", object: .fallback,
            "`{hostedzone}` in DNS templates."),
        Setting(
            "enable_master_load_balancer", .bool(\.enableMasterLoadBalancer), builtIn: "true", object: .none,
            "Master service becomes LoadBalancer; manifest wins."),
        Setting(
            "enable_master_pooler_load_balancer", .bool(\.enableMasterPoolerLoadBalancer), builtIn: "false",
            "Master pooler service becomes LoadBalancer; manifest wins."),
        Setting(
            "enable_replica_load_balancer", .bool(\.enableReplicaLoadBalancer), builtIn: "false",
            "Replica service becomes LoadBalancer; manifest wins."),
        Setting(
            "enable_replica_pooler_load_balancer", .bool(\.enableReplicaPoolerLoadBalancer), builtIn: "false",
            "Replica pooler service becomes LoadBalancer; manifest wins."),
        Setting(
            "enable_master_node_port", .bool(\.enableMasterNodePort), builtIn: "false",
            "Master service becomes NodePort; beats load balancer."),
        Setting(
            "enable_master_pooler_node_port", .bool(\.enableMasterPoolerNodePort), builtIn: "false",
            "Master pooler service becomes NodePort."),
        Setting(
            "enable_replica_node_port", .bool(\.enableReplicaNodePort), builtIn: "false",
            "Replica service becomes NodePort."),
        Setting(
            "enable_replica_pooler_node_port", .bool(\.enableReplicaPoolerNodePort), builtIn: "false",
            "Replica pooler service becomes NodePort."),
        Setting(
            "custom_service_annotations", .map(\.customServiceAnnotations),
            "Annotations on all services; manifest keys win."),
        Setting(
            "external_traffic_policy", .string(\.externalTrafficPolicy), builtIn: "Cluster", allowed: .oneOf(["Cluster", "Local"]),
            "externalTrafficPolicy of LoadBalancer and NodePort services."),
        Setting(
            "master_dns_name_format", .string(\.masterDnsNameFormat), builtIn: "{cluster}.{namespace}.{hostedzone}", object: .schema,
            "external-dns name. Placeholders `{cluster}`,`{namespace}`,`{team}`,`{hostedzone}`; result lower-cased."),
        Setting(
            "master_legacy_dns_name_format", .string(\.masterLegacyDnsNameFormat), builtIn: "{cluster}.{team}.{hostedzone}",
            object: .schema,
            "Second name added (comma) when the cluster name starts with `teamId-`; `{cluster}` without prefix, no `{namespace}`."),
        Setting(
            "replica_dns_name_format", .string(\.replicaDnsNameFormat), builtIn: "{cluster}-repl.{namespace}.{hostedzone}", object: .schema,
            "Replica counterpart."),
        Setting(
            "replica_legacy_dns_name_format", .string(\.replicaLegacyDnsNameFormat), builtIn: "{cluster}-repl.{team}.{hostedzone}",
            object: .schema,
            "Replica counterpart of the legacy name."),
    ]
}
