import KubeAPI
import Model

/// Which resources the server has: what the garbage collector must watch and a namespace's end must empty.
struct ResourceCatalog: Sendable, Equatable {
    struct Entry: Sendable, Hashable {
        let type: ResourceType
        let verbs: Set<String>
    }

    var entries: [Entry] = []

    /// Of each resource the version that the server prefers, once; Events have two groups, of which the older is kept.
    var watchable: [ResourceType] {
        entries.filter { $0.verbs.isSuperset(of: ["list", "watch"]) }.map(\.type).filter { $0.plural != "events" }
    }

    /// Those of which a namespace can be emptied.
    var deletable: [ResourceType] {
        entries.filter { $0.type.namespaced && $0.verbs.isSuperset(of: ["list", "deletecollection"]) }.map(\.type)
            .filter { $0.group != "events.k8s.io" }
    }

    func type(apiVersion: String, kind: String) -> ResourceType? {
        entries.first { $0.type.kind == kind && $0.type.apiVersion == apiVersion }?.type
            // Another version of the same kind is as good for asking whether the object exists.
            ?? entries.first { $0.type.kind == kind && $0.type.group == Self.group(of: apiVersion) }?.type
    }

    private static func group(of apiVersion: String) -> String {
        apiVersion.firstIndex(of: "/").map { String(apiVersion[..<$0]) } ?? ""
    }

    static func read(_ client: KubeClient) async throws(KubeError) -> ResourceCatalog {
        var catalog = ResourceCatalog()
        catalog.entries += entries(try await client.raw(KubeRequest(.get, "/api/v1")).json(), group: "", version: "v1")
        let groups = try await client.raw(KubeRequest(.get, "/apis")).json()["groups"]?.array ?? []
        for group in groups {
            guard let name = group["name"]?.string, let version = group.at("preferredVersion", "version")?.string else { continue }
            do throws(KubeError) {
                catalog.entries += entries(
                    try await client.raw(KubeRequest(.get, "/apis/\(name)/\(version)")).json(), group: name, version: version)
            } catch {
                // A group that goes, or whose server is away.
                guard error.disposition == .notFound || error.status?.code == 503 else { throw error }
            }
        }
        return catalog
    }

    private static func entries(_ list: JSON, group: String, version: String) -> [Entry] {
        (list["resources"]?.array ?? []).compactMap { resource in
            guard let plural = resource["name"]?.string, !plural.contains("/"), let kind = resource["kind"]?.string else { return nil }
            return Entry(
                type: ResourceType(
                    group: group, version: version, plural: plural, kind: kind, namespaced: resource["namespaced"]?.bool ?? true),
                verbs: Set((resource["verbs"]?.array ?? []).compactMap(\.string)))
        }
    }
}

/// The server's resources, read when first wanted, and again from time to time and when something is not in them.
actor CatalogCache {
    private let client: KubeClient
    private var known: ResourceCatalog?
    private var listener: (@Sendable (ResourceCatalog) -> Void)?

    init(client: KubeClient) { self.client = client }

    func current() async throws(KubeError) -> ResourceCatalog {
        if let known { return known }
        return try await read()
    }

    func type(apiVersion: String, kind: String) async throws(KubeError) -> ResourceType? {
        if let type = try await current().type(apiVersion: apiVersion, kind: kind) { return type }
        return try await read().type(apiVersion: apiVersion, kind: kind)
    }

    /// A failure leaves what was known: the next time will do.
    func refresh() async { _ = try? await read() }

    /// Tells of every reading, until the task is cancelled.
    func follow(every seconds: Double, _ tell: @escaping @Sendable (ResourceCatalog) -> Void) async {
        listener = tell
        while !Task.isCancelled {
            await refresh()
            try? await Task.sleep(for: .seconds(known == nil ? 0.2 : seconds))
        }
    }

    private func read() async throws(KubeError) -> ResourceCatalog {
        let read = try await ResourceCatalog.read(client)
        if read != known {
            known = read
            listener?(read)
        }
        return read
    }
}
