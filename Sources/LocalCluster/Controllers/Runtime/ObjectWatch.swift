import KubeAPI
import Logging
import Model

/// Follows one type of objects: lists it, then watches from there; lists again only when the server has forgotten where we were.
struct ObjectWatch: Sendable {
    let client: KubeClient
    let type: ResourceType
    /// Only objects that match, as `spec.nodeName=local`.
    var fieldSelector: String?
    let log: Logger

    enum Fact: Sendable {
        case listed([JSON], resourceVersion: UInt64)
        case observed(JSON)
        case deleted(JSON)
        /// The server does not have this type any more; the watch has ended.
        case withdrawn
    }

    static let shortestPause = 0.1
    static let longestPause = 5.0

    /// Until the task is cancelled, or the type is gone.
    func run(_ tell: @Sendable (Fact) -> Void) async {
        var version: String?
        var pause = Self.shortestPause
        while !Task.isCancelled {
            do {
                if version == nil {
                    let list = try await client.list(type, namespace: nil, KubeAPI.ListOptions(fieldSelector: fieldSelector))
                    tell(.listed(list.items.map(complete), resourceVersion: UInt64(list.resourceVersion) ?? 0))
                    version = list.resourceVersion
                }
                let started = ContinuousClock.now
                version = try await follow(from: version, tell)
                if ContinuousClock.now - started > .seconds(1) { pause = Self.shortestPause }
            } catch {
                let disposition = (error as? KubeError)?.disposition ?? .retry
                if disposition == .cancelled { return }
                if disposition == .notFound { return tell(.withdrawn) }
                if disposition == .gone { version = nil }
                log.debug("the watch of \(type.resourceAndGroup) was interrupted: \(error)")
                try? await Task.sleep(for: .seconds(pause))
                pause = min(pause * 2, Self.longestPause)
            }
        }
    }

    /// Where the next watch goes on, once the server has ended this one.
    private func follow(from version: String?, _ tell: @Sendable (Fact) -> Void) async throws -> String? {
        var version = version
        let options = KubeAPI.WatchOptions(fieldSelector: fieldSelector, resourceVersion: version)
        do {
            for try await event in client.watch(type, namespace: nil, options) {
                version = event.object.at("metadata", "resourceVersion")?.string ?? version
                switch event.type {
                case .added, .modified: tell(.observed(complete(event.object)))
                case .deleted: tell(.deleted(complete(event.object)))
                case .bookmark: break
                }
            }
        } catch let error as KubeError where error.disposition == .retry {
            log.debug("the watch of \(type.resourceAndGroup) broke off: \(error)")
            try? await Task.sleep(for: .seconds(Self.shortestPause))
        }
        return version
    }

    /// Items of a list carry neither apiVersion nor kind.
    private func complete(_ object: JSON) -> JSON {
        var object = object
        if object["kind"] == nil { object["kind"] = .string(type.kind) }
        if object["apiVersion"] == nil { object["apiVersion"] = .string(type.apiVersion) }
        return object
    }
}
