import KubeAPI
import Logging
import Model

/// Writes Events; the same one again within ten minutes only raises the count of the first.
actor EventRecorder {
    private struct Told: Hashable {
        let uid: String
        let reason: String
        let message: String
        let component: String
    }

    private struct Entry {
        let reference: ObjectReference
        var count: Int
        var last: Moment
    }

    private let client: KubeClient
    private let log: Logger
    private let clock: @Sendable () -> Moment
    private let host: String
    private var told: [Told: Entry] = [:]

    static let window = 600.0

    init(client: KubeClient, host: String = "", log: Logger, clock: @escaping @Sendable () -> Moment) {
        self.client = client
        self.host = host
        self.log = log
        self.clock = clock
    }

    /// An Event that could not be written is no reason to stop: it is only for people.
    func record(_ note: EventNote) async {
        let now = clock()
        let key = Told(uid: note.uid, reason: note.reason, message: note.message, component: note.component)
        told = told.filter { now - $0.value.last < Self.window }
        do {
            if let entry = told[key] {
                told[key] = Entry(reference: entry.reference, count: entry.count + 1, last: now)
                _ = try await client.patch(
                    .events, namespace: entry.reference.key.namespace, name: entry.reference.key.name,
                    .merge(["count": JSON(entry.count + 1), "lastTimestamp": now.json]))
            } else {
                let event = Self.event(note, now: now, host: host)
                let namespace = event.at("metadata", "namespace")?.string ?? "default"
                let name = event.at("metadata", "name")?.string ?? ""
                told[key] = Entry(reference: ObjectReference(.events, namespace: namespace, name: name), count: 1, last: now)
                _ = try await client.create(.events, namespace: namespace, event)
            }
        } catch {
            told[key] = nil
            log.debug("an Event could not be written: \(error)")
        }
    }

    static func event(_ note: EventNote, now: Moment, host: String) -> JSON {
        let namespace = note.regarding.key.namespace.isEmpty ? "default" : note.regarding.key.namespace
        let mark = String(UInt64(now.seconds * 1e9) &+ UInt64.random(in: 0..<1000), radix: 16)
        var involved: JSON = [
            "apiVersion": .string(note.regarding.type.apiVersion), "kind": .string(note.regarding.type.kind),
            "name": .string(note.regarding.key.name), "uid": .string(note.uid), "resourceVersion": .string(note.resourceVersion),
        ]
        if !note.regarding.key.namespace.isEmpty { involved["namespace"] = .string(note.regarding.key.namespace) }
        if !note.fieldPath.isEmpty { involved["fieldPath"] = .string(note.fieldPath) }
        var source: JSON = ["component": .string(note.component)]
        if !host.isEmpty { source["host"] = .string(host) }
        return [
            "apiVersion": "v1", "kind": "Event",
            "metadata": ["name": .string("\(note.regarding.key.name).\(mark)"), "namespace": .string(namespace)],
            "involvedObject": involved, "reason": .string(note.reason), "message": .string(note.message), "type": .string(note.type),
            "source": source, "firstTimestamp": now.json, "lastTimestamp": now.json, "count": 1,
            "reportingComponent": .string(note.component), "reportingInstance": .string(host),
        ]
    }
}
