import IPC
import KubeAPI
import Model

/// The state of an API server as far as plans depend on it: objects with their types, in a file or fresh from the server.
struct Snapshot {
    var objects: [(ResourceType, JSON)] = []

    struct Unusable: Error, CustomStringConvertible {
        var description: String
    }

    /// Types that are read, those without the cluster's label by name only.
    static let types: [ResourceType] = [
        .postgresqls, .statefulSets, .services, .endpoints, .configMaps, .secrets, .pods, .persistentVolumeClaims, .podDisruptionBudgets,
        .deployments, .cronJobs, .serviceAccounts, .roleBindings, .operatorConfigurations, .postgresTeams,
    ]

    /// From a file: event lines, a list of the API, an array of objects, or objects in YAML documents.
    init(file: String) throws {
        let text = try TextFile.read(file)
        if text.hasPrefix("{\"hello\"") {
            for case .applied(let type, let object) in try EventLines.messages(text) { objects.append((type, object)) }
            return
        }
        for item in try Documents(text).items { try add(item.object) }
    }

    private mutating func add(_ value: JSON) throws(Unusable) {
        if let items = value.array ?? (value["kind"]?.string?.hasSuffix("List") == true ? value["items"]?.array : nil) {
            for item in items { try add(item) }
            return
        }
        let version = value["apiVersion"]?.string ?? ""
        let kind = value["kind"]?.string ?? ""
        guard let type = ResourceType.of(apiVersion: version, kind: kind) else {
            throw Unusable(
                description: "\(kind.isEmpty ? "an object without kind" : "\(version) \(kind)") is no object that plans depend on")
        }
        objects.append((type, value))
    }

    /// From the server. What may not be read, or is not served, is an error: nothing is planned from a part.
    init(kube: KubeClient, namespace: String?) async throws {
        for type in Self.types {
            for object in try await Self.list(kube, type, namespace) {
                var object = object
                object["apiVersion"] = object["apiVersion"] ?? .string(type.apiVersion)
                object["kind"] = object["kind"] ?? .string(type.kind)
                objects.append((type, object))
            }
        }
    }

    /// A type that the server does not know has no objects.
    private static func list(_ kube: KubeClient, _ type: ResourceType, _ namespace: String?) async throws(KubeError) -> [JSON] {
        do throws(KubeError) {
            return try await kube.list(type, namespace: namespace).items
        } catch {
            guard error.isNotFound else { throw error }
            return []
        }
    }

    /// As the watcher would tell it. `replacing`: manifests that stand for what is there.
    func messages(replacing manifests: [JSON]) -> [WatcherMessage] {
        let keys = Set(manifests.compactMap { ObjectKey($0) })
        var messages: [WatcherMessage] = [.snapshotBegin(id: "file")]
        for (type, object) in objects {
            if type == .postgresqls, !manifests.isEmpty, let key = ObjectKey(object), !keys.contains(key) { continue }
            if type == .postgresqls, let key = ObjectKey(object), keys.contains(key) { continue }
            messages.append(.applied(type: type, object: object))
        }
        for manifest in manifests {
            let key = ObjectKey(manifest)
            let live = objects.first { $0.0 == .postgresqls && ObjectKey($0.1) == key }?.1
            messages.append(.applied(type: .postgresqls, object: Self.merged(manifest, live)))
        }
        return messages + [.snapshotEnd(id: "file")]
    }

    /// The manifest as the API server would store it over the object that is there.
    private static func merged(_ manifest: JSON, _ live: JSON?) -> JSON {
        var object = manifest
        guard let live else {
            if manifest.at("metadata", "uid") == nil { object.set(["metadata", "uid"], to: .string(Rendered.uid)) }
            return object
        }
        for name in ["uid", "ownerReferences", "finalizers", "generation"] {
            if object.at("metadata", name) == nil { object.set(["metadata", name], to: live.at("metadata", name)) }
        }
        object["status"] = live["status"]
        return object
    }
}
