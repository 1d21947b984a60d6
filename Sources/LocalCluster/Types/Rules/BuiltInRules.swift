import Model

extension BuiltInResources {
    static func type(_ info: ResourceInfo) -> APIType? {
        let name = info.group == "events.k8s.io" ? "events.Event" : info.kind
        guard let structure = ShapeTable.builtIn.structure(named: name) else { return nil }
        let codec: any ObjectCodec =
            info.group == "events.k8s.io"
            ? EventCodec(structure: structure) : BuiltInCodec(structure: structure, kind: info.kind, apiVersion: info.apiVersion)
        return APIType(info: info, codec: codec, rules: rules(of: info))
    }

    private static func rules(of info: ResourceInfo) -> any KindRules {
        switch info.kind {
        case "ConfigMap": ConfigMapRules()
        case "Secret": SecretRules()
        case "Namespace": NamespaceRules()
        case "ServiceAccount": ServiceAccountRules()
        case "Node": NodeRules()
        case "Lease": LeaseRules()
        case "StorageClass": StorageClassRules()
        case "PriorityClass": PriorityClassRules()
        case "ControllerRevision": ControllerRevisionRules()
        case "Event": EventRules(isNewStyle: info.group == "events.k8s.io")
        case "Endpoints": EndpointsRules()
        case "EndpointSlice": EndpointSliceRules()
        case "Service": ServiceRules()
        case "PersistentVolumeClaim": ClaimRules()
        case "PersistentVolume": VolumeRules()
        case "Pod": PodRules()
        case "StatefulSet": StatefulSetRules()
        case "Deployment": DeploymentRules()
        case "ReplicaSet": ReplicaSetRules(isController: false)
        case "ReplicationController": ReplicaSetRules(isController: true)
        case "DaemonSet": DaemonSetRules()
        case "Job": JobRules()
        case "CronJob": CronJobRules()
        case "PodDisruptionBudget": DisruptionBudgetRules()
        case "NetworkPolicy": NetworkPolicyRules()
        case "Role", "ClusterRole": RoleRules(isCluster: info.kind == "ClusterRole")
        case "RoleBinding", "ClusterRoleBinding": RoleBindingRules(isCluster: info.kind == "ClusterRoleBinding")
        case "CustomResourceDefinition": DefinitionRules()
        default: PlainRules()
        }
    }
}
