import Glibc
import Model

/// Where a pod has its files: below the node's directory, by uid.
struct PodFiles: Sendable {
    /// The node's directory, absolute.
    let root: String
    let uid: String
    let user: LocalUser?

    var directory: String { "\(root)/pods/\(uid)" }
    var stateFile: String { "\(directory)/state.json" }
    func containerDirectory(_ name: String) -> String { "\(directory)/containers/\(name)" }
    func log(_ name: String) -> String { "\(directory)/logs/\(name).log" }
    func previousLog(_ name: String) -> String { "\(directory)/logs/\(name).previous.log" }
    /// Of a volume of the pod that is no claim.
    func volume(_ name: String) -> String { "\(directory)/volumes/\(name)" }
    /// Of a persistent volume, whose object names the path.
    static func persistentVolume(_ root: String, path: String) -> String {
        "\(root)\(VolumeBinding.root)/\(path.split(separator: "/").last ?? "")"
    }

    /// A Unix socket's path may have 107 bytes: a directory of its own, short where the node's own is long.
    var socketDirectory: String {
        let inside = "\(root)/run/\(uid.prefix(8))"
        return inside.utf8.count <= 80 ? inside : "/tmp/postgres-operator-\(uid.prefix(13))"
    }

    func makeContainer(_ name: String) throws(TextFile.Failure) {
        try Directories.make("\(directory)/logs")
        try Directories.make(containerDirectory(name), owner: user)
    }

    /// The log of the run before is kept, one of it.
    func turnLog(_ name: String) { rename(log(name), previousLog(name)) }

    func remove() throws(TextFile.Failure) {
        try Directories.remove(directory)
        try Directories.remove(socketDirectory)
    }
}

/// Where the paths that a container sees lie on this machine.
struct MountTable: Sendable, Equatable {
    /// Mount path in the container to directory here, the longest first.
    private let mounts: [(path: String, directory: String)]
    /// What is mounted nowhere lies here.
    private let rest: String

    init(_ mounts: [String: String], rest: String) {
        self.mounts = mounts.map { ($0.key, $0.value) }.sorted { ($0.path.count, $0.path) > ($1.path.count, $1.path) }
        self.rest = rest
    }

    static func == (a: MountTable, b: MountTable) -> Bool {
        a.rest == b.rest && a.mounts.map(\.path) == b.mounts.map(\.path) && a.mounts.map(\.directory) == b.mounts.map(\.directory)
    }

    func path(_ path: String) -> String {
        for mount in mounts where path == mount.path || path.hasPrefix(mount.path + "/") {
            return mount.directory + path.dropFirst(mount.path.count)
        }
        return "\(rest)/root\(path)"
    }

    var directories: [String] { mounts.map(\.directory) }
}

/// What survives a node: which processes run, with what has to be known of them.
struct PodRecord: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        var process: ProcessIdentity
        var restarts: Int
        var since: Moment
        var directories: [String]
        var follows: FollowedService?
    }

    var entries: [String: Entry] = [:]
    /// Init containers that have ended well.
    var done: [String] = []

    init() {}

    init?(_ json: JSON) {
        guard let processes = json["processes"]?.object else { return nil }
        for (name, value) in processes {
            guard let pid = value["pid"]?.int, let ticks = value["startTicks"]?.int, let since = Moment(value["since"]) else { return nil }
            entries[name] = Entry(
                process: ProcessIdentity(pid: Int32(pid), startTicks: UInt64(ticks)), restarts: value["restarts"]?.int ?? 0, since: since,
                directories: (value["directories"]?.array ?? []).compactMap(\.string),
                follows: value["follows"].flatMap(FollowedService.init))
        }
        done = (json["done"]?.array ?? []).compactMap(\.string)
    }

    var json: JSON {
        let processes = entries.mapValues { entry -> JSON in
            var json: JSON = [
                "pid": JSON(Int(entry.process.pid)), "startTicks": JSON(Int(entry.process.startTicks)), "restarts": JSON(entry.restarts),
                "since": entry.since.json, "directories": JSON(entry.directories),
            ]
            json["follows"] = entry.follows?.json
            return json
        }
        return ["processes": JSON(processes), "done": JSON(done)]
    }

    static func read(_ path: String) -> PodRecord? {
        (try? TextFile.read(path)).flatMap { try? JSON(parsing: $0) }.flatMap(PodRecord.init)
    }
}
