import IPC

/// Whether a stored verifier is the one of a wanted password.
enum PasswordCheck {
    static func matches(_ password: WantedPassword, stored: String?) -> Bool {
        guard let stored else { return false }
        if password.isVerifier { return stored == password.secret }
        switch password.method {
        case .scram: return ScramVerifier(stored)?.matches(password.secret) ?? false
        case .md5: return stored.hasPrefix("md5") && LibPQ.md5Verifier(password) == stored
        }
    }

    /// A new verifier. Nil where it needs a connection to be made (a password that is not ASCII, see `ScramVerifier.isStable`).
    static func verifier(for password: WantedPassword) -> String? {
        if password.isVerifier { return password.secret }
        switch password.method {
        case .md5: return LibPQ.md5Verifier(password)
        case .scram:
            guard ScramVerifier.isStable(password.secret) else { return nil }
            return ScramVerifier(password: password.secret, salt: Digest.random(16))?.text
        }
    }
}
