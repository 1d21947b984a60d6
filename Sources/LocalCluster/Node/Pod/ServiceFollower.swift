import Glibc
import KubeAPI
import Logging
import Model
import Synchronization

/// Tells a program when the address behind a Service moves: there is no proxy here that would hide it.
struct ServiceFollower: Sendable {
    let node: NodeContext
    let namespace: String
    let followed: FollowedService
    let process: ProcessIdentity

    /// Until the task is cancelled.
    func run() async {
        let current = LastAddress(followed.address)
        let watch = ObjectWatch(
            client: node.client, type: .endpoints, fieldSelector: "metadata.namespace=\(namespace),metadata.name=\(followed.service)",
            log: node.log)
        await watch.run { fact in
            let objects: [JSON] =
                switch fact {
                case .listed(let items, _): items
                case .observed(let object): [object]
                case .deleted, .withdrawn: []
                }
            for object in objects {
                guard let address = NodeContext.firstAddress(object), current.moved(to: address) else { continue }
                rewrite(address)
            }
        }
    }

    private func rewrite(_ address: String) {
        do {
            try TextFile.write(
                Self.filled(followed.template, address), to: followed.file, mode: 0o600, owner: node.user.map { ($0.uid, $0.gid) })
            if process.isAlive { kill(process.pid, SIGHUP) }
        } catch {
            node.log.warning("\(error)")
        }
    }

    static func filled(_ template: String, _ address: String) -> String {
        var result = ""
        var rest = template[...]
        while let mark = rest.firstIndex(of: "@") {
            result += rest[..<mark]
            rest = rest[mark...]
            if rest.hasPrefix(FollowedService.placeholder) {
                result += address
                rest = rest.dropFirst(FollowedService.placeholder.count)
            } else {
                result.append("@")
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }
}

private final class LastAddress: Sendable {
    private let address: Mutex<String>

    init(_ address: String) { self.address = Mutex(address) }

    /// True where it is another one than before.
    func moved(to new: String) -> Bool {
        address.withLock { old in
            defer { old = new }
            return old != new
        }
    }
}
