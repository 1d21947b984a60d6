import Model

/// Finds out who sends a request: the administrator's token, a ServiceAccount's token, or nobody.
struct Authenticator: Sendable {
    /// The token in the kubeconfig that `up` writes.
    let adminToken: String
    let tokens: ServiceAccountTokens

    /// Throws 401 for credentials that are not right; a request without any is anonymous.
    func user(of request: APIRequest, store: Store, now: Int64) throws(StatusError) -> User {
        guard let header = request.headers["authorization"] else { return .anonymous }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return .anonymous }
        let token = String(parts[1])
        if Self.equal(token, adminToken) { return .admin }
        guard let user = user(ofToken: token, store: store, now: now) else { throw .unauthorized }
        return user
    }

    /// The ServiceAccount of a token, where the token is ours, not expired, and its account still there.
    func user(ofToken token: String, store: Store, now: Int64) -> User? {
        if Self.equal(token, adminToken) { return .admin }
        guard let claims = tokens.claims(of: token, now: now) else { return nil }
        let path = ObjectPath(namespace: claims.namespace, name: claims.name)
        guard let account = store.object(.serviceAccounts, path), account.value.at("metadata", "uid")?.string == claims.uid else {
            return nil
        }
        return .serviceAccount(namespace: claims.namespace, name: claims.name, uid: claims.uid)
    }

    /// Takes the same time wherever the texts differ.
    private static func equal(_ a: String, _ b: String) -> Bool {
        guard a.utf8.count == b.utf8.count else { return false }
        return zip(a.utf8, b.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension StatusError {
    static let unauthorized = StatusError(code: 401, reason: "Unauthorized", message: "Unauthorized")
}

/// Makes and reads the bearer tokens of ServiceAccounts: JSON Web Tokens signed with a key that only this server has (HS256).
struct ServiceAccountTokens: Sendable {
    let key: [UInt8]
    static let issuer = "https://kubernetes.default.svc.cluster.local"

    struct Claims: Equatable, Sendable {
        var namespace: String
        var name: String
        var uid: String
        var audiences: [String]
        var issuedAt: Int64
        var expires: Int64
    }

    func token(_ claims: Claims, id: String) -> String {
        let body: JSON = [
            "aud": JSON(claims.audiences), "exp": .int(claims.expires), "iat": .int(claims.issuedAt), "iss": .string(Self.issuer),
            "jti": .string(id),
            "kubernetes.io": [
                "namespace": .string(claims.namespace),
                "serviceaccount": ["name": .string(claims.name), "uid": .string(claims.uid)],
            ],
            "nbf": .int(claims.issuedAt), "sub": .string("system:serviceaccount:\(claims.namespace):\(claims.name)"),
        ]
        let header: JSON = ["alg": "HS256", "typ": "JWT"]
        let signed = Base64URL.encode(header.bytes()) + "." + Base64URL.encode(body.bytes())
        return signed + "." + Base64URL.encode(SHA256.authenticationCode(Array(signed.utf8), key: key))
    }

    /// Nil for a token that is not ours, was changed, or is over.
    func claims(of token: String, now: Int64) -> Claims? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return nil }
        let code = SHA256.authenticationCode(Array("\(parts[0]).\(parts[1])".utf8), key: key)
        guard Base64URL.encode(code) == parts[2], case .success(let bytes) = Base64URL.decode(parts[1]),
            let body = try? JSON(parsing: bytes),
            let expires = body["exp"]?.int, Int64(expires) > now, let namespace = body.at("kubernetes.io", "namespace")?.string,
            let name = body.at("kubernetes.io", "serviceaccount", "name")?.string,
            let uid = body.at("kubernetes.io", "serviceaccount", "uid")?.string
        else { return nil }
        return Claims(
            namespace: namespace, name: name, uid: uid, audiences: (body["aud"]?.array ?? []).compactMap(\.string),
            issuedAt: Int64(body["iat"]?.int ?? 0), expires: Int64(expires))
    }
}
