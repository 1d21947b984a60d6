import Model

/// The volume through which every container finds the token of its ServiceAccount, the cluster's CA and its namespace.
struct TokenVolume {
    static let path: JSON = "/var/run/secrets/kubernetes.io/serviceaccount"
    /// Seconds: an hour, and what the kubelet needs to renew it.
    private static let expiration: JSON = 3607

    let name: JSON

    init(suffix: String) { name = .string("kube-api-access-" + suffix) }

    /// A container that has something else there keeps it.
    func add(to spec: inout JSON) {
        var isMounted = false
        for key in ["initContainers", "containers"] {
            spec.modify(key) { containers in
                containers.modifyItems { container in
                    guard !container.items("volumeMounts").contains(where: { $0["mountPath"] == Self.path }) else { return }
                    isMounted = true
                    let mount: JSON = ["name": name, "readOnly": true, "mountPath": Self.path]
                    container["volumeMounts"] = .array(container.items("volumeMounts") + [mount])
                }
            }
        }
        if isMounted { spec["volumes"] = .array(spec.items("volumes") + [volume]) }
    }

    private var volume: JSON {
        [
            "name": name,
            "projected": [
                "sources": [
                    ["serviceAccountToken": ["expirationSeconds": Self.expiration, "path": "token"]],
                    ["configMap": ["name": "kube-root-ca.crt", "items": [["key": "ca.crt", "path": "ca.crt"]]]],
                    [
                        "downwardAPI": [
                            "items": [["path": "namespace", "fieldRef": ["apiVersion": "v1", "fieldPath": "metadata.namespace"]]]
                        ]
                    ],
                ], "defaultMode": 420,
            ],
        ]
    }
}
