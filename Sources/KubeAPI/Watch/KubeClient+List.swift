import Model

extension KubeClient {
    /// All objects, page by page. Where the server has forgotten the first page's version by the time of a later one (410), from the
    /// beginning.
    public func list(
        _ type: ResourceType, namespace: String?, _ options: ListOptions = ListOptions()
    ) async throws(KubeError) -> KubeList {
        var items: [JSON] = []
        let version = try await list(type, namespace: namespace, options) { part in
            switch part {
            case .restarted: items = []
            case .item(let item): items.append(item)
            }
        }
        return KubeList(items: items, resourceVersion: version)
    }

    /// What `list(…, each:)` reports.
    public enum ListPart: Sendable {
        /// The items so far do not count: the list begins anew.
        case restarted
        case item(JSON)
    }

    /// As `list`, but each item is handed over while the reply is still arriving and nothing is kept: the result is the list's
    /// resourceVersion.
    public func list(
        _ type: ResourceType, namespace: String?, _ options: ListOptions, each: (ListPart) async -> Void
    ) async throws(KubeError) -> String {
        var next: String?
        var restarts = 0
        while true {
            do throws(KubeError) {
                let envelope = try await page(type, namespace, options, next) { await each(.item($0)) }
                guard let version = envelope.at("metadata", "resourceVersion")?.string else {
                    throw .malformedReply("a list without metadata.resourceVersion")
                }
                guard let token = envelope.at("metadata", "continue")?.string, !token.isEmpty else { return version }
                next = token
            } catch {
                let mayRestart = error.disposition == .gone && next != nil
                guard mayRestart, restarts < 3 else { throw error }
                restarts += 1
                next = nil
                await each(.restarted)
            }
        }
    }

    private func page(
        _ type: ResourceType, _ namespace: String?, _ options: ListOptions, _ next: String?, _ each: (JSON) async -> Void
    ) async throws(KubeError) -> JSON {
        var query: [(String, String)] = [("limit", String(options.limit))]
        if let selector = options.labelSelector, !selector.isEmpty { query.append(("labelSelector", selector)) }
        if let selector = options.fieldSelector, !selector.isEmpty { query.append(("fieldSelector", selector)) }
        if let next { query.append(("continue", next)) }
        let stream = try await session.open(
            KubeRequest(.get, path(type, namespace), query: query, timeout: .seconds(60), verb: "list", resource: type.plural), retries)
        var splitter = ListSplitter()
        while true {
            let chunk: [UInt8]?
            do throws(HTTPError) { chunk = try await stream.next() } catch { throw .transport(error) }
            guard let chunk else { return try splitter.end() }
            for item in try splitter.items(in: chunk) { await each(item) }
        }
    }
}
