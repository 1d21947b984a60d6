import Model

/// What a cluster has before anybody asks for it: namespaces, roles, the `kubernetes` Service and a default StorageClass.
struct Bootstrap: Sendable {
    let server: APIServer
    /// Where the server is reached, for the Endpoints of the `kubernetes` Service.
    let address: String
    let port: Int

    /// Makes what is not there; what is there stays as it is, but for the server's address.
    func run() async {
        for name in ["default", "kube-system", "kube-public", "kube-node-lease"] {
            await create("/api/v1/namespaces", ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]])
        }
        let roles = "/apis/\(BootstrapRoles.group)/v1"
        for role in BootstrapRoles.clusterRoles { await create("\(roles)/clusterroles", role) }
        for binding in BootstrapRoles.clusterRoleBindings { await create("\(roles)/clusterrolebindings", binding) }
        await create("/apis/storage.k8s.io/v1/storageclasses", Self.storageClass)
        await create("/api/v1/namespaces/default/services", Self.service)
        await create("/api/v1/namespaces/default/endpoints", endpoints)
        _ = await send("PUT", "/api/v1/namespaces/default/endpoints/kubernetes", endpoints)
    }

    private static let storageClass: JSON = [
        "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass",
        "metadata": ["name": "standard", "annotations": ["storageclass.kubernetes.io/is-default-class": "true"]],
        "provisioner": "postgres-operator-local/directory", "reclaimPolicy": "Delete", "volumeBindingMode": "Immediate",
        "allowVolumeExpansion": true,
    ]

    private static let service: JSON = [
        "apiVersion": "v1", "kind": "Service",
        "metadata": ["name": "kubernetes", "labels": ["component": "apiserver", "provider": "kubernetes"]],
        "spec": [
            "type": "ClusterIP", "clusterIP": "10.96.0.1",
            "ports": [["name": "https", "port": 443, "protocol": "TCP", "targetPort": 6443]],
        ],
    ]

    private var endpoints: JSON {
        [
            "apiVersion": "v1", "kind": "Endpoints",
            "metadata": ["name": "kubernetes", "labels": ["endpointslice.kubernetes.io/skip-mirror": "true"]],
            "subsets": [
                ["addresses": [["ip": .string(address)]], "ports": [["name": "https", "port": JSON(port), "protocol": "TCP"]]]
            ],
        ]
    }

    private func create(_ path: String, _ object: JSON) async { _ = await send("POST", path, object) }

    private func send(_ method: String, _ path: String, _ object: JSON) async -> APIAnswer {
        let headers = [
            "authorization": "Bearer \(server.authenticator.adminToken)", "user-agent": "kube-apiserver",
            "content-type": "application/json",
        ]
        return await server.answer(APIRequest(method: method, target: path, headers: headers, body: object.bytes()))
    }
}
