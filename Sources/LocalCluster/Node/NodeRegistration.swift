import KubeAPI
import Model

/// The Node object of this machine, and the StorageClass whose volumes it keeps.
struct NodeRegistration: Sendable {
    let name: String
    /// Where the log endpoint listens.
    let port: Int
    let processors: Int
    let memoryBytes: Int
    let maximumPods: Int

    static let address = "127.0.0.1"
    static let storageClassName = "standard"

    func object() -> JSON {
        [
            "apiVersion": "v1", "kind": "Node",
            "metadata": [
                "name": .string(name),
                "labels": JSON([
                    "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": Self.architecture,
                    "beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": Self.architecture,
                    "node-role.kubernetes.io/control-plane": "",
                ]),
            ],
            "spec": [:],
        ]
    }

    func status(_ node: JSON?, now: Moment) -> JSON {
        var conditions = Conditions(node?.at("status", "conditions"))
        for (type, reason, message) in [
            ("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            ("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            ("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
        ] {
            conditions.set(type, status: "False", reason: reason, message: message, now: now)
        }
        conditions.set("Ready", status: "True", reason: "KubeletReady", message: "pods run as processes of this machine", now: now)
        let capacity = JSON([
            "cpu": String(processors), "memory": "\(memoryBytes / 1024)Ki", "pods": String(maximumPods),
        ])
        return [
            "addresses": [
                ["type": "InternalIP", "address": .string(Self.address)], ["type": "Hostname", "address": .string(name)],
            ],
            "allocatable": capacity, "capacity": capacity, "conditions": conditions.json,
            "daemonEndpoints": ["kubeletEndpoint": ["Port": JSON(port)]],
            "nodeInfo": JSON([
                "architecture": Self.architecture, "bootID": "", "containerRuntimeVersion": "processes://1", "kernelVersion": "",
                "kubeProxyVersion": "", "kubeletVersion": "v1.36.2", "machineID": "", "operatingSystem": "linux",
                "osImage": "local processes",
                "systemUUID": "",
            ]),
        ]
    }

    static var storageClass: JSON {
        [
            "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass",
            "metadata": [
                "name": .string(storageClassName), "annotations": JSON(["storageclass.kubernetes.io/is-default-class": "true"]),
            ],
            "provisioner": .string(VolumeBinding.provisioner), "reclaimPolicy": "Delete", "volumeBindingMode": "Immediate",
            "allowVolumeExpansion": true,
        ]
    }

    #if arch(arm64)
        private static let architecture = "arm64"
    #else
        private static let architecture = "amd64"
    #endif

    // MARK: At the server

    func register(_ client: KubeClient, now: Moment) async throws(KubeError) {
        var node: JSON
        do throws(KubeError) {
            node = try await client.create(.nodes, namespace: nil, object())
        } catch {
            guard error.isAlreadyExists else { throw error }
            node = try await client.patch(
                .nodes, namespace: nil, name: name, .merge(["metadata": ["labels": object().at("metadata", "labels") ?? [:]]]))
        }
        node["status"] = status(node, now: now)
        _ = try await client.patch(
            .nodes, namespace: nil, name: name, .merge(["status": node["status"] ?? [:]]), subresource: "status")
        do throws(KubeError) {
            _ = try await client.create(.storageClasses, namespace: nil, Self.storageClass)
        } catch {
            guard error.isAlreadyExists else { throw error }
        }
    }
}
