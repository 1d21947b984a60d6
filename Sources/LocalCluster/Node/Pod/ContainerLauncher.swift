import KubeAPI
import Model

/// Makes out of a container what is to be started for it: reads what its environment and volumes name, finds the image's program.
struct ContainerLauncher: Sendable {
    let node: NodeContext
    let pod: ObservedObject
    let address: String

    private var files: PodFiles { node.files(pod) }

    func plan(_ container: JSON) async throws -> ContainerPlan {
        let image = container["image"]?.string ?? ""
        guard let local = LocalImage(image: image) else {
            throw StartRefusal(
                reason: "ErrImagePull",
                message: "image \"\(image)\" is none of those that this node has programs for: \(LocalImage.known)")
        }
        let name = container["name"]?.string ?? ""
        try files.makeContainer(name)
        var variables = try await variables(of: container)
        variables["POD_NAME"] = pod.name
        variables["POSTGRES_OPERATOR_LOCAL"] = node.root
        let volumes = PodVolumes(pod: pod, files: files, client: node.client)
        let inputs = ContainerInputs(
            pod: pod, container: container, variables: variables, mounts: try await volumes.mounts(of: container), files: files,
            address: address)
        var plan = try await plan(local, inputs)
        // By these a process can be told to belong to a pod.
        plan.call.environment["POD_NAME"] = pod.name
        plan.call.environment["POSTGRES_OPERATOR_LOCAL"] = node.root
        return plan
    }

    private func plan(_ image: LocalImage, _ inputs: ContainerInputs) async throws -> ContainerPlan {
        switch image {
        case .shell: return try ShellImage(inputs: inputs).plan()
        case .spilo: return try await spilo(inputs)
        case .pgbouncer:
            guard let program = node.tools.pgbouncer else {
                throw StartRefusal(reason: "ErrImagePull", message: "pgbouncer is not installed on this machine")
            }
            let server = try await service(inputs.variables["PGHOST"] ?? "")
            let certificate = try ServerCertificate.make(in: "\(node.root)/tls", user: node.user)
            return try PoolerImage(inputs: inputs, program: program, serverAddress: server, certificate: certificate).plan()
        case .logicalBackup:
            let scope = inputs.variables["SCOPE"] ?? ""
            let server = try await service(scope)
            guard
                let binaries = node.tools.installations.binaries(major: inputs.variables["PG_VERSION"].flatMap { Int($0) })
                    ?? node.tools.installations.binaries(major: nil)
            else { throw StartRefusal(reason: "ErrImagePull", message: "no PostgreSQL programs are installed on this machine") }
            return try BackupImage(
                inputs: inputs, serverAddress: server, program: "\(binaries.directory)/pg_dumpall", now: WallClock.now()
            ).plan()
        }
    }

    private func service(_ name: String) async throws -> String {
        if let address = try await node.address(ofService: name, namespace: pod.namespace) { return address }
        throw StartRefusal(reason: "ContainerCreating", message: "waiting for an address of the service \(name)")
    }

    // MARK: Spilo

    private func spilo(_ inputs: ContainerInputs) async throws -> ContainerPlan {
        guard Directories.isExecutable("\(node.tools.patroni)/bin/python3"), Directories.isExecutable("\(node.tools.patroni)/bin/patroni")
        else {
            throw StartRefusal(
                reason: "ErrImagePull",
                message:
                    "Patroni is not installed: \(node.tools.patroni)/bin/patroni is missing (POSTGRES_OPERATOR_PATRONI names another place)"
            )
        }
        let environment = SpiloEnvironment(inputs.variables)
        var addresses: [String: String] = [:]
        for host in [environment.cloneSource?.host, environment.standbySource?.host].compactMap({ $0 }) {
            addresses[host] = try await node.address(ofService: host, namespace: pod.namespace)
        }
        return try SpiloImage(
            inputs: inputs, patroni: node.tools.patroni, installations: node.tools.installations,
            certificate: try ServerCertificate.make(in: "\(node.root)/tls", user: node.user), kubeconfig: try await kubeconfig(),
            addresses: addresses
        ).plan()
    }

    /// With a token of the pod's service account, good for a year: nobody renews it for a process outside of a cluster.
    private func kubeconfig() async throws -> JSON {
        let account = pod.at("spec", "serviceAccountName")?.string ?? "default"
        let request: JSON = [
            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
            "spec": [
                "audiences": [], "expirationSeconds": 31_536_000,
                "boundObjectRef": ["kind": "Pod", "apiVersion": "v1", "name": .string(pod.name), "uid": .string(pod.uid)],
            ],
        ]
        let path = ResourceType.serviceAccounts.path(namespace: pod.namespace, name: account, subresource: "token")
        let reply = try await node.client.raw(KubeRequest(.post, path, body: request, verb: "create", resource: "serviceaccounts")).json()
        var cluster: JSON = ["server": .string(node.configuration.server)]
        let authority = Controllers.rootCA(of: node.configuration)
        if !authority.isEmpty { cluster["certificate-authority-data"] = .string(SecretData.encoded(Array(authority.utf8))) }
        let name = SpiloImage.context
        return [
            "apiVersion": "v1", "kind": "Config", "current-context": .string(name),
            "clusters": [["name": .string(name), "cluster": cluster]],
            "contexts": [
                [
                    "name": .string(name),
                    "context": ["cluster": .string(name), "user": .string(account), "namespace": .string(pod.namespace)],
                ]
            ],
            "users": [["name": .string(account), "user": ["token": reply.at("status", "token") ?? ""]]],
        ]
    }

    // MARK: Environment

    private func variables(of container: JSON) async throws -> [String: String] {
        let (secretNames, mapNames) = ContainerEnvironment.references(of: container)
        var secrets: [String: JSON] = [:]
        for name in secretNames.sorted() { secrets[name] = try await node.client.existing(.secrets, namespace: pod.namespace, name: name) }
        var maps: [String: JSON] = [:]
        for name in mapNames.sorted() { maps[name] = try await node.client.existing(.configMaps, namespace: pod.namespace, name: name) }
        let environment = ContainerEnvironment(
            pod: pod, address: address, hostAddress: NodeRegistration.address, secrets: secrets, configMaps: maps)
        do {
            return try environment.resolve(container)
        } catch {
            throw StartRefusal(reason: "CreateContainerConfigError", message: error.description)
        }
    }
}
