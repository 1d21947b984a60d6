import KubeAPI
import Synchronization

/// Remembers what was reported.
final class Counting: KubeObserver {
    private let reported = Mutex<[String]>([])
    var lines: [String] { reported.withLock { $0 } }

    func requestFinished(verb: String, resource: String, code: Int, duration: Duration) {
        reported.withLock { $0.append("\(verb) \(resource) \(code)") }
    }
}
