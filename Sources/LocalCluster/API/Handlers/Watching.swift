import Model

/// GET with `watch`.
extension APIServer {
    func watch(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        var options = try ListParameters(scope.request.query, of: type.info, isWatch: true)
        if let name = resource.name { options.fields.requirements.append(.init(field: "metadata.name", value: name, isEqual: true)) }
        let version = try options.version()
        let start = Self.start(options, version)
        let form = try WatchForm(type: type, scope.negotiation.form, includes: try Self.included(scope), now: surroundings.now)
        let collection = CollectionID(type.info)
        let namespace = resource.namespace ?? options.fields.namespace
        guard let begun = store.watch(collection, namespace: namespace, from: start) else {
            let error = StatusError.expired("too old resource version: \(version) (\(store.resourceVersion))")
            return Self.stream(WatchStream(failing: error, form))
        }
        ticker.add(
            begun.subscription, timeoutSeconds: options.timeoutSeconds.map { max($0, 1) } ?? Self.defaultTimeout(surroundings.random),
            bookmarks: options.allowsBookmarks)
        var stream = WatchStream(begun.subscription, form, options)
        stream.present = begun.present
        stream.missed = begun.missed
        stream.startVersion = begun.resourceVersion
        if case .after(let after) = start { stream.startVersion = after }
        let (store, ticker) = (store, ticker)
        stream.end = { subscription in
            ticker.remove(subscription)
            store.end(subscription)
        }
        return Self.stream(stream)
    }

    private static func stream(_ stream: WatchStream) -> APIAnswer {
        APIAnswer(code: 200, contentType: "application/json", body: .stream(stream))
    }

    private static func start(_ options: ListParameters, _ version: Int64) -> Store.WatchStart {
        if options.sendInitialEvents == true { return .present }
        if options.sendInitialEvents == false, version == 0 { return .now }
        return version == 0 ? .present : .after(version)
    }

    /// Between 30 and 60 minutes, so that many watches do not end together.
    private static func defaultTimeout(_ random: (Int) -> [UInt8]) -> Int { 1800 + random(1).reduce(0) { $0 + Int($1) * 7 } }
}
