/// Shapes of pods, their containers, scheduling and status (notation: `ShapeTable`).
extension ShapeTable {
    static let podTypes = """
        Affinity: nodeAffinity *NodeAffinity, podAffinity *PodAffinity, podAntiAffinity *PodAntiAffinity
        AppArmorProfile: type s !, localhostProfile *s
        Capabilities: add [s], drop [s]
        ConfigMapEnvSource: name s, optional *b
        ConfigMapKeySelector atomic: name s, key s !, optional *b
        Container: name s !, image s, command [s], args [s], workingDir s, ports [ContainerPort] map=containerPort+protocol
          merge=containerPort, envFrom [EnvFromSource], env [EnvVar] map=name merge=name, resources ResourceRequirements, resizePolicy
          [ContainerResizePolicy], restartPolicy *s, restartPolicyRules [ContainerRestartRule], volumeMounts [VolumeMount] map=mountPath
          merge=mountPath, volumeDevices [VolumeDevice] map=devicePath merge=devicePath, livenessProbe *Probe, readinessProbe *Probe,
          startupProbe *Probe, lifecycle *Lifecycle, terminationMessagePath s, terminationMessagePolicy s, imagePullPolicy s,
          securityContext *SecurityContext, stdin b, stdinOnce b, tty b
        ContainerExtendedResourceRequest: containerName s !, resourceName s !, requestName s !
        ContainerPort: name s, hostPort i, containerPort i !, protocol s =TCP, hostIP s
        ContainerResizePolicy: resourceName s !, restartPolicy s !
        ContainerRestartRule: action s, exitCodes *ContainerRestartRuleOnExitCodes
        ContainerRestartRuleOnExitCodes: operator s, values [i] set
        ContainerState: waiting *ContainerStateWaiting, running *ContainerStateRunning, terminated *ContainerStateTerminated
        ContainerStateRunning: startedAt t
        ContainerStateTerminated: exitCode i !, signal i, reason s, message s, startedAt t, finishedAt t, containerID s
        ContainerStateWaiting: reason s, message s
        ContainerStatus: name s !, state ContainerState, lastState ContainerState, ready b !, restartCount i !, image s !, imageID s !,
          containerID s, started *b, allocatedResources {q}, resources *ResourceRequirements, volumeMounts [VolumeMountStatus]
          map=mountPath merge=mountPath, user *ContainerUser, allocatedResourcesStatus [ResourceStatus] map=name merge=name, stopSignal
          *s
        ContainerUser: linux *LinuxContainerUser
        EnvFromSource: prefix s, configMapRef *ConfigMapEnvSource, secretRef *SecretEnvSource
        EnvVar: name s !, value s, valueFrom *EnvVarSource
        EnvVarSource: fieldRef *ObjectFieldSelector, resourceFieldRef *ResourceFieldSelector, configMapKeyRef *ConfigMapKeySelector,
          secretKeyRef *SecretKeySelector, fileKeyRef *FileKeySelector
        EphemeralContainer: name s !, image s, command [s], args [s], workingDir s, ports [ContainerPort] map=containerPort+protocol
          merge=containerPort, envFrom [EnvFromSource], env [EnvVar] map=name merge=name, resources ResourceRequirements, resizePolicy
          [ContainerResizePolicy], restartPolicy *s, restartPolicyRules [ContainerRestartRule], volumeMounts [VolumeMount] map=mountPath
          merge=mountPath, volumeDevices [VolumeDevice] map=devicePath merge=devicePath, livenessProbe *Probe, readinessProbe *Probe,
          startupProbe *Probe, lifecycle *Lifecycle, terminationMessagePath s, terminationMessagePolicy s, imagePullPolicy s,
          securityContext *SecurityContext, stdin b, stdinOnce b, tty b, targetContainerName s
        ExecAction: command [s]
        FileKeySelector atomic: volumeName s !, path s !, key s !, optional *b
        GRPCAction: port i !, service *s !
        HTTPGetAction: path s, port I !, host s, scheme s, httpHeaders [HTTPHeader]
        HTTPHeader: name s !, value s !
        HostAlias: ip s !, hostnames [s]
        HostIP: ip s !
        Lifecycle: postStart *LifecycleHandler, preStop *LifecycleHandler, stopSignal *s
        LifecycleHandler: exec *ExecAction, httpGet *HTTPGetAction, tcpSocket *TCPSocketAction, sleep *SleepAction
        LinuxContainerUser: uid l !, gid l !, supplementalGroups [l]
        LocalObjectReference atomic: name s
        NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution *NodeSelector, preferredDuringSchedulingIgnoredDuringExecution
          [PreferredSchedulingTerm]
        NodeSelector atomic: nodeSelectorTerms [NodeSelectorTerm] !
        NodeSelectorRequirement: key s !, operator s !, values [s]
        NodeSelectorTerm atomic: matchExpressions [NodeSelectorRequirement], matchFields [NodeSelectorRequirement]
        ObjectFieldSelector atomic: apiVersion s, fieldPath s !
        ObjectReference atomic: kind s, namespace s, name s, uid s, apiVersion s, resourceVersion s, fieldPath s
        Pod root: metadata ObjectMeta, spec PodSpec, status PodStatus
        PodAffinity: requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm], preferredDuringSchedulingIgnoredDuringExecution
          [WeightedPodAffinityTerm]
        PodAffinityTerm: labelSelector *LabelSelector, namespaces [s], topologyKey s !, namespaceSelector *LabelSelector, matchLabelKeys
          [s], mismatchLabelKeys [s]
        PodAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution [PodAffinityTerm],
          preferredDuringSchedulingIgnoredDuringExecution [WeightedPodAffinityTerm]
        PodCondition: type s !, observedGeneration l, status s !, lastProbeTime t, lastTransitionTime t, reason s, message s
        PodDNSConfig: nameservers [s], searches [s], options [PodDNSConfigOption]
        PodDNSConfigOption: name s, value *s
        PodExtendedResourceClaimStatus: requestMappings [ContainerExtendedResourceRequest] !, resourceClaimName s !
        PodIP: ip s !
        PodOS: name s !
        PodReadinessGate: conditionType s !
        PodResourceClaim: name s !, resourceClaimName *s, resourceClaimTemplateName *s
        PodResourceClaimStatus: name s !, resourceClaimName *s
        PodSchedulingGate: name s !
        PodSchedulingGroup: podGroupName *s
        PodSecurityContext: seLinuxOptions *SELinuxOptions, windowsOptions *WindowsSecurityContextOptions, runAsUser *l, runAsGroup *l,
          runAsNonRoot *b, supplementalGroups [l], supplementalGroupsPolicy *s, fsGroup *l, sysctls [Sysctl], fsGroupChangePolicy *s,
          seccompProfile *SeccompProfile, appArmorProfile *AppArmorProfile, seLinuxChangePolicy *s
        PodSpec: volumes [Volume] map=name merge=name retain, initContainers [Container] map=name merge=name, containers [Container] !
          map=name merge=name, ephemeralContainers [EphemeralContainer] map=name merge=name, restartPolicy s,
          terminationGracePeriodSeconds *l, activeDeadlineSeconds *l, dnsPolicy s, nodeSelector {s} atomic, serviceAccountName s,
          serviceAccount s, automountServiceAccountToken *b, nodeName s, hostNetwork b, hostPID b, hostIPC b, shareProcessNamespace *b,
          securityContext *PodSecurityContext, imagePullSecrets [LocalObjectReference] map=name merge=name, hostname s, subdomain s,
          affinity *Affinity, schedulerName s, tolerations [Toleration], hostAliases [HostAlias] map=ip merge=ip, priorityClassName s,
          priority *i, dnsConfig *PodDNSConfig, readinessGates [PodReadinessGate], runtimeClassName *s, enableServiceLinks *b,
          preemptionPolicy *s, overhead {q}, topologySpreadConstraints [TopologySpreadConstraint] map=topologyKey+whenUnsatisfiable
          merge=topologyKey, setHostnameAsFQDN *b, os *PodOS, hostUsers *b, schedulingGates [PodSchedulingGate] map=name merge=name,
          resourceClaims [PodResourceClaim] map=name merge=name retain, resources *ResourceRequirements, hostnameOverride *s,
          schedulingGroup *PodSchedulingGroup
        PodStatus: observedGeneration l, phase s, conditions [PodCondition] map=type merge=type, message s, reason s, nominatedNodeName
          s, hostIP s, hostIPs [HostIP] merge=ip, podIP s, podIPs [PodIP] map=ip merge=ip, startTime *t, initContainerStatuses
          [ContainerStatus], containerStatuses [ContainerStatus], qosClass s, ephemeralContainerStatuses [ContainerStatus], resize s,
          resourceClaimStatuses [PodResourceClaimStatus] map=name merge=name retain, extendedResourceClaimStatus
          *PodExtendedResourceClaimStatus, allocatedResources {q}, resources *ResourceRequirements, nodeAllocatableResourceClaimStatuses
          [NodeAllocatableResourceClaimStatus] map=resourceClaimName merge=resourceClaimName
        PodTemplateSpec: metadata ObjectMeta, spec PodSpec
        PreferredSchedulingTerm: weight i !, preference NodeSelectorTerm !
        Probe: exec *ExecAction, httpGet *HTTPGetAction, tcpSocket *TCPSocketAction, grpc *GRPCAction, initialDelaySeconds i,
          timeoutSeconds i, periodSeconds i, successThreshold i, failureThreshold i, terminationGracePeriodSeconds *l
        ReplicationController root: metadata ObjectMeta, spec ReplicationControllerSpec, status ReplicationControllerStatus
        ReplicationControllerCondition: type s !, status s !, lastTransitionTime t, reason s, message s
        ReplicationControllerSpec: replicas *i, minReadySeconds i, selector {s} atomic, template *PodTemplateSpec
        ReplicationControllerStatus: replicas i !, fullyLabeledReplicas i, readyReplicas i, availableReplicas i, observedGeneration l,
          conditions [ReplicationControllerCondition] map=type merge=type
        ResourceClaim: name s !, request s
        ResourceFieldSelector atomic: containerName s, resource s !, divisor q
        ResourceHealth: resourceID s !, health s, message *s
        ResourceRequirements: limits {q}, requests {q}, claims [ResourceClaim] map=name
        ResourceStatus: name s !, resources [ResourceHealth] map=resourceID
        SELinuxOptions: user s, role s, type s, level s
        SeccompProfile: type s !, localhostProfile *s
        SecretEnvSource: name s, optional *b
        SecretKeySelector atomic: name s, key s !, optional *b
        SecurityContext: capabilities *Capabilities, privileged *b, seLinuxOptions *SELinuxOptions, windowsOptions
          *WindowsSecurityContextOptions, runAsUser *l, runAsGroup *l, runAsNonRoot *b, readOnlyRootFilesystem *b,
          allowPrivilegeEscalation *b, procMount *s, seccompProfile *SeccompProfile, appArmorProfile *AppArmorProfile
        SleepAction: seconds l !
        Sysctl: name s !, value s !
        TCPSocketAction: port I !, host s
        Toleration: key s, operator s, value s, effect s, tolerationSeconds *l
        TopologySelectorLabelRequirement: key s !, values [s] !
        TopologySelectorTerm atomic: matchLabelExpressions [TopologySelectorLabelRequirement]
        TopologySpreadConstraint: maxSkew i !, topologyKey s !, whenUnsatisfiable s !, labelSelector *LabelSelector, minDomains *i,
          nodeAffinityPolicy *s, nodeTaintsPolicy *s, matchLabelKeys [s]
        WeightedPodAffinityTerm: weight i !, podAffinityTerm PodAffinityTerm !
        WindowsSecurityContextOptions: gmsaCredentialSpecName *s, gmsaCredentialSpec *s, runAsUserName *s, hostProcess *b
        """
}
