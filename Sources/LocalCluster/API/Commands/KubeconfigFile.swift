import Model
import YAML

/// The kubeconfig that `up` leaves behind: one cluster, one context, the administrator's token.
struct KubeconfigFile: Sendable {
    var server: String
    /// The certificate authority's PEM text; nil for plain HTTP.
    var authority: String?
    var token: String

    var text: String {
        var cluster: JSON = ["server": .string(server)]
        if let authority { cluster["certificate-authority-data"] = .string(Base64URL.standard(Array(authority.utf8))) }
        let value: JSON = [
            "apiVersion": "v1", "kind": "Config", "clusters": [["name": "local", "cluster": cluster]],
            "users": [["name": "admin", "user": ["token": .string(token)]]],
            "contexts": [["name": "local", "context": ["cluster": "local", "user": "admin", "namespace": "default"]]],
            "current-context": "local", "preferences": [:],
        ]
        return value.yaml()
    }
}
