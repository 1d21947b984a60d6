import Model

/// Puts all objects of one cluster together.
struct DesiredBuilder {
    private let context: ClusterContext
    private var objects: [WantedObject] = []
    private var problems: [Problem] = []

    init(_ context: ClusterContext) { self.context = context }

    private var spec: Manifest.Spec { context.spec }
    private var configuration: Configuration { context.configuration }

    mutating func result() -> Desired {
        if let refusal = nameRefusal { return Desired(objects: [], refusal: refusal) }
        let version = EffectiveVersion(context)
        problems += version.problems
        addBase()
        let refusal = containerRefusal ?? environmentRefusal(version)
        if refusal == nil { addRest(version) }
        problems += remarks
        let spilo = SpiloConfiguration(spec: spec, configuration: configuration, version: version.value)
        return Desired(
            objects: objects.sorted(by: Self.precedes), patroni: PatroniWishes(context: context, spilo: spilo).json,
            problems: problems, refusal: refusal)
    }

    private static func precedes(_ a: WantedObject, _ b: WantedObject) -> Bool {
        (a.reference.type.kind, a.reference.key) < (b.reference.type.kind, b.reference.key)
    }

    /// What is made whatever becomes of the pods.
    private mutating func addBase() {
        objects += PodAccessBuilder(context: context).build() + EndpointsBuilder(context: context).build()
        objects += ClusterRole.allCases.map { ServiceBuilder(context: context).database($0) }
        objects += SecretsBuilder(context: context).build() + DisruptionBudgetsBuilder(context: context).build()
    }

    private mutating func addRest(_ version: EffectiveVersion) {
        let (statefulSet, statefulSetProblems) = StatefulSetBuilder(context: context, version: version).build()
        objects.append(statefulSet)
        problems += statefulSetProblems
        objects += PatroniObjects(context: context).build()
        objects += LogicalBackupBuilder(context: context, version: version.value).build()
        if isPoolerPossible { objects += PoolerBuilder(context: context).build() }
        objects += EventStreamsBuilder(context: context).build()
    }

    /// The pooler looks up passwords through a function in the database; a standby has it from its primary.
    private var isPoolerPossible: Bool { configuration.enableDatabaseAccess || spec.isStandby }

    // MARK: Refusals

    private var nameRefusal: Problem? {
        guard configuration.enableTeamIdClusternamePrefix, TeamPrefix.rest(of: context.name, team: spec.teamId) == nil else { return nil }
        return .error(
            "metadata.name", value: .string(context.name),
            "a name that begins with the team, \(spec.teamId)-, is needed: the configuration asks for it")
    }

    /// Containers of the manifest's own that the configuration forbids keep a StatefulSet from being made; one that is there stays.
    private var containerRefusal: Problem? {
        guard context.facts.liveStatefulSet == nil else { return nil }
        return forbiddenContainers.first.map { Problem(.error, $0.path, value: $0.value, $0.message) }
    }

    private func environmentRefusal(_ version: EffectiveVersion) -> Problem? {
        let spilo = SpiloConfiguration(spec: spec, configuration: configuration, version: version.value)
        return DatabaseEnvironment(context: context, version: version.value, spilo: spilo).refusal
    }

    private var forbiddenContainers: [Problem] {
        var forbidden: [Problem] = []
        if !spec.initContainers.isEmpty, !configuration.enableInitContainers {
            forbidden.append(
                .warning("spec.initContainers", "init containers are forbidden: the configuration says enable_init_containers: false"))
        }
        if !spec.sidecars.isEmpty, !configuration.enableSidecars {
            forbidden.append(.warning("spec.sidecars", "sidecars are forbidden: the configuration says enable_sidecars: false"))
        }
        return forbidden
    }

    // MARK: Remarks

    private var remarks: [Problem] {
        var remarks = context.facts.liveStatefulSet == nil ? [] : forbiddenContainers
        if let problem = CloneEnvironment(context: context).problem { remarks.append(problem) }
        if spec.enableShmVolume == false, configuration.enableShmVolume {
            remarks.append(
                .warning("spec.enableShmVolume", value: false, "has no effect while the configuration says enable_shm_volume: true"))
        }
        if spec.isStandby, spec.numberOfInstances > 1 {
            remarks.append(.warning("spec.numberOfInstances", value: JSON(spec.numberOfInstances), "a standby cluster should run one pod"))
        }
        if spec.wantsPooler, !isPoolerPossible {
            remarks.append(
                .warning("spec.connectionPooler", "a pooler needs the database, and the configuration says enable_database_access: false"))
        }
        if !spec.streams.isEmpty, !context.facts.servesStreams {
            remarks.append(.warning("spec.streams", "the API server knows no FabricEventStream: no stream is made"))
        }
        return remarks
    }
}
