import IPC
import KubeAPI
import Model

@testable import Watcher

func object(
    _ type: ResourceType, _ name: String, namespace: String = "n", version: Int = 1, uid: String? = nil, _ members: JSONObject = [:]
) -> ObservedObject {
    var json: JSON = [
        "apiVersion": .string(type.apiVersion), "kind": .string(type.kind),
        "metadata": ["name": .string(name), "uid": .string(uid ?? "uid-\(name)"), "resourceVersion": .string(String(version))],
    ]
    if type.namespaced { json.set(["metadata", "namespace"], to: .string(namespace)) }
    for (key, value) in members { json[key] = value }
    guard let object = ObservedObject(json, type) else { preconditionFailure("an object has a name") }
    return object
}

func definition(_ type: ResourceType, established: Bool = true) -> ObservedObject {
    object(
        .customResourceDefinitions, type.resourceAndGroup,
        ["status": ["conditions": [["type": "Established", "status": established ? "True" : "False"]]]])
}

func definitionTarget(_ type: ResourceType) -> WatchTarget {
    WatchTarget(.customResourceDefinitions, name: type.resourceAndGroup, isOptional: true)
}

func environment(_ variables: [String: String] = [:]) throws -> WatcherEnvironment {
    try WatcherEnvironment(environment: variables, contextNamespace: "op")
}

extension WatcherCore.Effect {
    /// What is said, in short: `+v1/pods n/a`, `-…`, `trouble …`, `complete`.
    var word: String? {
        switch self {
        case .tell(.applied(let type, let object)): "+\(type.plural) \(object.key)"
        case .tell(.other(.deleted(let type, let key, let uid))): "-\(type.plural) \(key)\(uid.isEmpty ? " (never was)" : "")"
        case .tell(.other(.trouble(let type, _))): "trouble \(type.plural)"
        case .tell(.other(.recovered(let type))): "recovered \(type.plural)"
        case .tell(.other(let message)): message.type
        case .complete: "complete"
        case .giveUp: "give up"
        case .follow, .showStatus: nil
        }
    }
}

extension [WatcherCore.Effect] {
    var words: [String] { compactMap(\.word) }
    /// The last set of targets to follow.
    var followed: Set<WatchTarget>? {
        reversed().compactMap { if case .follow(let targets) = $0 { targets } else { nil } }.first
    }
}

/// A core with the watches that it wants, as the shell would run them.
struct World {
    var core: WatcherCore
    var followed: Set<WatchTarget> = []

    init(_ variables: [String: String] = [:]) throws {
        core = WatcherCore(try environment(variables))
        _ = self.handle(.started)
    }

    @discardableResult mutating func handle(_ event: WatcherCore.Event) -> [String] {
        let effects = core.handle(event)
        followed = effects.followed ?? followed
        return effects.words
    }

    /// A whole list of a target.
    @discardableResult mutating func list(_ target: WatchTarget, _ objects: ObservedObject...) -> [String] {
        handle(.listBegan(target)) + objects.flatMap { handle(.applied(target, $0)) } + handle(.listEnded(target))
    }

    /// Every target that was not listed yet, empty.
    @discardableResult mutating func listRest() -> [String] {
        var words: [String] = []
        while let target = followed.filter({ !core.store.isSettled($0) }).min(by: { "\($0)" < "\($1)" }) { words += list(target) }
        return words
    }

    func target(_ type: ResourceType) -> WatchTarget? { followed.filter { $0.type == type }.min { "\($0)" < "\($1)" } }
}
