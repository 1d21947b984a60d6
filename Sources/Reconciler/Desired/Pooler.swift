import Model

extension ClusterContext {
    private static let poolerApplication = "db-connection-pooler"

    func poolerSelector(_ role: ClusterRole) -> [String: String] {
        selector.merging(["application": Self.poolerApplication, "connection-pooler": poolerName(role)]) { $1 }
    }

    func poolerLabels(_ role: ClusterRole) -> [String: String] {
        labels(role).merging(["application": Self.poolerApplication, "connection-pooler": poolerName(role)]) { $1 }
    }

    /// The poolers that the manifest wants.
    var poolers: [ClusterRole] { (spec.wantsMasterPooler ? [.master] : []) + (spec.wantsReplicaPooler ? [.replica] : []) }
}

/// The connection poolers: a Deployment, a Service and a Secret with its users for each face of the cluster.
struct PoolerBuilder {
    let context: ClusterContext

    private var configuration: Configuration { context.configuration }
    private var spec: Manifest.Spec { context.spec }
    private var wanted: Manifest.ConnectionPooler { spec.connectionPooler ?? Manifest.ConnectionPooler() }

    func build() -> [WantedObject] {
        guard let user = context.facts.roles.systemRole(.pooler) ?? context.facts.roles.roles.first(where: { $0.name == userName }) else {
            return []
        }
        return context.poolers.flatMap { [deployment($0, user), ServiceBuilder(context: context).pooler($0), users($0, user)] }
    }

    private var userName: String { nonEmpty(wanted.user) ?? configuration.connectionPoolerUser }

    private func nonEmpty(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }

    // MARK: Secret

    private var infrastructure: [Role] {
        context.facts.roles.roles.filter { $0.origin == .infrastructure && !($0.givenPassword ?? "").isEmpty }
    }

    private func usersName(_ role: ClusterRole) -> String { context.poolerName(role) + "-u" }

    private func users(_ role: ClusterRole, _ user: Role) -> WantedObject {
        let lines = ([user] + infrastructure.filter { $0.name != user.name }).map { role in
            "\(quoted(role.name)) \(quoted(context.password(of: role)))\n"
        }
        return context.object(
            .secrets, context.metadata(usersName(role), labels: context.poolerLabels(role)),
            [("type", "Opaque"), ("data", ["userlist.txt": .string(Base64Text.encode(lines.joined()))] as JSON)])
    }

    /// PgBouncer doubles a quote inside quotes.
    private func quoted(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    // MARK: Deployment

    private func deployment(_ role: ClusterRole, _ user: Role) -> WantedObject {
        let selector = context.poolerSelector(role)
        let pod = JSON.build([
            ("serviceAccountName", configuration.podServiceAccountName), ("terminationGracePeriodSeconds", context.gracePeriod),
            ("tolerations", context.tolerations),
            ("securityContext", JSON.build([("runAsUser", 100), ("runAsGroup", 101), ("fsGroup", context.fsGroup)])),
            ("affinity", Affinity(configuration: configuration).build(nodes: spec.nodeAffinity, apart: selector)),
            ("containers", [container(role, user)]), ("volumes", volumes(role)),
        ])
        let template = JSON.build([
            (
                "metadata",
                JSON.build([
                    ("namespace", context.namespace), ("labels", context.poolerLabels(role)), ("annotations", context.podAnnotations),
                ])
            ), ("spec", pod),
        ])
        return context.object(
            .deployments,
            context.metadata(context.poolerName(role), labels: context.poolerLabels(role), annotations: context.scaledAnnotations),
            [("spec", JSON.build([("replicas", replicas), ("selector", ["matchLabels": JSON(selector)] as JSON), ("template", template)]))])
    }

    private var replicas: Int { max(1, wanted.numberOfInstances ?? configuration.connectionPoolerNumberOfInstances) }

    private var tlsVolumes: [PodVolume] { TLSFiles(spec.tls).volumes }

    private func volumes(_ role: ClusterRole) -> [JSON] {
        [["name": .string(usersName(role)), "secret": ["secretName": .string(usersName(role))]]] + tlsVolumes.compactMap(\.volume)
    }

    private func container(_ role: ClusterRole, _ user: Role) -> JSON {
        let defaults = ContainerResources.Defaults(
            cpuRequest: configuration.connectionPoolerDefaultCpuRequest, memoryRequest: configuration.connectionPoolerDefaultMemoryRequest,
            cpuLimit: configuration.connectionPoolerDefaultCpuLimit, memoryLimit: configuration.connectionPoolerDefaultMemoryLimit)
        let mount: JSON = [
            "name": .string(usersName(role)), "mountPath": "/etc/pgbouncer/userlist.txt", "subPath": "userlist.txt", "readOnly": true,
        ]
        return .build([
            ("name", "connection-pooler"), ("image", nonEmpty(wanted.dockerImage) ?? configuration.connectionPoolerImage),
            ("imagePullPolicy", "IfNotPresent"), ("ports", [["containerPort": 5432, "protocol": "TCP"] as JSON]),
            ("env", environment(role, user)), ("resources", context.resources(wanted.resources, defaults)),
            ("readinessProbe", ["tcpSocket": ["port": 5432]] as JSON), ("securityContext", ["allowPrivilegeEscalation": false] as JSON),
            ("volumeMounts", [mount] + tlsVolumes.map(\.mount)),
        ])
    }

    private func environment(_ role: ClusterRole, _ user: Role) -> [JSON] {
        let credentials = Desired.secretKey(of: user, context.manifest, configuration).name
        let most = max(0, wanted.maxDBConnections ?? configuration.connectionPoolerMaxDbConnections) / replicas
        var environment = ContainerEnvironment()
        environment.add("PGHOST", context.serviceName(role))
        environment.add("PGPORT", "5432")
        environment.add("PGUSER", secret: credentials, key: "username")
        environment.add("PGSCHEMA", nonEmpty(wanted.schema) ?? configuration.connectionPoolerSchema)
        environment.add("PGPASSWORD", secret: credentials, key: "password")
        environment.add("CONNECTION_POOLER_PORT", "5432")
        environment.add("CONNECTION_POOLER_MODE", nonEmpty(wanted.mode) ?? configuration.connectionPoolerMode)
        environment.add("CONNECTION_POOLER_DEFAULT_SIZE", "\(most / 2)")
        environment.add("CONNECTION_POOLER_MIN_SIZE", "\(most / 4)")
        environment.add("CONNECTION_POOLER_RESERVE_SIZE", "\(most / 4)")
        environment.add("CONNECTION_POOLER_MAX_CLIENT_CONN", "10000")
        environment.add("CONNECTION_POOLER_MAX_DB_CONN", "\(most)")
        let names = infrastructure.map(\.name)
        if !names.isEmpty { environment.add("INFRASTRUCTURE_ROLES", names.joined(separator: ",")) }
        environment.add(
            TLSFiles(spec.tls).variables(
                "CONNECTION_POOLER_CLIENT_TLS_CRT", "CONNECTION_POOLER_CLIENT_TLS_KEY", "CONNECTION_POOLER_CLIENT_CA_FILE"))
        return environment.variables
    }
}
