/// The operator's configuration, whichever form it came in: the flat ConfigMap or the OperatorConfiguration object.
///
/// One property a setting, named as the flat key is, in camel case. What each means, which forms have it and what its defaults are stands
/// in `Setting.all`, the one place for that. Empty strings, lists and maps and nil mean "not set".
public struct Configuration: Sendable, Equatable {
    // MARK: general
    public var resyncPeriod = Duration.zero
    public var repairPeriod = Duration.zero
    public var enableCrdRegistration = false
    public var crdCategories: [String] = []
    public var enableShmVolume = false
    public var maxInstances = 0
    public var minInstances = 0
    public var ignoreInstanceLimitsAnnotationKey = ""
    public var ignoreResourcesLimitsAnnotationKey = ""
    public var kubernetesUseConfigmaps = false
    public var etcdHost = ""
    public var enableMaintenanceWindows = false
    public var maintenanceWindows: [String] = []
    public var dockerImage = ""
    public var sidecarDockerImages: [String: String] = [:]
    public var sidecars: [JSON] = []
    public var workers = 0
    public var setMemoryRequestToLimit = false
    public var enableLazySpiloUpgrade = false
    public var enablePgversionEnvVar = false
    public var enableSpiloWalPathCompat = false
    public var enableTeamIdClusternamePrefix = false
    public var enableLoadBalancer = false

    // MARK: users
    public var superUsername = ""
    public var replicationUsername = ""
    public var additionalOwnerRoles: [String] = []
    public var enablePasswordRotation = false
    public var passwordRotationInterval = 0
    public var passwordRotationUserRetention = 0

    // MARK: major_version_upgrade
    public var majorVersionUpgradeMode = ""
    public var majorVersionUpgradeTeamAllowList: [String] = []
    public var minimalMajorVersion = ""
    public var targetMajorVersion = ""

    // MARK: kubernetes
    public var enableOwnerReferences = false
    public var podTerminateGracePeriod = Duration.zero
    public var spiloRunAsUser: Int?
    public var spiloRunAsGroup: Int?
    public var spiloFSGroup: Int?
    public var podPriorityClassName = ""
    public var clusterDomain = ""
    public var spiloPrivileged = false
    public var spiloAllowPrivilegeEscalation = false
    public var additionalPodCapabilities: [String] = []
    public var clusterLabels: [String: String] = [:]
    public var inheritedLabels: [String] = []
    public var inheritedAnnotations: [String] = []
    public var downscalerAnnotations: [String] = []
    public var ignoredAnnotations: [String] = []
    public var clusterNameLabel = ""
    public var deleteAnnotationDateKey = ""
    public var deleteAnnotationNameKey = ""
    public var podRoleLabel = ""
    public var toleration: [String: String] = [:]
    public var podEnvironmentConfigmap: NamespacedName?
    public var podEnvironmentSecret = ""
    public var nodeReadinessLabel: [String: String] = [:]
    public var nodeReadinessLabelMerge = ""
    public var secretNameTemplate = ""
    public var oauthTokenSecretName: NamespacedName?
    public var infrastructureRolesSecretName: NamespacedName?
    public var infrastructureRolesSecrets: [InfrastructureRoleSource] = []
    public var watchedNamespace = ""
    public var podServiceAccountName = ""
    public var podServiceAccountDefinition = ""
    public var podServiceAccountRoleBindingDefinition = ""
    public var masterPodMoveTimeout = Duration.zero
    public var customPodAnnotations: [String: String] = [:]
    public var enablePodAntiaffinity = false
    public var podAntiaffinityPreferredDuringScheduling = false
    public var podAntiaffinityTopologyKey = ""
    public var storageResizeMode = ""
    public var pdbNameFormat = ""
    public var pdbMasterLabelSelector = false
    public var enablePodDisruptionBudget = false
    public var enableInitContainers = false
    public var enableSidecars = false
    public var sharePgsocketWithSidecars = false
    public var podManagementPolicy = ""
    public var enableReadinessProbe = false
    public var enableCrossNamespaceSecret = false
    public var enableFinalizers = false
    public var enableSecretsDeletion = false
    public var enablePersistentVolumeClaimDeletion = false
    public var persistentVolumeClaimRetentionPolicy: [String: String] = [:]
    public var livenessProbe: JSON?

    // MARK: postgres_pod_resources
    public var defaultCpuRequest = ""
    public var defaultMemoryRequest = ""
    public var defaultCpuLimit = ""
    public var defaultMemoryLimit = ""
    public var minCpuLimit = ""
    public var minMemoryLimit = ""
    public var maxCpuRequest = ""
    public var maxMemoryRequest = ""

    // MARK: timeouts
    public var readyWaitInterval = Duration.zero
    public var readyWaitTimeout = Duration.zero
    public var resourceCheckInterval = Duration.zero
    public var resourceCheckTimeout = Duration.zero
    public var podLabelWaitTimeout = Duration.zero
    public var podDeletionWaitTimeout = Duration.zero
    public var patroniApiCheckInterval = Duration.zero
    public var patroniApiCheckTimeout = Duration.zero

