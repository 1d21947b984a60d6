import Model

@testable import LocalCluster

/// A small API server in memory: enough of one for the controllers' actions to have their effect, with time that only the test moves.
struct TinyCluster {
    private(set) var state: RuntimeState
    private(set) var now = Moment(seconds: 1_800_000_000)
    private(set) var events: [EventNote] = []
    private var stored: [ObjectReference: JSON] = [:]
    private var version: UInt64 = 0
    private var made = 0

    init(_ controllers: [any Controller], types: [ResourceType]) {
        state = RuntimeState(controllers: controllers)
        for type in types { state.listed(type, [], resourceVersion: 0) }
    }

    // MARK: What a client does

    subscript(_ type: ResourceType, _ name: String) -> JSON? { stored[Self.reference(type, name)] }

    func names(_ type: ResourceType) -> [String] { stored.keys.filter { $0.type == type }.map(\.key.name).sorted() }

    @discardableResult
    mutating func create(_ type: ResourceType, _ object: JSON) -> Bool {
        var object = object
        made += 1
        if object.at("metadata", "name") == nil {
            object.set(["metadata", "name"], to: .string((object.at("metadata", "generateName")?.string ?? "") + "x\(made)"))
        }
        if type.namespaced, object.at("metadata", "namespace") == nil { object.set(["metadata", "namespace"], to: "default") }
        let reference = Self.reference(type, object.at("metadata", "name")?.string ?? "")
        guard stored[reference] == nil else { return false }
        object["apiVersion"] = .string(type.apiVersion)
        object["kind"] = .string(type.kind)
        object.set(["metadata", "uid"], to: .string("uid-\(made)"))
        object.set(["metadata", "generation"], to: 1)
        object.set(["metadata", "creationTimestamp"], to: now.json)
        store(reference, object)
        return true
    }

    mutating func patch(_ type: ResourceType, _ name: String, _ patch: JSON) {
        let reference = Self.reference(type, name)
        guard let old = stored[reference] else { return }
        var new = Self.merged(patch, into: old)
        if old["spec"] != new["spec"] { new.set(["metadata", "generation"], to: JSON((old.at("metadata", "generation")?.int ?? 0) + 1)) }
        guard new != old else { return }
        store(reference, new)
    }

    mutating func delete(_ type: ResourceType, _ name: String, propagation: String? = nil, grace: Int? = nil) {
        let reference = Self.reference(type, name)
        guard var object = stored[reference] else { return }
        var finalizers = (object.at("metadata", "finalizers")?.array ?? []).compactMap(\.string)
        if propagation == "Foreground" { finalizers.append("foregroundDeletion") }
        if propagation == "Orphan" { finalizers.append("orphan") }
        let waits = type == .pods && grace != 0 && object.at("spec", "nodeName") != nil
        guard !finalizers.isEmpty || waits else { return remove(reference) }
        guard object.at("metadata", "deletionTimestamp") == nil else { return }
        object.set(["metadata", "deletionTimestamp"], to: now.json)
        if !finalizers.isEmpty { object.set(["metadata", "finalizers"], to: JSON(finalizers)) }
        store(reference, object)
    }

    mutating func advance(_ seconds: Double) { now = now + seconds }

    /// Lets the controllers act until nothing is left to do now. Returns how many keys had something to do.
    @discardableResult
    mutating func settle(limit: Int = 500) -> Int {
        var count = 0
        while count < limit, let job = state.next(now: now) {
            count += 1
            let done = job.actions.allSatisfy { perform($0) }
            state.finished(job.item, failed: !done, now: now)
        }
        return count
    }

    // MARK: What a server does

    private static func reference(_ type: ResourceType, _ name: String) -> ObjectReference {
        ObjectReference(type, namespace: type.namespaced ? "default" : "", name: name)
    }

    private mutating func store(_ reference: ObjectReference, _ object: JSON) {
        var object = object
        version += 1
        object.set(["metadata", "resourceVersion"], to: .string(String(version)))
        stored[reference] = object
        let finalizers = object.at("metadata", "finalizers")?.array ?? []
        if object.at("metadata", "deletionTimestamp") != nil, finalizers.isEmpty, reference.type != .pods { return remove(reference) }
        state.observed(reference.type, object)
    }

    private mutating func remove(_ reference: ObjectReference) {
        guard let object = stored.removeValue(forKey: reference) else { return }
        state.observedDeletion(reference, uid: object.at("metadata", "uid")?.string ?? "")
    }

    private mutating func perform(_ action: Action) -> Bool {
        switch action {
        case .create(let type, let object): return create(type, object)
        case .patch(let target, let uid, let change, _):
            guard let object = stored[target], object.at("metadata", "uid")?.string == uid else { return false }
            if let version = change.at("metadata", "resourceVersion"), version != object.at("metadata", "resourceVersion") { return false }
            patch(target.type, target.key.name, change)
        case .delete(let target, let uid, let propagation, let grace):
            guard stored[target]?.at("metadata", "uid")?.string == uid else { return true }
            delete(target.type, target.key.name, propagation: propagation, grace: grace)
        case .bind(let pod, _, let node): patch(.pods, pod.key.name, ["spec": ["nodeName": .string(node)]])
        case .event(let note): events.append(note)
        case .confirmAbsence(_, _, _, _, let uid):
            if !stored.values.contains(where: { $0.at("metadata", "uid")?.string == uid }) { state.confirmedAbsent(uid: uid) }
        case .emptyNamespace, .removeVolume: break
        }
        return true
    }

    private static func merged(_ patch: JSON, into target: JSON) -> JSON {
        guard let changes = patch.object else { return patch }
        var result = target.object == nil ? [:] : target
        for (key, value) in changes { result[key] = value.isNull ? JSON?.none : merged(value, into: target[key] ?? [:]) }
        return result
    }
}

extension JSON {
    static func pod(_ name: String, labels: [String: String] = [:], spec: JSON = [:]) -> JSON {
        var spec = spec
        if spec["containers"] == nil { spec["containers"] = [["name": "main", "image": "example/app:1"]] }
        return ["metadata": ["name": .string(name), "labels": JSON(labels)], "spec": spec]
    }

    static func workload(_ name: String, replicas: Int = 1, spec: JSON = [:], podSpec: JSON = [:]) -> JSON {
        var pod = podSpec
        if pod["containers"] == nil { pod["containers"] = [["name": "main", "image": "example/app:1"]] }
        var all: JSON = [
            "replicas": JSON(replicas), "serviceName": .string(name), "selector": ["matchLabels": ["app": .string(name)]],
            "template": ["metadata": ["labels": ["app": .string(name)]], "spec": pod],
        ]
        for (key, value) in spec.object ?? [:] { all[key] = value }
        return ["metadata": ["name": .string(name), "labels": ["app": .string(name)]], "spec": all]
    }
}
