/// Shapes of nodes, namespaces, quotas (notation: `ShapeTable`).
extension ShapeTable {
    static let nodeTypes = """
        AttachedVolume: name s !, devicePath s !
        ConfigMapNodeConfigSource: namespace s !, name s !, uid s, resourceVersion s, kubeletConfigKey s !
        ContainerImage: names [s] !, sizeBytes l
        DaemonEndpoint: Port i !
        LimitRange root: metadata ObjectMeta, spec LimitRangeSpec
        LimitRangeItem: type s !, max {q}, min {q}, default {q}, defaultRequest {q}, maxLimitRequestRatio {q}
        LimitRangeSpec: limits [LimitRangeItem] !
        Namespace root: metadata ObjectMeta, spec NamespaceSpec, status NamespaceStatus
        NamespaceCondition: type s !, status s !, lastTransitionTime t, reason s, message s
        NamespaceSpec: finalizers [s]
        NamespaceStatus: phase s, conditions [NamespaceCondition] map=type merge=type
        Node root: metadata ObjectMeta, spec NodeSpec, status NodeStatus
        NodeAddress: type s !, address s !
        NodeAllocatableResourceClaimStatus: resourceClaimName s !, containers [s] set
        NodeCondition: type s !, status s !, lastHeartbeatTime t, lastTransitionTime t, reason s, message s
        NodeConfigSource: configMap *ConfigMapNodeConfigSource
        NodeConfigStatus: assigned *NodeConfigSource, active *NodeConfigSource, lastKnownGood *NodeConfigSource, error s
        NodeDaemonEndpoints: kubeletEndpoint DaemonEndpoint
        NodeFeatures: supplementalGroupsPolicy *b
        NodeRuntimeHandler: name s !, features *NodeRuntimeHandlerFeatures
        NodeRuntimeHandlerFeatures: recursiveReadOnlyMounts *b, userNamespaces *b
        NodeSpec: podCIDR s, podCIDRs [s] set merge, providerID s, unschedulable b, taints [Taint], configSource *NodeConfigSource,
          externalID s
        NodeStatus: capacity {q}, allocatable {q}, phase s, conditions [NodeCondition] map=type merge=type, addresses [NodeAddress]
          map=type merge=type, daemonEndpoints NodeDaemonEndpoints, nodeInfo NodeSystemInfo, images [ContainerImage], volumesInUse [s],
          volumesAttached [AttachedVolume], config *NodeConfigStatus, runtimeHandlers [NodeRuntimeHandler], features *NodeFeatures,
          declaredFeatures [s]
        NodeSwapStatus: capacity *l
        NodeSystemInfo: machineID s !, systemUUID s !, bootID s !, kernelVersion s !, osImage s !, containerRuntimeVersion s !,
          kubeletVersion s !, kubeProxyVersion s !, operatingSystem s !, architecture s !, swap *NodeSwapStatus
        ResourceQuota root: metadata ObjectMeta, spec ResourceQuotaSpec, status ResourceQuotaStatus
        ResourceQuotaSpec: hard {q}, scopes [s], scopeSelector *ScopeSelector
        ResourceQuotaStatus: hard {q}, used {q}
        ScopeSelector atomic: matchExpressions [ScopedResourceSelectorRequirement]
        ScopedResourceSelectorRequirement: scopeName s !, operator s !, values [s]
        Taint: key s !, value s, effect s !, timeAdded *t
        """
}
