/// Shapes of Services, Endpoints, Events, and the small namespaced ones (notation: `ShapeTable`).
extension ShapeTable {
    static let coreTypes = """
        Binding root: metadata ObjectMeta, target ObjectReference !
        ClientIPConfig: timeoutSeconds *i
        ConfigMap root: metadata ObjectMeta, immutable *b, data {s}, binaryData {D}
        Endpoint: addresses [s] ! set, conditions EndpointConditions, hostname *s, targetRef *ObjectReference, deprecatedTopology {s},
          nodeName *s, zone *s, hints *EndpointHints
        EndpointAddress atomic: ip s !, hostname s, nodeName *s, targetRef *ObjectReference
        EndpointConditions: ready *b, serving *b, terminating *b
        EndpointHints: forZones [ForZone], forNodes [ForNode]
        EndpointPort atomic: name s, port i !, protocol s, appProtocol *s
        EndpointSlice root: metadata ObjectMeta, addressType s !, endpoints [Endpoint] !, ports [discovery.EndpointPort] !
        EndpointSubset: addresses [EndpointAddress], notReadyAddresses [EndpointAddress], ports [EndpointPort]
        Endpoints root: metadata ObjectMeta, subsets [EndpointSubset]
        Event root: metadata ObjectMeta !, involvedObject ObjectReference !, reason s, message s, source EventSource, firstTimestamp t,
          lastTimestamp t, count i, type s, eventTime u, series *EventSeries, action s, related *ObjectReference, reportingComponent s
          !, reportingInstance s !
        EventSeries: count i, lastObservedTime u
        EventSource: component s, host s
        ForNode: name s !
        ForZone: name s !
        IPBlock: cidr s !, except [s]
        LoadBalancerIngress: ip s, hostname s, ipMode *s, ports [PortStatus]
        LoadBalancerStatus: ingress [LoadBalancerIngress]
        NetworkPolicy root: metadata ObjectMeta, spec NetworkPolicySpec
        NetworkPolicyEgressRule: ports [NetworkPolicyPort], to [NetworkPolicyPeer]
        NetworkPolicyIngressRule: ports [NetworkPolicyPort], from [NetworkPolicyPeer]
        NetworkPolicyPeer: podSelector *LabelSelector, namespaceSelector *LabelSelector, ipBlock *IPBlock
        NetworkPolicyPort: protocol *s, port *I, endPort *i
        NetworkPolicySpec: podSelector LabelSelector !, ingress [NetworkPolicyIngressRule], egress [NetworkPolicyEgressRule],
          policyTypes [s]
        PortStatus: port i !, protocol s !, error *s
        Secret root: metadata ObjectMeta, immutable *b, data {D}, stringData {s}, type s
        Service root: metadata ObjectMeta, spec ServiceSpec, status ServiceStatus
        ServiceAccount root: metadata ObjectMeta, secrets [ObjectReference] map=name merge=name, imagePullSecrets
          [LocalObjectReference], automountServiceAccountToken *b
        ServicePort: name s, protocol s =TCP, appProtocol *s, port i !, targetPort I, nodePort i
        ServiceSpec: ports [ServicePort] map=port+protocol merge=port, selector {s} atomic, clusterIP s, clusterIPs [s], type s,
          externalIPs [s], sessionAffinity s, loadBalancerIP s, loadBalancerSourceRanges [s], externalName s, externalTrafficPolicy s,
          healthCheckNodePort i, publishNotReadyAddresses b, sessionAffinityConfig *SessionAffinityConfig, ipFamilies [s],
          ipFamilyPolicy *s, allocateLoadBalancerNodePorts *b, loadBalancerClass *s, internalTrafficPolicy *s, trafficDistribution *s
        ServiceStatus: loadBalancer LoadBalancerStatus, conditions [Condition] map=type merge=type
        SessionAffinityConfig: clientIP *ClientIPConfig
        discovery.EndpointPort atomic: name *s, protocol *s, port *i, appProtocol *s
        events.Event root: metadata ObjectMeta !, eventTime u !, series *events.EventSeries, reportingController s, reportingInstance s,
          action s, reason s, regarding ObjectReference, related *ObjectReference, note s, type s, deprecatedSource EventSource,
          deprecatedFirstTimestamp t, deprecatedLastTimestamp t, deprecatedCount i
        events.EventSeries: count i !, lastObservedTime u !
        """
}
