/// The numbers of the fields of the kinds that kubectl creates through its typed clients, which send protobuf: `create configmap`,
/// `create deployment`, `auth can-i`, `create token`, `drain` and the like.
///
/// Notation: `Type: field field 7=field …`, numbered from 1 on, `N=` goes on from N. `^Type` is a part whose fields JSON shows as the
/// type's own. Types are those of `ShapeTable`, which also knows what each field holds. Status is left out: nobody creates it. The numbers
/// are those of Kubernetes' published interface definitions.
extension ProtobufNumbers {
    static let text = """
        Affinity: nodeAffinity podAffinity podAntiAffinity
        AggregationRule: clusterRoleSelectors
        AppArmorProfile: type localhostProfile
        Binding: metadata target
        BoundObjectReference: kind apiVersion name uid
        Capabilities: add drop
        ClientIPConfig: timeoutSeconds
        ClusterRole: metadata rules aggregationRule
        ClusterRoleBinding: metadata subjects roleRef
        ClusterTrustBundleProjection: name signerName labelSelector path optional
        ConfigMap: metadata data binaryData immutable
        ConfigMapEnvSource: ^LocalObjectReference optional
        ConfigMapKeySelector: ^LocalObjectReference key optional
        ConfigMapProjection: ^LocalObjectReference items 4=optional
        ConfigMapVolumeSource: ^LocalObjectReference items defaultMode optional
        Container: name image command args workingDir ports env resources volumeMounts livenessProbe readinessProbe lifecycle
          terminationMessagePath imagePullPolicy securityContext stdin stdinOnce tty envFrom terminationMessagePolicy
          volumeDevices startupProbe resizePolicy restartPolicy restartPolicyRules
        ContainerPort: name hostPort containerPort protocol hostIP
        ContainerResizePolicy: resourceName restartPolicy
        ContainerRestartRule: action exitCodes
        ContainerRestartRuleOnExitCodes: operator values
        CronJob: metadata spec
        CronJobSpec: schedule startingDeadlineSeconds concurrencyPolicy suspend jobTemplate successfulJobsHistoryLimit
          failedJobsHistoryLimit timeZone
        DaemonSet: metadata spec
        DaemonSetSpec: selector template updateStrategy minReadySeconds 6=revisionHistoryLimit
        DaemonSetUpdateStrategy: type rollingUpdate
        DeleteOptions: gracePeriodSeconds preconditions orphanDependents propagationPolicy dryRun
        Deployment: metadata spec
        DeploymentSpec: replicas selector template strategy minReadySeconds revisionHistoryLimit paused
          9=progressDeadlineSeconds
        DeploymentStrategy: type rollingUpdate
        DownwardAPIProjection: items
        DownwardAPIVolumeFile: path fieldRef resourceFieldRef mode
        DownwardAPIVolumeSource: items defaultMode
        EmptyDirVolumeSource: medium sizeLimit
        EndpointAddress: ip targetRef hostname nodeName
        EndpointPort: name port protocol appProtocol
        EndpointSubset: addresses notReadyAddresses ports
        Endpoints: metadata subsets
        EnvFromSource: prefix configMapRef secretRef
        EnvVar: name value valueFrom
        EnvVarSource: fieldRef resourceFieldRef configMapKeyRef secretKeyRef fileKeyRef
        EphemeralVolumeSource: volumeClaimTemplate
        Event: metadata involvedObject reason message source firstTimestamp lastTimestamp count type eventTime series action
          related reportingComponent reportingInstance
        EventSeries: count lastObservedTime
        EventSource: component host
        Eviction: metadata deleteOptions
        ExecAction: command
        FieldSelectorAttributes: rawSelector requirements
        FileKeySelector: volumeName path key optional
        GRPCAction: port service
        HTTPGetAction: path port host scheme httpHeaders
        HTTPHeader: name value
        HostAlias: ip hostnames
        HostPathVolumeSource: path type
        IPBlock: cidr except
        ImageVolumeSource: reference pullPolicy
        Job: metadata spec
        JobSpec: parallelism completions activeDeadlineSeconds selector manualSelector template backoffLimit
          ttlSecondsAfterFinished completionMode suspend podFailurePolicy backoffLimitPerIndex maxFailedIndexes
          podReplacementPolicy managedBy successPolicy
        JobTemplateSpec: metadata spec
        KeyToPath: key path mode
        LabelSelector: matchLabels matchExpressions
        LabelSelectorAttributes: rawSelector requirements
        LabelSelectorRequirement: key operator values
        Lease: metadata spec
        LeaseSpec: holderIdentity leaseDurationSeconds acquireTime renewTime leaseTransitions strategy preferredHolder
        Lifecycle: postStart preStop stopSignal
        LifecycleHandler: exec httpGet tcpSocket sleep
        LocalObjectReference: name
        LocalSubjectAccessReview: metadata spec
        NFSVolumeSource: server path readOnly
        Namespace: metadata spec
        NamespaceSpec: finalizers
        NetworkPolicy: metadata spec
        NetworkPolicyEgressRule: ports to
        NetworkPolicyIngressRule: ports from
        NetworkPolicyPeer: podSelector namespaceSelector ipBlock
        NetworkPolicyPort: protocol port endPort
        NetworkPolicySpec: podSelector ingress egress policyTypes
        NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution preferredDuringSchedulingIgnoredDuringExecution
        NodeSelector: nodeSelectorTerms
        NodeSelectorRequirement: key operator values
        NodeSelectorTerm: matchExpressions matchFields
        NonResourceAttributes: path verb
        ObjectFieldSelector: apiVersion fieldPath
        ObjectMeta: name generateName namespace 5=uid resourceVersion generation creationTimestamp deletionTimestamp
          deletionGracePeriodSeconds labels annotations ownerReferences finalizers
        ObjectReference: kind namespace name uid apiVersion resourceVersion fieldPath
        OwnerReference: kind 3=name uid apiVersion controller blockOwnerDeletion
        PersistentVolumeClaim: metadata spec
        PersistentVolumeClaimSpec: accessModes resources volumeName selector storageClassName volumeMode dataSource
          dataSourceRef volumeAttributesClassName
        PersistentVolumeClaimTemplate: metadata spec
        PersistentVolumeClaimVolumeSource: claimName readOnly
        Pod: metadata spec
        PodAffinity: requiredDuringSchedulingIgnoredDuringExecution preferredDuringSchedulingIgnoredDuringExecution
        PodAffinityTerm: labelSelector namespaces topologyKey namespaceSelector matchLabelKeys mismatchLabelKeys
        PodAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution preferredDuringSchedulingIgnoredDuringExecution
        PodCertificateProjection: signerName keyType maxExpirationSeconds credentialBundlePath keyPath certificateChainPath
          userAnnotations
        PodDNSConfig: nameservers searches options
        PodDNSConfigOption: name value
        PodDisruptionBudget: metadata spec
        PodDisruptionBudgetSpec: minAvailable selector maxUnavailable unhealthyPodEvictionPolicy
        PodFailurePolicy: rules
        PodFailurePolicyOnExitCodesRequirement: containerName operator values
        PodFailurePolicyOnPodConditionsPattern: type
        PodFailurePolicyRule: action onExitCodes onPodConditions
        PodOS: name
        PodReadinessGate: conditionType
        PodSchedulingGate: name
        PodSchedulingGroup: podGroupName
        PodSecurityContext: seLinuxOptions runAsUser runAsNonRoot supplementalGroups fsGroup runAsGroup sysctls windowsOptions
          fsGroupChangePolicy seccompProfile appArmorProfile supplementalGroupsPolicy seLinuxChangePolicy
        PodSpec: volumes containers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector
          serviceAccountName serviceAccount nodeName hostNetwork hostPID hostIPC securityContext imagePullSecrets hostname
          subdomain affinity schedulerName initContainers automountServiceAccountToken tolerations hostAliases
          priorityClassName priority dnsConfig shareProcessNamespace readinessGates runtimeClassName enableServiceLinks
          preemptionPolicy overhead topologySpreadConstraints 35=setHostnameAsFQDN os hostUsers schedulingGates 40=resources
          hostnameOverride 43=schedulingGroup
        PodTemplateSpec: metadata spec
        PolicyRule: verbs apiGroups resources resourceNames nonResourceURLs
        Preconditions: uid resourceVersion
        PreferredSchedulingTerm: weight preference
        PriorityClass: metadata value globalDefault description preemptionPolicy
        Probe: ^ProbeHandler initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold
          terminationGracePeriodSeconds
        ProjectedVolumeSource: sources defaultMode
        ReplicaSet: metadata spec
        ReplicaSetSpec: replicas selector template minReadySeconds
        ResourceAttributes: namespace verb group version resource subresource name fieldSelector labelSelector
        ResourceClaim: name request
        ResourceFieldSelector: containerName resource divisor
        ResourceQuota: metadata spec
        ResourceQuotaSpec: hard scopes scopeSelector
        ResourceRequirements: limits requests claims
        Role: metadata rules
        RoleBinding: metadata subjects roleRef
        RoleRef: apiGroup kind name
        RollingUpdateDaemonSet: maxUnavailable maxSurge
        RollingUpdateDeployment: maxUnavailable maxSurge
        RollingUpdateStatefulSetStrategy: partition maxUnavailable
        SELinuxOptions: user role type level
        ScopeSelector: matchExpressions
        ScopedResourceSelectorRequirement: scopeName operator values
        SeccompProfile: type localhostProfile
        Secret: metadata data type stringData immutable
        SecretEnvSource: ^LocalObjectReference optional
        SecretKeySelector: ^LocalObjectReference key optional
        SecretProjection: ^LocalObjectReference items 4=optional
        SecretVolumeSource: secretName items defaultMode optional
        SecurityContext: capabilities privileged seLinuxOptions runAsUser runAsNonRoot readOnlyRootFilesystem
          allowPrivilegeEscalation runAsGroup procMount windowsOptions seccompProfile appArmorProfile
        SelfSubjectAccessReview: metadata spec
        SelfSubjectAccessReviewSpec: resourceAttributes nonResourceAttributes
        SelfSubjectReview: metadata
        SelfSubjectRulesReview: metadata spec
        SelfSubjectRulesReviewSpec: namespace
        Service: metadata spec
        ServiceAccount: metadata secrets imagePullSecrets automountServiceAccountToken
        ServiceAccountTokenProjection: audience expirationSeconds path
        ServicePort: name protocol port targetPort nodePort appProtocol
        ServiceSpec: ports selector clusterIP type externalIPs 7=sessionAffinity loadBalancerIP loadBalancerSourceRanges
          externalName externalTrafficPolicy healthCheckNodePort publishNotReadyAddresses sessionAffinityConfig
          17=ipFamilyPolicy clusterIPs ipFamilies allocateLoadBalancerNodePorts loadBalancerClass internalTrafficPolicy
          trafficDistribution
        SessionAffinityConfig: clientIP
        SleepAction: seconds
        StatefulSet: metadata spec
        StatefulSetOrdinals: start
        StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted whenScaled
        StatefulSetSpec: replicas selector template volumeClaimTemplates serviceName podManagementPolicy updateStrategy
          revisionHistoryLimit minReadySeconds persistentVolumeClaimRetentionPolicy ordinals
        StatefulSetUpdateStrategy: type rollingUpdate
        Subject: kind apiGroup name namespace
        SubjectAccessReview: metadata spec
        SubjectAccessReviewSpec: resourceAttributes nonResourceAttributes user groups extra uid
        SuccessPolicy: rules
        SuccessPolicyRule: succeededIndexes succeededCount
        Sysctl: name value
        TCPSocketAction: port host
        TokenRequestSpec: audiences 3=boundObjectRef expirationSeconds
        TokenReview: metadata spec
        TokenReviewSpec: token audiences
        Toleration: key operator value effect tolerationSeconds
        TopologySpreadConstraint: maxSkew topologyKey whenUnsatisfiable labelSelector minDomains nodeAffinityPolicy
          nodeTaintsPolicy matchLabelKeys
        TypedLocalObjectReference: apiGroup kind name
        TypedObjectReference: apiGroup kind name namespace
        Volume: name ^VolumeSource
        VolumeDevice: name devicePath
        VolumeMount: name readOnly mountPath subPath mountPropagation subPathExpr recursiveReadOnly
        VolumeProjection: secret downwardAPI configMap serviceAccountToken clusterTrustBundle podCertificate
        VolumeResourceRequirements: limits requests
        WeightedPodAffinityTerm: weight podAffinityTerm
        WindowsSecurityContextOptions: gmsaCredentialSpecName gmsaCredentialSpec runAsUserName hostProcess
        authentication.TokenRequest: metadata spec
        ^ProbeHandler: exec httpGet tcpSocket grpc
        ^VolumeSource: hostPath emptyDir 6=secret nfs 10=persistentVolumeClaim 16=downwardAPI 19=configMap 26=projected
          29=ephemeral
        ^LocalObjectReference: name
        """
}
