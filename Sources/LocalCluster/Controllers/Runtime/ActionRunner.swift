import KubeAPI
import Logging
import Model

/// Carries out actions against the API server and tells what the server answered, so that the next decision knows it before any watch does.
struct ActionRunner: Sendable {
    let client: KubeClient
    let events: EventRecorder
    let log: Logger
    /// Resolves owners of any kind, and says what a namespace may hold.
    let catalog: CatalogCache
    /// Where volumes have their data; nil where this process keeps none.
    let removeVolume: @Sendable (String) async throws -> Void
    let tell: @Sendable (Outcome) -> Void

    enum Outcome: Sendable {
        case written(ResourceType, JSON)
        case removed(ObjectReference, uid: String)
        case absent(uid: String)
    }

    /// False where the key is to be decided again.
    func run(_ job: RuntimeState.Job) async -> Bool {
        for action in job.actions {
            do {
                try await perform(action)
            } catch {
                let disposition = (error as? KubeError)?.disposition
                if disposition == .cancelled { return false }
                // An object that went meanwhile needs nothing more, and nothing comes into a namespace that goes.
                if disposition == .notFound, !Self.isCreation(action) { continue }
                if Self.isForbiddenByEnd(error) { return true }
                if disposition != .conflict { log.warning("\(job.controller) \(job.item.key): \(error)") }
                return false
            }
        }
        return true
    }

    private static func isCreation(_ action: Action) -> Bool { if case .create = action { true } else { false } }

    private static func isForbiddenByEnd(_ error: any Error) -> Bool {
        (error as? KubeError)?.status?.causes.contains { $0.reason == "NamespaceTerminating" } ?? false
    }

    private func perform(_ action: Action) async throws {
        switch action {
        case .create(let type, let object):
            let namespace = object.at("metadata", "namespace")?.string
            tell(.written(type, try await client.create(type, namespace: namespace, object)))
        case .patch(let target, let uid, let patch, let subresource):
            var patch = patch
            patch.set(["metadata", "uid"], to: .string(uid))
            let answer = try await client.patch(
                target.type, namespace: target.key.namespace, name: target.key.name, .merge(patch), subresource: subresource)
            tell(.written(target.type, answer))
        case .delete(let target, let uid, let propagation, let grace):
            try await delete(target, uid: uid, propagation: propagation, grace: grace)
        case .bind(let pod, let uid, let node):
            try await bind(pod, uid: uid, node: node)
        case .event(let note): await events.record(note)
        case .confirmAbsence(let apiVersion, let kind, let namespace, let name, let uid):
            try await confirmAbsence(apiVersion: apiVersion, kind: kind, namespace: namespace, name: name, uid: uid)
        case .emptyNamespace(let name, let uid):
            try await NamespaceEmptying(client: client, catalog: try await catalog.current(), name: name, uid: uid).run()
        case .removeVolume(let path): try await removeVolume(path)
        }
    }

    private func delete(_ target: ObjectReference, uid: String, propagation: String?, grace: Int?) async throws {
        let options = KubeAPI.DeleteOptions(
            propagation: propagation.flatMap(KubeAPI.DeleteOptions.Propagation.init), uid: uid, gracePeriodSeconds: grace)
        let answer = try await client.delete(target.type, namespace: target.key.namespace, name: target.key.name, options)
        guard answer["kind"]?.string == target.type.kind, grace != 0 else { return tell(.removed(target, uid: uid)) }
        // The object itself: either on its way out, or as it was last.
        if answer.at("metadata", "deletionTimestamp") != nil { tell(.written(target.type, answer)) }
    }

    private func bind(_ pod: ObjectReference, uid: String, node: String) async throws {
        let binding: JSON = [
            "apiVersion": "v1", "kind": "Binding",
            "metadata": ["name": .string(pod.key.name), "namespace": .string(pod.key.namespace), "uid": .string(uid)],
            "target": ["apiVersion": "v1", "kind": "Node", "name": .string(node)],
        ]
        let path = pod.type.path(namespace: pod.key.namespace, name: pod.key.name, subresource: "binding")
        _ = try await client.raw(KubeRequest(.post, path, body: binding, verb: "create", resource: pod.type.plural))
    }

    /// An unknown kind is an error: what its objects own is never collected on a guess.
    private func confirmAbsence(apiVersion: String, kind: String, namespace: String, name: String, uid: String) async throws {
        guard let type = try await catalog.type(apiVersion: apiVersion, kind: kind) else {
            throw KubeError.malformedReply("an owner of kind \(kind) in \(apiVersion), which the server does not have")
        }
        do throws(KubeError) {
            let owner = try await client.get(type, namespace: type.namespaced ? namespace : nil, name: name)
            if owner.at("metadata", "uid")?.string == uid { return tell(.written(type, owner)) }
        } catch {
            guard error.isNotFound else { throw error }
        }
        tell(.absent(uid: uid))
    }
}

/// The end of a namespace: deletes all that is in it, says what is left, and gives the namespace free once that is nothing.
struct NamespaceEmptying: Sendable {
    let client: KubeClient
    let catalog: ResourceCatalog
    let name: String
    let uid: String

    func run() async throws {
        var left = 0
        for type in catalog.deletable { left += try await empty(type) }
        guard left == 0 else { return }
        let finalized: JSON = [
            "apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name), "uid": .string(uid)],
            "spec": ["finalizers": []],
        ]
        _ = try await client.replace(.namespaces, namespace: nil, name: name, finalized, subresource: "finalize")
    }

    /// How many objects are still there.
    private func empty(_ type: ResourceType) async throws(KubeError) -> Int {
        do throws(KubeError) {
            let before = try await client.list(type, namespace: name)
            guard !before.items.isEmpty else { return 0 }
            if before.items.contains(where: { $0.at("metadata", "deletionTimestamp") == nil }) {
                _ = try await client.raw(
                    KubeRequest(.delete, type.path(namespace: name), verb: "deletecollection", resource: type.plural))
            }
            return try await client.list(type, namespace: name).items.count
        } catch {
            // A type that went meanwhile, or cannot be deleted, holds nothing up.
            if error.isNotFound || error.status?.code == 405 { return 0 }
            throw error
        }
    }
}
