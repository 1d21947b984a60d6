import Model

/// The first line in each direction: who speaks, and in which version of the protocol. It is checked before any other line is looked at,
/// and `protocol` before anything else in it.
public struct Hello: Equatable, Sendable {
    /// The version that this build speaks. Raised whenever an older reader would misunderstand a line.
    public static let currentProtocol = 1

    public var `protocol`: Int
    /// The program: `watcher`, `reconciler`, `dbprovisioner`, `supervisor`, `cli`.
    public var sender: String
    /// The release, for people.
    public var build: String
    /// Different for each start of a process.
    public var instance: String

    public init(sender: String, build: String = Build.version, instance: String, protocol: Int = Hello.currentProtocol) {
        self.protocol = `protocol`
        self.sender = sender
        self.build = build
        self.instance = instance
    }
}

extension Hello {
    public var json: JSON {
        let hello: JSON = ["protocol": JSON(`protocol`), "sender": .string(sender), "build": .string(build), "instance": .string(instance)]
        return ["hello": hello]
    }

    /// Throws `helloMissing` where the line is no hello, and `protocolMismatch` for another version, whatever else that hello holds.
    public init(json: JSON) throws(IPCError) {
        guard let hello = json["hello"], let version = hello["protocol"]?.int else { throw .helloMissing }
        let sender = hello["sender"]?.string ?? "unknown"
        guard version == Self.currentProtocol else {
            throw .protocolMismatch(sender: sender, theirs: version, ours: Self.currentProtocol)
        }
        self.init(
            sender: sender, build: hello["build"]?.string ?? "", instance: hello["instance"]?.string ?? "", protocol: version)
    }
}
