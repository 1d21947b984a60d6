/// What PostgreSQL stores of a password under `scram-sha-256` (RFC 5802, RFC 7677): `SCRAM-SHA-256$rounds:salt$StoredKey:ServerKey`.
///
/// A password is checked against it with the salt and the rounds that stand in it, so that an unchanged password is never written again.
struct ScramVerifier: Equatable, Sendable {
    let iterations: Int
    let salt: [UInt8]
    let storedKey: [UInt8]
    let serverKey: [UInt8]

    /// PostgreSQL's default (`scram_iterations`).
    static let defaultIterations = 4096
    private static let prefix = "SCRAM-SHA-256$"

    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count).split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let head = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        let keys = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard head.count == 2, keys.count == 2, let iterations = Int(head[0]), iterations > 0, let salt = Base64.decode(head[1]),
            let stored = Base64.decode(keys[0]), let server = Base64.decode(keys[1]), stored.count == Digest.length,
            server.count == Digest.length
        else { return nil }
        self.iterations = iterations
        self.salt = salt
        storedKey = stored
        serverKey = server
    }

    /// Made from a password whose bytes are what a client will hash (see `isStable`). Nil where the system has no randomness or memory.
    init?(password: String, salt: [UInt8], iterations: Int = defaultIterations) {
        guard let keys = Self.keys(password, salt: salt, iterations: iterations) else { return nil }
        self.iterations = iterations
        self.salt = salt
        storedKey = keys.stored
        serverKey = keys.server
    }

    /// Whether this is the password's verifier, its bytes taken as they are. SASLprep, which clients apply first, leaves most passwords
    /// as they are; one that it changes is not recognised here.
    func matches(_ password: String) -> Bool {
        guard let keys = Self.keys(password, salt: salt, iterations: iterations) else { return false }
        return Digest.areEqual(keys.stored, storedKey) && Digest.areEqual(keys.server, serverKey)
    }

    /// Whether clients hash the password's bytes as they are: SASLprep changes nothing in ASCII (and where it refuses a character, as
    /// control characters, PostgreSQL takes the password unprepared).
    static func isStable(_ password: String) -> Bool { password.utf8.allSatisfy { $0 < 0x80 } }

    private static func keys(_ password: String, salt: [UInt8], iterations: Int) -> (stored: [UInt8], server: [UInt8])? {
        guard let salted = Digest.pbkdf2(Array(password.utf8), salt: salt, iterations: iterations),
            let client = Digest.hmac(key: salted, Array("Client Key".utf8)), let stored = Digest.sha256(client),
            let server = Digest.hmac(key: salted, Array("Server Key".utf8))
        else { return nil }
        return (stored, server)
    }
}

extension ScramVerifier {
    /// As it is stored.
    var text: String {
        "\(Self.prefix)\(iterations):\(Base64.encode(salt))$\(Base64.encode(storedKey)):\(Base64.encode(serverKey))"
    }
}
