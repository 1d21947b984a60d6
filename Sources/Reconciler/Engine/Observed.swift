import Model

/// Everything the watcher has told, and on top of it what our own writes have been answered, until the watcher catches up.
///
/// Objects are kept as text and read when they are looked at: a hundred clusters are a thousand objects, of which a few are needed at a
/// time. Before the first complete snapshot nothing may be planned (`isComplete`).
struct Observed {
    struct Record {
        var text: [UInt8]
        var uid: String
        var version: Int?
        var cluster: ObjectKey?

        var object: JSON { (try? JSON(parsing: text)) ?? .null }
    }

    /// The answer to a write of ours. `record` nil: deleted.
    private struct Answer {
        var record: Record?
        /// Of what was deleted, so that a late word of the watcher on it is known as such.
        var uid: String
        var until: Double
    }

    /// For how long our own answers count more than an older word of the watcher.
    static let patience = 10.0

    /// The label by which objects are known to belong to a cluster (`cluster_name_label`).
    private(set) var clusterLabel = "cluster-name"
    private(set) var isComplete = false
    private var records: [ResourceType: [ObjectKey: Record]] = [:]
    private var answers: [ObjectReference: Answer] = [:]
    private var members: [ObjectKey: Set<ObjectReference>] = [:]
    /// The snapshot that is being received.
    private var incoming: [ResourceType: [ObjectKey: Record]]?

    // MARK: What the watcher says

    mutating func snapshotBegan() { incoming = [:] }

    /// From here on everything is known, and everything known before is replaced: what was not in the snapshot is gone. Returns what
    /// there was before and is not there any more.
    mutating func snapshotEnded() -> [ObjectReference] {
        guard let incoming else { return [] }
        let gone = records.flatMap { type, objects in
            objects.keys.filter { incoming[type]?[$0] == nil }.map { ObjectReference(type: type, key: $0) }
        }
        records = incoming
        self.incoming = nil
        answers = [:]
        isComplete = true
        reindex()
        return gone
    }

    /// Returns whether something of meaning changed.
    mutating func applied(_ type: ResourceType, _ object: JSON) -> Bool {
        guard let key = ObjectKey(object) else { return false }
        let record = record(of: object, type: type)
        if incoming != nil {
            incoming?[type, default: [:]][key] = record
            return false
        }
        let reference = ObjectReference(type: type, key: key)
        let before = current(reference)
        let old = records[type]?[key]
        records[type, default: [:]][key] = record
        caughtUp(reference, record)
        move(reference, from: old?.cluster, to: record.cluster)
        let now = current(reference)
        return before?.text != now?.text || before?.uid != now?.uid
    }

    mutating func deleted(_ type: ResourceType, _ key: ObjectKey, uid: String) -> Bool {
        if incoming != nil {
            incoming?[type]?[key] = nil
            return false
        }
        let reference = ObjectReference(type: type, key: key)
        // Somebody has made it anew in the meantime, and we know because it was us.
        if let answer = answers[reference]?.record, !uid.isEmpty, answer.uid != uid {
            records[type]?[key] = nil
            return false
        }
        let before = current(reference)
        let old = records[type]?.removeValue(forKey: key)
        answers[reference] = nil
        move(reference, from: old?.cluster ?? before?.cluster, to: nil)
        return before != nil
    }

    // MARK: What our writes were answered

    /// The object as the API server answered to our write. It counts until the watcher has seen the same or a later version.
    mutating func written(_ type: ResourceType, _ object: JSON, now: Double) {
        guard let key = ObjectKey(object) else { return }
        let reference = ObjectReference(type: type, key: key)
        let record = record(of: object, type: type)
        if let version = record.version, let seen = records[type]?[key], seen.uid == record.uid, let known = seen.version, known >= version
        {
            return
        }
        answers[reference] = Answer(record: record, uid: record.uid, until: now + Self.patience)
        move(reference, from: nil, to: record.cluster)
    }

    /// A delete of ours was carried out, or found nothing.
    mutating func removed(_ reference: ObjectReference, uid: String, now: Double) {
        answers[reference] = Answer(record: nil, uid: uid, until: now + Self.patience)
    }

