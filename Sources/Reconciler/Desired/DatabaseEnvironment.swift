import Model

/// The environment of the database's container, in its order of precedence.
struct DatabaseEnvironment {
    let context: ClusterContext
    let version: String
    let spilo: SpiloConfiguration

    private var configuration: Configuration { context.configuration }
    private var spec: Manifest.Spec { context.spec }

    func build() -> (variables: [JSON], problems: [Problem]) {
        var environment = ContainerEnvironment()
        addOwn(&environment)
        let own = Set(environment.variables.compactMap { $0["name"]?.string?.lowercased() })
        environment.add(spec.env)
        let sources = CloneEnvironment(context: context).variables + StandbyEnvironment(context: context).variables
        environment.overrule(sources)
        addConfigured(&environment)
        environment.add(archive())
        environment.add(TLSFiles(spec.tls).variables("SSL_CERTIFICATE_FILE", "SSL_PRIVATE_KEY_FILE", "SSL_CA_FILE"))
        var problems: [Problem] = []
        for (place, variable) in spec.env.enumerated() {
            guard let name = variable["name"]?.string, own.contains(name.lowercased()) else { continue }
            problems.append(.warning("spec.env[\(place)]", value: .string(name), "the operator sets this variable itself; it is left out"))
        }
        return (environment.variables, problems)
    }

    private func addOwn(_ environment: inout ContainerEnvironment) {
        environment.add("SCOPE", context.name)
        environment.add("PGROOT", "/home/postgres/pgdata/pgroot")
        environment.add("POD_IP", field: "status.podIP")
        environment.add("POD_NAMESPACE", field: "metadata.namespace")
        environment.add("PGUSER_SUPERUSER", configuration.superUsername)
        environment.add("KUBERNETES_SCOPE_LABEL", configuration.clusterNameLabel)
        environment.add("KUBERNETES_ROLE_LABEL", configuration.podRoleLabel)
        environment.add("PGPASSWORD_SUPERUSER", secret: context.superuserSecret, key: "password")
        environment.add("PGUSER_STANDBY", configuration.replicationUsername)
        environment.add("PGPASSWORD_STANDBY", secret: context.replicationSecret, key: "password")
        environment.add("PAM_OAUTH2", configuration.pamConfiguration)
        environment.add("HUMAN_ROLE", configuration.pamRoleName)
        if configuration.enableSpiloWalPathCompat { environment.add("ENABLE_WAL_PATH_COMPAT", "true") }
        if configuration.enablePgversionEnvVar { environment.add("PGVERSION", version) }
        environment.add("KUBERNETES_LABELS", JSON(configuration.clusterLabels).text(JSONStyle(sortedKeys: true, escapesHTML: true)))
        environment.add("SPILO_CONFIGURATION", spilo.text)
        guard configuration.etcdHost.isEmpty else { return environment.add("ETCD_HOST", configuration.etcdHost) }
        environment.add("DCS_ENABLE_KUBERNETES_API", "true")
        if configuration.enablePodDisruptionBudget { environment.add("KUBERNETES_BOOTSTRAP_LABELS", #"{"critical-operation":"true"}"#) }
        if configuration.kubernetesUseConfigmaps { environment.add("KUBERNETES_USE_CONFIGMAPS", "true") }
    }

    /// What the operator's configuration brings from a Secret and a ConfigMap.
    private func addConfigured(_ environment: inout ContainerEnvironment) {
        let secret = configuration.podEnvironmentSecret
        for key in podSecretKeys ?? [] { environment.add(key, secret: secret, key: key) }
        for (key, value) in podMap?["data"]?.object?.sorted() ?? [:] { environment.add(key, value.string ?? "") }
    }

    private var podSecretKeys: [String]? {
        context.facts.secretKeys(ObjectKey(namespace: context.namespace, name: configuration.podEnvironmentSecret))
    }

    private var podMap: JSON? {
        guard let name = configuration.podEnvironmentConfigmap else { return nil }
        let there = ObjectKey(namespace: name.namespace ?? context.facts.operatorNamespace, name: name.name)
        return context.facts.configMap(there) ?? context.facts.configMap(ObjectKey(namespace: context.namespace, name: name.name))
    }

    /// Pods without these variables would be other pods than those wanted, and be restarted once they are there.
    var refusal: Problem? {
        let secret = configuration.podEnvironmentSecret
        if !secret.isEmpty, podSecretKeys == nil {
            return .error(
                "configuration.pod_environment_secret", value: .string(secret), "a Secret of this name is needed in \(context.namespace)")
        }
        if let name = configuration.podEnvironmentConfigmap, podMap == nil {
            return .error(
                "configuration.pod_environment_configmap", value: .string(name.description),
                "a ConfigMap of this name is needed there, or in \(context.namespace)")
        }
        return nil
    }

    /// Archive and logs, as the operator's configuration wants them.
    private func archive() -> [JSON] {
        var variables: [JSON] = []
        let uid = context.manifest.metadata.uid
        let suffix = uid.isEmpty ? "" : "/" + uid
        func add(_ name: String, _ value: String, scope: String?) {
            guard !value.isEmpty else { return }
            variables.append(ContainerEnvironment.variable(name, value))
            guard let scope else { return }
            variables.append(ContainerEnvironment.variable(scope + "_BUCKET_SCOPE_SUFFIX", suffix))
            variables.append(ContainerEnvironment.variable(scope + "_BUCKET_SCOPE_PREFIX", ""))
        }
        add("WAL_S3_BUCKET", configuration.walS3Bucket, scope: "WAL")
        add("WAL_GS_BUCKET", configuration.walGsBucket, scope: "WAL")
        add("AZURE_STORAGE_ACCOUNT", configuration.walAzStorageAccount, scope: "WAL")
        add("GOOGLE_APPLICATION_CREDENTIALS", configuration.gcpCredentials, scope: nil)
        add("LOG_S3_BUCKET", configuration.logS3Bucket, scope: "LOG")
        return variables
    }
}
