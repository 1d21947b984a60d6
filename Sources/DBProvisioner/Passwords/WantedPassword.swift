import IPC

/// A role's password as it shall be. Never printed: neither `description` nor a dump of a value that holds one shows it.
struct WantedPassword: Hashable, Sendable {
    let role: String
    let secret: String
    let method: ProvisionOptions.PasswordEncryption

    /// Whether the secret is a verifier already, to be stored as it is.
    var isVerifier: Bool { Self.isVerifier(secret) }

    static func isVerifier(_ text: String) -> Bool {
        if ScramVerifier(text) != nil { return true }
        let bytes = text.utf8
        return bytes.count == 35 && text.hasPrefix("md5")
            && bytes.dropFirst(3).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

extension WantedPassword: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "password of \(role)" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: ["role": role]) }
}
