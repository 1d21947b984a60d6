import Model

/// The objects of one kind, in list order, with the changes of the near past. A value without locks; `Store` guards it.
struct ObjectCollection: Sendable {
    /// Changes that are kept; older ones are forgotten and reads from before them are refused as too old.
    static let historyLimit = 4096

    private(set) var objects: [StoredObject] = []
    private(set) var history: [StoreEvent] = []
    /// States at and after this resourceVersion can be told.
    private(set) var historyStart: Int64

    init(historyStart: Int64) { self.historyStart = historyStart }

    subscript(_ path: ObjectPath) -> StoredObject? {
        let place = place(of: path)
        return place < objects.count && objects[place].path == path ? objects[place] : nil
    }

    /// The objects of one namespace, or all.
    func slice(namespace: String?) -> ArraySlice<StoredObject> {
        guard let namespace else { return objects[...] }
        let first = place(of: ObjectPath(namespace: namespace, name: ""))
        var low = first
        var high = objects.count
        while low < high {
            let middle = (low + high) / 2
            if objects[middle].path.namespace == namespace { low = middle + 1 } else { high = middle }
        }
        return objects[first..<low]
    }

    mutating func apply(_ event: StoreEvent) {
        let place = place(of: event.object.path)
        let isThere = place < objects.count && objects[place].path == event.object.path
        switch (event.kind, isThere) {
        case (.deleted, true): objects.remove(at: place)
        case (.deleted, false): break
        case (_, true): objects[place] = event.object
        case (_, false): objects.insert(event.object, at: place)
        }
        history.append(event)
        if history.count > Self.historyLimit + Self.historyLimit / 4 {
            let dropped = history.count - Self.historyLimit
            historyStart = history[dropped - 1].resourceVersion
            history.removeFirst(dropped)
        }
    }

    /// Takes an object in without making history, for loading.
    mutating func load(_ object: StoredObject) {
        let place = place(of: object.path)
        if place < objects.count, objects[place].path == object.path { objects[place] = object } else { objects.insert(object, at: place) }
    }

    /// Forgets the past: nothing before `resourceVersion` can be told any more.
    mutating func forgetHistory(upTo resourceVersion: Int64) {
        historyStart = max(historyStart, resourceVersion)
        history.removeAll { $0.resourceVersion <= resourceVersion }
    }

    /// The changes after a resourceVersion; nil where they are no longer known.
    func events(after resourceVersion: Int64) -> ArraySlice<StoreEvent>? {
        guard resourceVersion >= historyStart else { return nil }
        var low = 0
        var high = history.count
        while low < high {
            let middle = (low + high) / 2
            if history[middle].resourceVersion <= resourceVersion { low = middle + 1 } else { high = middle }
        }
        return history[low...]
    }

    /// The objects as they were at a resourceVersion: the changes since are taken back. Nil where they are no longer known.
    func objects(at resourceVersion: Int64, namespace: String?) -> [StoredObject]? {
        guard let since = events(after: resourceVersion) else { return nil }
        if since.isEmpty { return Array(slice(namespace: namespace)) }
        var past = ObjectCollection(historyStart: 0)
        past.objects = Array(slice(namespace: namespace))
        for event in since.reversed() where namespace == nil || event.object.path.namespace == namespace {
            past.takeBack(event)
        }
        return past.objects
    }

    private mutating func takeBack(_ event: StoreEvent) {
        let place = place(of: event.object.path)
        let isThere = place < objects.count && objects[place].path == event.object.path
        switch (event.previous, isThere) {
        case (let previous?, true): objects[place] = previous
        case (let previous?, false): objects.insert(previous, at: place)
        case (nil, true): objects.remove(at: place)
        case (nil, false): break
        }
    }

    /// Where the object is or would be.
    private func place(of path: ObjectPath) -> Int {
        var low = 0
        var high = objects.count
        while low < high {
            let middle = (low + high) / 2
            if objects[middle].path < path { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
