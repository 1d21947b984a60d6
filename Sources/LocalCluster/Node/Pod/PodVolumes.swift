import KubeAPI
import Model

/// Makes the volumes of a pod on this machine: directories for claims and scratch space, files for Secrets and ConfigMaps.
struct PodVolumes: Sendable {
    let pod: ObservedObject
    let files: PodFiles
    let client: KubeClient

    /// A volume that cannot be had yet; the container waits.
    struct NotReady: Error, Sendable, CustomStringConvertible { let description: String }

    /// Where each of a container's mounts lies.
    func mounts(of container: JSON) async throws -> MountTable {
        var mounts: [String: String] = [:]
        let volumes = pod.at("spec", "volumes")?.array ?? []
        for mount in container["volumeMounts"]?.array ?? [] {
            guard let name = mount["name"]?.string, let path = mount["mountPath"]?.string,
                let volume = volumes.first(where: { $0["name"]?.string == name })
            else { continue }
            var directory = try await directory(of: volume)
            if let sub = mount["subPath"]?.string, !sub.isEmpty {
                directory += "/\(sub)"
                if volume["secret"] == nil, volume["configMap"] == nil { try Directories.make(directory, owner: files.user) }
            }
            mounts[path.hasSuffix("/") ? String(path.dropLast()) : path] = directory
        }
        return MountTable(mounts, rest: files.containerDirectory(container["name"]?.string ?? ""))
    }

    private func directory(of volume: JSON) async throws -> String {
        let name = volume["name"]?.string ?? ""
        if let claim = volume.at("persistentVolumeClaim", "claimName")?.string { return try await claimed(claim) }
        let directory = files.volume(name)
        try Directories.make(directory, owner: files.user)
        if let secret = volume["secret"] {
            try await write(secret, name: secret["secretName"]?.string ?? "", type: .secrets, to: directory)
        } else if let map = volume["configMap"] {
            try await write(map, name: map["name"]?.string ?? "", type: .configMaps, to: directory)
        } else if let sources = volume.at("projected", "sources")?.array {
            for source in sources {
                if let secret = source["secret"] {
                    try await write(secret, name: secret["name"]?.string ?? "", type: .secrets, to: directory)
                } else if let map = source["configMap"] {
                    try await write(map, name: map["name"]?.string ?? "", type: .configMaps, to: directory)
                }
            }
        }
        return directory
    }

    private func claimed(_ name: String) async throws -> String {
        let claim = try await client.get(.persistentVolumeClaims, namespace: pod.namespace, name: name)
        guard claim.at("status", "phase")?.string == "Bound", let volume = claim.at("spec", "volumeName")?.string else {
            throw NotReady(description: "the claim \(name) is not bound to a volume yet")
        }
        let object = try await client.get(.persistentVolumes, namespace: nil, name: volume)
        let directory = PodFiles.persistentVolume(files.root, path: object.at("spec", "hostPath", "path")?.string ?? volume)
        try Directories.make(directory, mode: 0o700, owner: files.user)
        return directory
    }

    /// Keys as files, for the container's user alone: a database server refuses a private key that others may read.
    private func write(_ source: JSON, name: String, type: ResourceType, to directory: String) async throws {
        guard let object = try await client.existing(type, namespace: pod.namespace, name: name) else {
            if source["optional"]?.bool ?? false { return }
            throw NotReady(description: "\(type.kind) \"\(name)\" not found")
        }
        let items = source["items"]?.array
        for (key, value) in object["data"]?.object ?? [:] {
            var path = key
            if let items {
                guard let item = items.first(where: { $0["key"]?.string == key }) else { continue }
                path = item["path"]?.string ?? key
            }
            guard !path.contains("..") else { continue }
            if let slash = path.lastIndex(of: "/") { try Directories.make("\(directory)/\(path[..<slash])", owner: files.user) }
            let text = value.string ?? ""
            let content = type == .secrets ? SecretData.decoded(text).map { String(decoding: $0, as: UTF8.self) } ?? "" : text
            try TextFile.write(content, to: "\(directory)/\(path)", mode: 0o600, owner: files.user.map { ($0.uid, $0.gid) })
        }
    }
}

extension KubeClient {
    /// nil where there is no such object.
    func existing(_ type: ResourceType, namespace: String?, name: String) async throws(KubeError) -> JSON? {
        do throws(KubeError) {
            return try await get(type, namespace: namespace, name: name)
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }
}
