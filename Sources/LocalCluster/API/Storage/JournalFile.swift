import Glibc
import Model

/// Opens the journal's file: reads what is in it, writes it anew in its shortest form and leaves it open for appending.
struct JournalFile {
    enum Failure: Error, Equatable, CustomStringConvertible {
        case cannotOpen(path: String, errno: Int32)
        case cannotWrite(path: String, errno: Int32)

        var description: String {
            switch self {
            case .cannotOpen(let path, let number): "cannot open \(path): \(String(cString: strerror(number)))"
            case .cannotWrite(let path, let number): "cannot write \(path): \(String(cString: strerror(number)))"
            }
        }
    }

    var path: String

    /// The store with what the file holds. Without `history` every resourceVersion before now is too old afterwards.
    func open(keepingHistory history: Bool) throws(Failure) -> Store {
        var state = Store.State()
        if let bytes = try read() { state.replay(bytes) }
        if !history { state.forgetHistory() }
        try write(state)
        let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: errno) }
        return Store(journal: Journal(descriptor: descriptor, path: path), state: state)
    }

    /// Nil where there is no such file yet.
    private func read() throws(Failure) -> [UInt8]? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw .cannotOpen(path: path, errno: errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .cannotOpen(path: path, errno: errno) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// Beside the old file first, then over it: a crash leaves one or the other.
    private func write(_ state: borrowing Store.State) throws(Failure) {
        let temporary = path + ".new"
        let descriptor = Glibc.open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(path: temporary, errno: errno) }
        defer { close(descriptor) }
        let bytes = state.journal()
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done) }
            guard count >= 0 || errno == EINTR else { throw .cannotWrite(path: temporary, errno: errno) }
            done += max(count, 0)
        }
        guard rename(temporary, path) == 0 else { throw .cannotWrite(path: path, errno: errno) }
    }
}

extension Store.State {
    /// Takes in a journal's lines; a last line that was cut off is left out.
    mutating func replay(_ bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let line = JournalLine(line) else { continue }
            replay(line)
        }
    }

    private mutating func replay(_ line: JournalLine) {
        guard line.operation != .start else {
            resourceVersion = max(resourceVersion, line.resourceVersion)
            start = resourceVersion
            return
        }
        guard let value = line.object else { return }
        let object = StoredObject(path: line.path, resourceVersion: line.resourceVersion, value: value)
        var collection = collections.removeValue(forKey: line.collection) ?? ObjectCollection(historyStart: start)
        let previous = collection[line.path]
        switch line.operation {
        case .load: collection.load(object)
        case .put: collection.apply(StoreEvent(kind: previous == nil ? .added : .modified, object: object, previous: previous))
        case .delete: collection.apply(StoreEvent(kind: .deleted, object: object, previous: previous))
        case .start: break
        }
        collections[line.collection] = collection
        resourceVersion = max(resourceVersion, line.resourceVersion)
    }

    mutating func forgetHistory() {
        start = resourceVersion
        for id in collections.keys { collections[id]?.forgetHistory(upTo: resourceVersion) }
    }

    /// The state at the oldest known moment, then every change since.
    func journal() -> [UInt8] {
        var start = start
        for collection in collections.values { start = max(start, collection.historyStart) }
        var out: [UInt8] = []
        JournalLine.start(start).write(to: &out)
        var changes: [(CollectionID, StoreEvent)] = []
        for (id, collection) in collections {
            for object in collection.objects(at: start, namespace: nil) ?? [] {
                JournalLine(operation: .load, collection: id, resourceVersion: object.resourceVersion, object: object.value).write(to: &out)
            }
            changes += (collection.events(after: start) ?? []).map { (id, $0) }
        }
        for (id, event) in changes.sorted(by: { $0.1.resourceVersion < $1.1.resourceVersion }) {
            JournalLine(collection: id, event: event).write(to: &out)
        }
        return out
    }
}
