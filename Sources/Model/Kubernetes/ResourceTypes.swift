extension ResourceType {
    // MARK: Core

    public static let pods = core("pods", "Pod")
    public static let services = core("services", "Service")
    public static let endpoints = core("endpoints", "Endpoints")
    public static let configMaps = core("configmaps", "ConfigMap")
    public static let secrets = core("secrets", "Secret")
    public static let serviceAccounts = core("serviceaccounts", "ServiceAccount")
    public static let persistentVolumeClaims = core("persistentvolumeclaims", "PersistentVolumeClaim")
    public static let persistentVolumes = core("persistentvolumes", "PersistentVolume", namespaced: false)
    public static let nodes = core("nodes", "Node", namespaced: false)
    public static let namespaces = core("namespaces", "Namespace", namespaced: false)
    public static let events = core("events", "Event")
    public static let limitRanges = core("limitranges", "LimitRange")
    public static let resourceQuotas = core("resourcequotas", "ResourceQuota")
    public static let podTemplates = core("podtemplates", "PodTemplate")
    public static let replicationControllers = core("replicationcontrollers", "ReplicationController")

    // MARK: Workloads

    public static let statefulSets = apps("statefulsets", "StatefulSet")
    public static let deployments = apps("deployments", "Deployment")
    public static let replicaSets = apps("replicasets", "ReplicaSet")
    public static let daemonSets = apps("daemonsets", "DaemonSet")
    public static let controllerRevisions = apps("controllerrevisions", "ControllerRevision")
    public static let jobs = ResourceType(group: "batch", version: "v1", plural: "jobs", kind: "Job")
    public static let cronJobs = ResourceType(group: "batch", version: "v1", plural: "cronjobs", kind: "CronJob")
    public static let podDisruptionBudgets = ResourceType(
        group: "policy", version: "v1", plural: "poddisruptionbudgets", kind: "PodDisruptionBudget")
    public static let horizontalPodAutoscalers = ResourceType(
        group: "autoscaling", version: "v2", plural: "horizontalpodautoscalers", kind: "HorizontalPodAutoscaler")

    // MARK: Access

    public static let roles = rbac("roles", "Role")
    public static let roleBindings = rbac("rolebindings", "RoleBinding")
    public static let clusterRoles = rbac("clusterroles", "ClusterRole", namespaced: false)
    public static let clusterRoleBindings = rbac("clusterrolebindings", "ClusterRoleBinding", namespaced: false)
    public static let tokenReviews = ResourceType(
        group: "authentication.k8s.io", version: "v1", plural: "tokenreviews", kind: "TokenReview", namespaced: false)
    public static let selfSubjectReviews = ResourceType(
        group: "authentication.k8s.io", version: "v1", plural: "selfsubjectreviews", kind: "SelfSubjectReview", namespaced: false)
    public static let subjectAccessReviews = authorization("subjectaccessreviews", "SubjectAccessReview", namespaced: false)
    public static let selfSubjectAccessReviews = authorization(
        "selfsubjectaccessreviews", "SelfSubjectAccessReview", namespaced: false)
    public static let selfSubjectRulesReviews = authorization("selfsubjectrulesreviews", "SelfSubjectRulesReview", namespaced: false)
    public static let localSubjectAccessReviews = authorization("localsubjectaccessreviews", "LocalSubjectAccessReview")

    // MARK: Network, storage, scheduling

    public static let endpointSlices = ResourceType(
        group: "discovery.k8s.io", version: "v1", plural: "endpointslices", kind: "EndpointSlice")
    public static let networkPolicies = ResourceType(
        group: "networking.k8s.io", version: "v1", plural: "networkpolicies", kind: "NetworkPolicy")
    public static let ingresses = ResourceType(group: "networking.k8s.io", version: "v1", plural: "ingresses", kind: "Ingress")
    public static let storageClasses = ResourceType(
        group: "storage.k8s.io", version: "v1", plural: "storageclasses", kind: "StorageClass", namespaced: false)
    public static let priorityClasses = ResourceType(
        group: "scheduling.k8s.io", version: "v1", plural: "priorityclasses", kind: "PriorityClass", namespaced: false)
    public static let leases = ResourceType(group: "coordination.k8s.io", version: "v1", plural: "leases", kind: "Lease")
    /// The newer of the two APIs under which the same Events are served.
    public static let eventsV1 = ResourceType(group: "events.k8s.io", version: "v1", plural: "events", kind: "Event")

    // MARK: Extensions

    public static let customResourceDefinitions = ResourceType(
        group: "apiextensions.k8s.io", version: "v1", plural: "customresourcedefinitions", kind: "CustomResourceDefinition",
        namespaced: false)
    public static let apiServices = ResourceType(
        group: "apiregistration.k8s.io", version: "v1", plural: "apiservices", kind: "APIService", namespaced: false)

    public static let postgresqls = ResourceType(group: "acid.zalan.do", version: "v1", plural: "postgresqls", kind: "postgresql")
    public static let operatorConfigurations = ResourceType(
        group: "acid.zalan.do", version: "v1", plural: "operatorconfigurations", kind: "OperatorConfiguration")
    public static let postgresTeams = ResourceType(
        group: "acid.zalan.do", version: "v1", plural: "postgresteams", kind: "PostgresTeam")
    public static let fabricEventStreams = ResourceType(
        group: "zalando.org", version: "v1", plural: "fabriceventstreams", kind: "FabricEventStream")

    /// All of the above.
    public static let all: [ResourceType] = [
        pods, services, endpoints, configMaps, secrets, serviceAccounts, persistentVolumeClaims, persistentVolumes, nodes, namespaces,
        events, limitRanges, resourceQuotas, podTemplates, replicationControllers,
        statefulSets, deployments, replicaSets, daemonSets, controllerRevisions, jobs, cronJobs, podDisruptionBudgets,
        horizontalPodAutoscalers,
        roles, roleBindings, clusterRoles, clusterRoleBindings, tokenReviews, selfSubjectReviews, subjectAccessReviews,
        selfSubjectAccessReviews, selfSubjectRulesReviews, localSubjectAccessReviews,
        endpointSlices, networkPolicies, ingresses, storageClasses, priorityClasses, leases, eventsV1,
        customResourceDefinitions, apiServices, postgresqls, operatorConfigurations, postgresTeams, fabricEventStreams,
    ]

    /// The known type of that `name` (`apps/v1/statefulsets`), for what comes from a line.
    public static func named(_ name: String) -> ResourceType? { byName[name] }

    /// The known type whose objects carry these two fields.
    public static func of(apiVersion: String, kind: String) -> ResourceType? {
        all.first { $0.kind == kind && $0.apiVersion == apiVersion }
    }

    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    private static func core(_ plural: String, _ kind: String, namespaced: Bool = true) -> ResourceType {
        ResourceType(group: "", version: "v1", plural: plural, kind: kind, namespaced: namespaced)
    }

    private static func apps(_ plural: String, _ kind: String) -> ResourceType {
        ResourceType(group: "apps", version: "v1", plural: plural, kind: kind)
    }

    private static func rbac(_ plural: String, _ kind: String, namespaced: Bool = true) -> ResourceType {
        ResourceType(group: "rbac.authorization.k8s.io", version: "v1", plural: plural, kind: kind, namespaced: namespaced)
    }

    private static func authorization(_ plural: String, _ kind: String, namespaced: Bool = true) -> ResourceType {
        ResourceType(group: "authorization.k8s.io", version: "v1", plural: plural, kind: kind, namespaced: namespaced)
    }
}
