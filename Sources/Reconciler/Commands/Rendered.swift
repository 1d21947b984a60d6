import Model

/// Desired objects as `render` shows them: Secrets with `stringData`, their values hidden but for user names; without what Patroni makes.
struct Rendered {
    /// Stands for any password.
    static let secret = "<secret>"
    /// Stands for the uid that the API server would give.
    static let uid = "<uid>"

    private(set) var objects: [JSON] = []
    private(set) var problems: [Problem] = []
    private var holdsRefused = false
    var isRefused: Bool { holdsRefused || problems.hasErrors }

    /// Something that is no manifest was among them.
    mutating func refuse() { holdsRefused = true }

    mutating func merge(_ other: Rendered) {
        objects += other.objects
        holdsRefused = holdsRefused || other.isRefused
    }

    /// One manifest, as if it stood in that namespace.
    mutating func add(_ object: JSON, namespace: String, _ inputs: OfflineInputs) {
        var object = object
        if (object.at("metadata", "namespace")?.string ?? "").isEmpty { object.set(["metadata", "namespace"], to: .string(namespace)) }
        if (object.at("metadata", "uid")?.string ?? "").isEmpty { object.set(["metadata", "uid"], to: .string(Self.uid)) }
        let (manifest, problems) = Manifest.read(object)
        self.problems += problems
        guard let manifest else { return }
        let facts = inputs.facts(for: manifest)
        let wanted = desired(manifest, inputs.configuration, facts)
        // What concerns one role only is said, and does not refuse the cluster.
        // Who is in a team is not known offline.
        self.problems += (wanted.problems + facts.roles.problems).filter { !$0.path.hasPrefix("teams/") }.map {
            Problem(.warning, $0.path, value: $0.value, $0.message)
        }
        if let refusal = wanted.refusal { self.problems.append(refusal) }
        objects += wanted.objects.filter { $0.policy != .adopted }.map { Self.shown($0.body) }
    }

    /// Objects of several clusters, sorted by kind, namespace and name. What clusters share is there once.
    var sorted: [JSON] {
        func key(_ object: JSON) -> [String] {
            [
                object["kind"]?.string ?? "", object.at("metadata", "namespace")?.string ?? "", object.at("metadata", "name")?.string ?? "",
            ]
        }
        var seen: Set<[String]> = []
        return objects.filter { seen.insert(key($0)).inserted }.sorted { key($0).lexicographicallyPrecedes(key($1)) }
    }

    private static func shown(_ object: JSON) -> JSON {
        guard object["kind"]?.string == "Secret" else { return object }
        var object = object
        var shown = JSON.object([:])
        for (key, value) in object["data"]?.object ?? [:] {
            shown[key] = key == "username" ? .string(value.string.flatMap(Base64Text.decode) ?? secret) : .string(secret)
        }
        object["data"] = nil
        object["stringData"] = shown
        return object
    }
}
