/// Who we are to the API server.
public enum Credential: Sendable, Hashable {
    /// A client certificate (in `TLSSettings`), or nobody.
    case none
    case token(String)
    /// Read anew as it rotates.
    case tokenFile(String)
    case basic(user: String, password: String)
    /// A program that hands out tokens or certificates.
    case plugin(CredentialPlugin)
}

/// What goes into one request.
struct Authorization: Sendable, Hashable {
    /// The value of the `Authorization` field.
    var header: String?
    /// From a plugin; else the configuration's are used.
    var certificate: PEMSource?
    var key: PEMSource?
}

/// Keeps what was read or handed out for as long as it is good.
actor CredentialCache {
    /// A token file is looked at again after so long; kubelets rotate theirs long before they expire.
    private static let fileAge: Duration = .seconds(10)
    /// A plugin's credential is renewed so long before it expires.
    private static let margin = 60

    private let credential: Credential
    private var cached: (authorization: Authorization, until: Expiry)?
    private var renewal: Task<Result<PluginCredential, KubeConfigurationError>, Never>?

    private enum Expiry {
        case never
        case instant(ContinuousClock.Instant)
        /// Seconds since 1970.
        case time(Int)
    }

    init(_ credential: Credential) { self.credential = credential }

    /// Whether asking again may bring another credential.
    nonisolated var canRenew: Bool {
        switch credential {
        case .none, .token, .basic: false
        case .tokenFile, .plugin: true
        }
    }

    func forget() { cached = nil }

    func authorization() async throws(KubeConfigurationError) -> Authorization {
        if let cached, isGood(cached.until) { return cached.authorization }
        switch credential {
        case .none: return keep(Authorization(), until: .never)
        case .token(let token): return keep(Authorization(header: "Bearer \(token)"), until: .never)
        case .basic(let user, let password):
            return keep(Authorization(header: "Basic \(Base64.encode(Array("\(user):\(password)".utf8)))"), until: .never)
        case .tokenFile(let path):
            let token = try LocalFile.text(path, what: "token file", field: nil)
            return keep(Authorization(header: "Bearer \(token)"), until: .instant(.now + Self.fileAge))
        case .plugin(let plugin):
            let credential = try await renewed(by: plugin)
            return keep(credential.authorization, until: credential.expires.map { .time($0 - Self.margin) } ?? .never)
        }
    }

    /// One run of the plugin however many requests wait for it.
    private func renewed(by plugin: CredentialPlugin) async throws(KubeConfigurationError) -> PluginCredential {
        let task = renewal ?? Task { await plugin.run() }
        renewal = task
        let result = await task.value
        renewal = nil
        return try result.get()
    }

    private func keep(_ authorization: Authorization, until: Expiry) -> Authorization {
        cached = (authorization, until)
        return authorization
    }

    private func isGood(_ expiry: Expiry) -> Bool {
        switch expiry {
        case .never: true
        case .instant(let instant): .now < instant
        case .time(let seconds): UnixTime.now < seconds
        }
    }
}
