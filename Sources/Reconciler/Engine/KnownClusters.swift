import IPC
import Model

/// The file in the runtime directory that says which clusters there are, for the process that comes after this one: a cluster whose object
/// was deleted while nobody looked is then still taken away. Losing the file loses only that.
struct KnownClusters: Sendable {
    let path: String?

    func read() -> [ObjectKey: String] {
        guard let path, let text = try? TextFile.read(path), let json = try? JSON(parsing: text) else { return [:] }
        var known: [ObjectKey: String] = [:]
        for (name, uid) in json.object ?? [:] {
            guard let key = ObjectKey(parsing: name), let uid = uid.string else { continue }
            known[key] = uid
        }
        return known
    }

    func write(_ known: [ObjectKey: String]) {
        guard let path else { return }
        let json = JSON(Dictionary(known.map { ("\($0.key)", $0.value) }) { first, _ in first })
        // Not worth failing for: the next change writes it again.
        _ = try? File.replace(path, with: json.bytes())
    }
}
