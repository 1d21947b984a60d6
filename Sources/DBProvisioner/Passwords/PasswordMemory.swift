import IPC
import Synchronization

/// Remembers which stored verifiers have been checked against which passwords, so that a check (some milliseconds of computing) is done
/// once. Keeps only a keyed hash of both: nothing in it leads back to a password.
final class PasswordMemory: Sendable {
    private let key = Digest.random(Digest.length)
    private let known = Mutex<[String: [UInt8]]>([:])

    init() {}

    /// Whether the pair was found to match before. One pair a role and cluster is remembered.
    func knows(_ verifier: String, _ password: WantedPassword, in cluster: String) -> Bool {
        guard let hash = hash(verifier, password) else { return false }
        return known.withLock { $0[slot(password, cluster)] == hash }
    }

    /// Whether this password was stored by this process, for servers that do not show verifiers.
    func knowsPassword(_ password: WantedPassword, in cluster: String) -> Bool { knows("", password, in: cluster + "\0blind") }

    func rememberPassword(_ password: WantedPassword, in cluster: String) { remember("", password, in: cluster + "\0blind") }

    func remember(_ verifier: String, _ password: WantedPassword, in cluster: String) {
        guard let hash = hash(verifier, password) else { return }
        known.withLock { $0[slot(password, cluster)] = hash }
    }

    func forget(cluster: String) {
        known.withLock { known in known = known.filter { !$0.key.hasPrefix(cluster + "\0") } }
    }

    private func slot(_ password: WantedPassword, _ cluster: String) -> String { cluster + "\0" + password.role }

    private func hash(_ verifier: String, _ password: WantedPassword) -> [UInt8]? {
        // The verifier's length fixes where the password begins, so that no two pairs give the same bytes.
        let text = "\(verifier.utf8.count):\(verifier)\(password.method.rawValue):\(password.secret)"
        return Digest.hmac(key: key, Array(text.utf8))
    }
}
