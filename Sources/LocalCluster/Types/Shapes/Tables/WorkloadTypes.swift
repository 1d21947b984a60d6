/// Shapes of apps, batch and policy (notation: `ShapeTable`).
extension ShapeTable {
    static let workloadTypes = """
        ControllerRevision root: metadata ObjectMeta, data J !, revision l !
        CronJob root: metadata ObjectMeta, spec CronJobSpec, status CronJobStatus
        CronJobSpec: schedule s !, timeZone *s, startingDeadlineSeconds *l, concurrencyPolicy s, suspend *b, jobTemplate JobTemplateSpec
          !, successfulJobsHistoryLimit *i, failedJobsHistoryLimit *i
        CronJobStatus: active [ObjectReference], lastScheduleTime *t, lastSuccessfulTime *t
        DaemonSet root: metadata ObjectMeta, spec DaemonSetSpec, status DaemonSetStatus
        DaemonSetCondition: type s !, status s !, lastTransitionTime t, reason s, message s
        DaemonSetSpec: selector *LabelSelector !, template PodTemplateSpec !, updateStrategy DaemonSetUpdateStrategy, minReadySeconds i,
          revisionHistoryLimit *i
        DaemonSetStatus: currentNumberScheduled i !, numberMisscheduled i !, desiredNumberScheduled i !, numberReady i !,
          observedGeneration l, updatedNumberScheduled i, numberAvailable i, numberUnavailable i, collisionCount *i, conditions
          [DaemonSetCondition] map=type merge=type
        DaemonSetUpdateStrategy: type s, rollingUpdate *RollingUpdateDaemonSet
        Deployment root: metadata ObjectMeta, spec DeploymentSpec, status DeploymentStatus
        DeploymentCondition: type s !, status s !, lastUpdateTime t, lastTransitionTime t, reason s, message s
        DeploymentSpec: replicas *i, selector *LabelSelector !, template PodTemplateSpec !, strategy DeploymentStrategy retain,
          minReadySeconds i, revisionHistoryLimit *i, paused b, progressDeadlineSeconds *i
        DeploymentStatus: observedGeneration l, replicas i, updatedReplicas i, readyReplicas i, availableReplicas i, unavailableReplicas
          i, terminatingReplicas *i, conditions [DeploymentCondition] map=type merge=type, collisionCount *i
        DeploymentStrategy: type s, rollingUpdate *RollingUpdateDeployment
        Eviction root: metadata ObjectMeta, deleteOptions *DeleteOptions
        Job root: metadata ObjectMeta, spec JobSpec, status JobStatus
        JobCondition: type s !, status s !, lastProbeTime t, lastTransitionTime t, reason s, message s
        JobSpec: parallelism *i, completions *i, activeDeadlineSeconds *l, podFailurePolicy *PodFailurePolicy, successPolicy
          *SuccessPolicy, backoffLimit *i, backoffLimitPerIndex *i, maxFailedIndexes *i, selector *LabelSelector, manualSelector *b,
          template PodTemplateSpec !, ttlSecondsAfterFinished *i, completionMode *s, suspend *b, podReplacementPolicy *s, managedBy *s
        JobStatus: conditions [JobCondition] merge=type, startTime *t, completionTime *t, active i, succeeded i, failed i, terminating
          *i, completedIndexes s, failedIndexes *s, uncountedTerminatedPods *UncountedTerminatedPods, ready *i
        JobTemplateSpec: metadata ObjectMeta, spec JobSpec
        PodDisruptionBudget root: metadata ObjectMeta, spec PodDisruptionBudgetSpec, status PodDisruptionBudgetStatus
        PodDisruptionBudgetSpec: minAvailable *I, selector *LabelSelector, maxUnavailable *I, unhealthyPodEvictionPolicy *s
        PodDisruptionBudgetStatus: observedGeneration l, disruptedPods {t}, disruptionsAllowed i !, currentHealthy i !, desiredHealthy i
          !, expectedPods i !, conditions [Condition] map=type merge=type
        PodFailurePolicy: rules [PodFailurePolicyRule] !
        PodFailurePolicyOnExitCodesRequirement: containerName *s, operator s !, values [i] ! set
        PodFailurePolicyOnPodConditionsPattern: type s !, status s !
        PodFailurePolicyRule: action s !, onExitCodes *PodFailurePolicyOnExitCodesRequirement, onPodConditions
          [PodFailurePolicyOnPodConditionsPattern]
        ReplicaSet root: metadata ObjectMeta, spec ReplicaSetSpec, status ReplicaSetStatus
        ReplicaSetCondition: type s !, status s !, lastTransitionTime t, reason s, message s
        ReplicaSetSpec: replicas *i, minReadySeconds i, selector *LabelSelector !, template PodTemplateSpec
        ReplicaSetStatus: replicas i !, fullyLabeledReplicas i, readyReplicas i, availableReplicas i, terminatingReplicas *i,
          observedGeneration l, conditions [ReplicaSetCondition] map=type merge=type
        RollingUpdateDaemonSet: maxUnavailable *I, maxSurge *I
        RollingUpdateDeployment: maxUnavailable *I, maxSurge *I
        RollingUpdateStatefulSetStrategy: partition *i, maxUnavailable *I
        StatefulSet root: metadata ObjectMeta, spec StatefulSetSpec, status StatefulSetStatus
        StatefulSetCondition: type s !, status s !, lastTransitionTime t, reason s, message s
        StatefulSetOrdinals: start i !
        StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted s, whenScaled s
        StatefulSetSpec: replicas *i, selector *LabelSelector !, template PodTemplateSpec !, volumeClaimTemplates
          [PersistentVolumeClaim], serviceName s !, podManagementPolicy s, updateStrategy StatefulSetUpdateStrategy,
          revisionHistoryLimit *i, minReadySeconds i, persistentVolumeClaimRetentionPolicy
          *StatefulSetPersistentVolumeClaimRetentionPolicy, ordinals *StatefulSetOrdinals
        StatefulSetStatus: observedGeneration l, replicas i !, readyReplicas i, currentReplicas i, updatedReplicas i, currentRevision s,
          updateRevision s, collisionCount *i, conditions [StatefulSetCondition] map=type merge=type, availableReplicas i !
        StatefulSetUpdateStrategy: type s, rollingUpdate *RollingUpdateStatefulSetStrategy
        SuccessPolicy: rules [SuccessPolicyRule] !
        SuccessPolicyRule: succeededIndexes *s, succeededCount *i
        UncountedTerminatedPods: succeeded [s] set, failed [s] set
        """
}