    // MARK: load_balancer
    public var dbHostedZone = ""
    public var enableMasterLoadBalancer = false
    public var enableMasterPoolerLoadBalancer = false
    public var enableReplicaLoadBalancer = false
    public var enableReplicaPoolerLoadBalancer = false
    public var enableMasterNodePort = false
    public var enableMasterPoolerNodePort = false
    public var enableReplicaNodePort = false
    public var enableReplicaPoolerNodePort = false
    public var customServiceAnnotations: [String: String] = [:]
    public var externalTrafficPolicy = ""
    public var masterDnsNameFormat = ""
    public var masterLegacyDnsNameFormat = ""
    public var replicaDnsNameFormat = ""
    public var replicaLegacyDnsNameFormat = ""

    // MARK: aws_or_gcp
    public var awsRegion = ""
    public var walS3Bucket = ""
    public var logS3Bucket = ""
    public var kubeIamRole = ""
    public var irsaRoleArn = ""
    public var walGsBucket = ""
    public var gcpCredentials = ""
    public var walAzStorageAccount = ""
    public var additionalSecretMount = ""
    public var additionalSecretMountPath = ""

    // MARK: logical_backup
    public var logicalBackupSchedule = ""
    public var logicalBackupDockerImage = ""
    public var logicalBackupProvider = ""
    public var logicalBackupAzureStorageAccountName = ""
    public var logicalBackupAzureStorageContainer = ""
    public var logicalBackupAzureStorageAccountKey = ""
    public var logicalBackupS3Bucket = ""
    public var logicalBackupS3BucketPrefix = ""
    public var logicalBackupS3Region = ""
    public var logicalBackupS3Endpoint = ""
    public var logicalBackupS3AccessKeyId = ""
    public var logicalBackupS3SecretAccessKey = ""
    public var logicalBackupS3Sse = ""
    public var logicalBackupS3RetentionTime = ""
    public var logicalBackupGoogleApplicationCredentials = ""
    public var logicalBackupJobPrefix = ""
    public var logicalBackupCronjobEnvironmentSecret = ""
    public var logicalBackupCpuRequest = ""
    public var logicalBackupMemoryRequest = ""
    public var logicalBackupCpuLimit = ""
    public var logicalBackupMemoryLimit = ""
    public var logicalBackupSuccessfulJobsHistoryLimit = 0
    public var logicalBackupFailedJobsHistoryLimit = 0
    public var logicalBackupTtlSecondsAfterFinished = 0

    // MARK: debug
    public var debugLogging = false
    public var enableDatabaseAccess = false

    // MARK: teams_api
    public var pamRoleName = ""
    public var pamConfiguration = ""
    public var teamsApiUrl = ""
    public var enableTeamsApi = false
    public var enableTeamSuperuser = false
    public var teamAdminRole = ""
    public var roleDeletionSuffix = ""
    public var enableTeamMemberDeprecation = false
    public var enableAdminRoleForUsers = false
    public var enablePostgresTeamCrd = false
    public var enablePostgresTeamCrdSuperusers = false
    public var teamApiRoleConfiguration: [String: String] = [:]
    public var protectedRoleNames: [String] = []
    public var postgresSuperuserTeams: [String] = []

    // MARK: logging_rest_api
    public var apiPort = 0
    public var ringLogLines = 0
    public var clusterHistoryEntries = 0

    // MARK: scalyr
    public var scalyrApiKey = ""
    public var scalyrImage = ""
    public var scalyrServerUrl = ""
    public var scalyrCpuRequest = ""
    public var scalyrMemoryRequest = ""
    public var scalyrCpuLimit = ""
    public var scalyrMemoryLimit = ""

    // MARK: connection_pooler
    public var connectionPoolerNumberOfInstances = 0
    public var connectionPoolerSchema = ""
    public var connectionPoolerUser = ""
    public var connectionPoolerImage = ""
    public var connectionPoolerMode = ""
    public var connectionPoolerMaxDbConnections = 0
    public var connectionPoolerDefaultCpuRequest = ""
    public var connectionPoolerDefaultMemoryRequest = ""
    public var connectionPoolerDefaultCpuLimit = ""
    public var connectionPoolerDefaultMemoryLimit = ""

    // MARK: patroni
    public var enablePatroniFailsafeMode = false
    /// Every setting as the operator has it where nobody configured anything.
    public init() { self = Self.builtIn }

    /// Nothing set at all, not even the defaults.
    init(blank: Void) {}

    private static let builtIn: Configuration = {
        var configuration = Configuration(blank: ())
        for setting in Setting.all { setting.applyBuiltIn(to: &configuration) }
        return configuration
    }()
}

extension Configuration {
    /// Whether Patroni keeps its state in ConfigMaps; otherwise it uses Endpoints, or etcd.
    public var patroniUsesConfigMaps: Bool { etcdHost.isEmpty && kubernetesUseConfigmaps }

    /// Names that no cluster can do without fall back to the built-in templates where they are blank.
    mutating func fillInTemplates() {
        if secretNameTemplate.isEmpty { secretNameTemplate = Self.builtIn.secretNameTemplate }
        if pdbNameFormat.isEmpty { pdbNameFormat = Self.builtIn.pdbNameFormat }
    }

    /// The global maintenance windows that are well formed.
    public var parsedMaintenanceWindows: [MaintenanceWindow] { maintenanceWindows.compactMap { MaintenanceWindow($0) } }
}
