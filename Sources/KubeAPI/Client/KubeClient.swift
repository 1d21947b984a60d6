import Model

/// The Kubernetes API as the operator uses it: typed verbs over JSON objects, errors that say what to do about them, retries where they
/// do no harm.
///
/// A value that may be copied freely: all copies share connections, credentials and the transport's thread.
public struct KubeClient: Sendable {
    let session: KubeSession
    let retries: RetryPolicy

    public init(
        configuration: KubeConfiguration, userAgent: String, retries: RetryPolicy = RetryPolicy(), observer: (any KubeObserver)? = nil
    ) {
        session = KubeSession(configuration: configuration, userAgent: userAgent, observer: observer)
        self.retries = retries
    }

    /// Over another transport, for tests.
    public init(
        transport: any HTTPTransport, server: String = "http://localhost", retries: RetryPolicy = .never,
        observer: (any KubeObserver)? = nil
    ) {
        session = KubeSession(transport: transport, server: server, observer: observer)
        self.retries = retries
    }

    private init(_ session: KubeSession, _ retries: RetryPolicy) {
        self.session = session
        self.retries = retries
    }

    /// The same client with other patience.
    public func retrying(_ retries: RetryPolicy) -> KubeClient { KubeClient(session, retries) }

    /// For plain HTTP requests (Patroni's REST API) on the same thread, without the API server's credentials.
    public func plainHTTP(userAgent: String) -> HTTPClient {
        HTTPClient(settings: HTTPSettings(userAgent: userAgent), sharing: session.http)
    }

    // MARK: Reading

    public func get(
        _ type: ResourceType, namespace: String?, name: String, subresource: String? = nil
    ) async throws(KubeError) -> JSON {
        try await object(KubeRequest(.get, path(type, namespace, name, subresource), resource: type.plural))
    }

    // MARK: Writing

    public func create(
        _ type: ResourceType, namespace: String?, _ object: JSON, _ options: WriteOptions = WriteOptions()
    ) async throws(KubeError) -> JSON {
        try await self.object(
            KubeRequest(
                .post, path(type, namespace), query: options.query, body: object, verb: "create", resource: type.plural))
    }

    public func replace(
        _ type: ResourceType, namespace: String?, name: String, _ object: JSON, subresource: String? = nil,
        _ options: WriteOptions = WriteOptions()
    ) async throws(KubeError) -> JSON {
        try await self.object(
            KubeRequest(
                .put, path(type, namespace, name, subresource), query: options.query, body: object, verb: "update",
                resource: type.plural))
    }

    public func patch(
        _ type: ResourceType, namespace: String?, name: String, _ patch: Patch, subresource: String? = nil,
        _ options: WriteOptions = WriteOptions()
    ) async throws(KubeError) -> JSON {
        var query = options.query
        if case .apply(_, let force) = patch, force { query.append(("force", "true")) }
        return try await object(
            KubeRequest(
                .patch, path(type, namespace, name, subresource), query: query, headers: ["Content-Type": patch.contentType],
                body: patch.body, verb: "patch", resource: type.plural))
    }

    /// What the server answers: the object on its way out, or a Status.
    public func delete(
        _ type: ResourceType, namespace: String?, name: String, _ options: DeleteOptions = DeleteOptions()
    ) async throws(KubeError) -> JSON {
        try await object(
            KubeRequest(.delete, path(type, namespace, name), body: options.json, verb: "delete", resource: type.plural))
    }

    /// Any request; a status that is no success is an error.
    public func raw(_ request: KubeRequest) async throws(KubeError) -> KubeResponse { try await session.send(request, retries) }

    private func object(_ request: KubeRequest) async throws(KubeError) -> JSON { try await session.send(request, retries).json() }

    func path(_ type: ResourceType, _ namespace: String?, _ name: String? = nil, _ subresource: String? = nil) -> String {
        type.path(namespace: namespace, name: name, subresource: subresource)
    }
}
