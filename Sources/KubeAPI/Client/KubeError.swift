import Model

/// Why a call to the Kubernetes API did not succeed.
public enum KubeError: Error, Sendable, Hashable {
    /// The server said so.
    case status(APIStatus)
    /// No reply came.
    case transport(HTTPError)
    /// The credentials could not be had: a token file, an exec plugin.
    case configuration(KubeConfigurationError)
    /// A reply that is not what the API promises.
    case malformedReply(String)
}

/// What to do about an error; the one place where that is decided is `KubeError.disposition`.
public enum Disposition: Sendable, Hashable {
    /// The same again, later.
    case retry
    /// Look at the object as it is now, then decide anew (409: it changed, or it exists already).
    case conflict
    /// What was asked for has left the server's history (410): list anew.
    case gone
    case notFound
    /// Not without a change on our side or by somebody: forbidden, invalid, credentials refused.
    case terminal
    /// The caller gave up.
    case cancelled
}

extension KubeError {
    public var disposition: Disposition {
        switch self {
        case .status(let status):
            switch status.code {
            case 404: .notFound
            case 409: .conflict
            case 410: .gone
            case 408, 429, 500, 502, 503, 504: .retry
            default: status.code >= 500 ? .retry : .terminal
            }
        case .transport(.cancelled): .cancelled
        case .transport(let error): error.isTransient ? .retry : .terminal
        // A token file may be about to be replaced, a plugin's service may be down for a while.
        case .configuration(let error): error.isTransient ? .retry : .terminal
        case .malformedReply: .retry
        }
    }

    public var status: APIStatus? { if case .status(let status) = self { status } else { nil } }
    /// 409 because an object of that name exists.
    public var isAlreadyExists: Bool { status?.reason == "AlreadyExists" }
    public var isNotFound: Bool { disposition == .notFound }
    public var isForbidden: Bool { status?.code == 403 }
    /// 422: `status.causes` names the fields.
    public var isInvalid: Bool { status?.code == 422 }
    public var isCancelled: Bool { disposition == .cancelled }

    /// Whether, seen at a start, this is the configuration's fault (exit code 78) and trying again is no use.
    public var isMisconfiguration: Bool {
        switch self {
        case .configuration: true
        case .status(let status): status.code == 401
        case .transport(.serverNotTrusted), .transport(.certificateRefused), .transport(.invalidCredential), .transport(.invalidURL): true
        case .transport, .malformedReply: false
        }
    }
}

extension KubeError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .status(let status) where status.code == 401:
            "the API server refused the credentials (\(status)); a token or client certificate has expired or is not known to it"
        case .status(let status): "the API server answered \(status)"
        case .transport(let error): "\(error)"
        case .configuration(let error): "\(error)"
        case .malformedReply(let problem): "the API server's reply is malformed: \(problem)"
        }
    }
}
