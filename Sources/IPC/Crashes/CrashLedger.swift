import Model

/// Which clusters killed a worker, and how often: a cluster that was in hand at two deaths is quarantined, alone, until its manifest
/// changes or the supervisor is started anew.
///
/// The mechanism, from end to end. The reconciler notes in `<runtime-dir>/reconciler.inhand` what it is computing (`InHand`). When it dies
/// of a crash, or is killed because it hangs, the supervisor reads that file, counts here, and writes the ledger to
/// `<runtime-dir>/quarantine.json` before it starts the reconciler again. The reconciler reads that file at its start
/// (`WorkerContext.quarantine`) and leaves out every cluster that stands there with the version that it has now. A death by a signal from
/// outside (a person's `kill -9`, the kernel's out-of-memory killer) is nobody's fault and is not counted.
public struct CrashLedger: Equatable, Sendable {
    /// This many deaths with the same cluster and version in hand, and it is quarantined.
    public static let deathsUntilQuarantine = 2

    public struct Entry: Equatable, Sendable {
        public var version: String
        public var deaths: Int
        /// How the worker ended the last time: `signal 4 (Illegal instruction)`.
        public var reason: String

        public init(version: String, deaths: Int, reason: String) {
            self.version = version
            self.deaths = deaths
            self.reason = reason
        }
    }

    public private(set) var entries: [ObjectKey: Entry] = [:]

    public init() {}

    /// A worker died with these in hand. Returns those that are quarantined from now on.
    public mutating func workerDied(of reason: String, inHand: [HandledCluster]) -> [ObjectKey] {
        var quarantined: [ObjectKey] = []
        for cluster in inHand {
            let known = entries[cluster.key].flatMap { $0.version == cluster.version ? $0 : nil }
            let entry = Entry(version: cluster.version, deaths: (known?.deaths ?? 0) + 1, reason: reason)
            entries[cluster.key] = entry
            if entry.deaths == Self.deathsUntilQuarantine { quarantined.append(cluster.key) }
        }
        return quarantined.sorted()
    }

    /// Why this cluster is left out, nil where it is not.
    public func quarantine(of cluster: HandledCluster) -> Entry? {
        guard let entry = entries[cluster.key], entry.deaths >= Self.deathsUntilQuarantine, entry.version == cluster.version else {
            return nil
        }
        return entry
    }

    /// All that are quarantined, whatever version they have now.
    public var quarantined: [ObjectKey] {
        entries.filter { $0.value.deaths >= Self.deathsUntilQuarantine }.keys.sorted()
    }
}

extension CrashLedger {
    public var json: JSON {
        let items = entries.sorted { $0.key < $1.key }.map { key, entry -> JSON in
            [
                "cluster": key.form, "version": .string(entry.version), "deaths": JSON(entry.deaths), "reason": .string(entry.reason),
            ]
        }
        return ["crashes": .array(items)]
    }

    public init(json: JSON) throws(FormError) {
        self.init()
        for item in try ProvisionForm(json).items("crashes") {
            entries[try item.key("cluster")] = Entry(
                version: try item.string("version"), deaths: try item.int("deaths"), reason: try item.string("reason"))
        }
    }

    /// The ledger in the file; empty where there is none or it cannot be read, because a worker must be able to start.
    public static func read(_ path: String) -> CrashLedger {
        guard let bytes = File.read(path, limit: 1 << 20), let json = try? JSON(parsing: bytes) else { return CrashLedger() }
        return (try? CrashLedger(json: json)) ?? CrashLedger()
    }

    public func write(_ path: String) throws(IPCError) { try File.replace(path, with: json.bytes()) }
}