    /// Drops answers that the watcher has not confirmed for too long: then its word counts. Returns what they were about.
    mutating func expire(now: Double) -> [ObjectReference] {
        let late = answers.filter { $0.value.until <= now }.map(\.key)
        for reference in late { answers[reference] = nil }
        return late
    }

    // MARK: Looking

    func object(_ type: ResourceType, _ key: ObjectKey) -> JSON? {
        current(ObjectReference(type: type, key: key))?.object
    }

    func object(_ reference: ObjectReference) -> JSON? { current(reference)?.object }

    func uid(_ reference: ObjectReference) -> String? { current(reference)?.uid }

    /// The cluster an object belongs to by its label, or by being it.
    func cluster(of reference: ObjectReference) -> ObjectKey? {
        reference.type == .postgresqls ? reference.key : current(reference)?.cluster
    }

    /// All objects of a type that carry the cluster's label, by name.
    func objects(_ type: ResourceType, of cluster: ObjectKey) -> [JSON] {
        references(of: cluster).filter { $0.type == type }.sorted { $0.key < $1.key }.compactMap { current($0)?.object }
    }

    func references(of cluster: ObjectKey) -> [ObjectReference] {
        (members[cluster] ?? []).filter { current($0) != nil }
    }

    func keys(_ type: ResourceType) -> [ObjectKey] {
        Array((records[type] ?? [:]).keys.filter { current(ObjectReference(type: type, key: $0)) != nil })
    }

    func all(_ type: ResourceType) -> [JSON] { keys(type).sorted().compactMap { object(type, $0) } }

    var count: Int { records.values.reduce(0) { $0 + $1.count } }

    // MARK: Inside

    /// The label that names the cluster has changed with the configuration.
    mutating func use(clusterLabel: String) {
        guard clusterLabel != self.clusterLabel else { return }
        self.clusterLabel = clusterLabel
        for (type, objects) in records {
            records[type] = objects.mapValues { record in
                var record = record
                record.cluster = cluster(of: record.object)
                return record
            }
        }
        reindex()
    }

    private func current(_ reference: ObjectReference) -> Record? {
        guard let answer = answers[reference] else { return records[reference.type]?[reference.key] }
        if let record = answer.record { return record }
        // Deleted by us: another object of the name is news, the same one is not.
        guard let seen = records[reference.type]?[reference.key], seen.uid != answer.uid, !answer.uid.isEmpty else { return nil }
        return seen
    }

    private mutating func caughtUp(_ reference: ObjectReference, _ record: Record) {
        guard let answer = answers[reference] else { return }
        if let written = answer.record {
            guard written.uid == record.uid else {
                answers[reference] = nil
                return
            }
            if let seen = record.version, let known = written.version, seen < known { return }
            answers[reference] = nil
        } else if record.uid != answer.uid {
            answers[reference] = nil
        }
    }

    private func record(of object: JSON, type: ResourceType) -> Record {
        Record(
            text: Projection.reduced(object, type: type).bytes(), uid: object.at("metadata", "uid")?.string ?? "",
            version: object.at("metadata", "resourceVersion")?.string.flatMap { Int($0) }, cluster: cluster(of: object))
    }

    private func cluster(of object: JSON) -> ObjectKey? {
        guard let name = object.at("metadata", "labels", clusterLabel)?.string, let namespace = object.at("metadata", "namespace")?.string
        else { return nil }
        return ObjectKey(namespace: namespace, name: name)
    }

    private mutating func move(_ reference: ObjectReference, from old: ObjectKey?, to new: ObjectKey?) {
        if let old, old != new { members[old]?.remove(reference) }
        if let new { members[new, default: []].insert(reference) }
        if let old, members[old]?.isEmpty == true { members[old] = nil }
    }

    private mutating func reindex() {
        members = [:]
        for (type, objects) in records {
            for (key, record) in objects {
                guard let cluster = record.cluster else { continue }
                members[cluster, default: []].insert(ObjectReference(type: type, key: key))
            }
        }
    }
}
