import Model

/// One line of the journal: `{"op":"put"|"delete"|"load"|"start","in":"GROUP/PLURAL","rv":N,"object":{…}}`.
///
/// `start` opens the file and tells the resourceVersion at which its `load` lines are the whole state; `put` and `delete` are changes
/// after it and so make up the history that a restarted server still knows.
struct JournalLine: Equatable, Sendable {
    enum Operation: String, Sendable {
        case start, load, put, delete
    }

    var operation: Operation
    var collection: CollectionID
    var resourceVersion: Int64
    var object: JSON?

    init(operation: Operation, collection: CollectionID, resourceVersion: Int64, object: JSON?) {
        (self.operation, self.collection, self.resourceVersion, self.object) = (operation, collection, resourceVersion, object)
    }

    static func start(_ resourceVersion: Int64) -> JournalLine {
        JournalLine(operation: .start, collection: CollectionID(group: "", plural: ""), resourceVersion: resourceVersion, object: nil)
    }

    init(collection: CollectionID, event: StoreEvent) {
        self.init(
            operation: event.kind == .deleted ? .delete : .put, collection: collection, resourceVersion: event.resourceVersion,
            object: event.object.value)
    }

    /// Nil for what is no such line: the last one may be cut off.
    init?(_ line: some Sequence<UInt8>) {
        guard let value = try? JSON(parsing: line), let operation = value["op"]?.string.flatMap(Operation.init),
            let resourceVersion = value["rv"]?.int
        else { return nil }
        let place = (value["in"]?.string ?? "/").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard place.count == 2 else { return nil }
        self.init(
            operation: operation, collection: CollectionID(group: place[0], plural: place[1]), resourceVersion: Int64(resourceVersion),
            object: value["object"])
    }

    func write(to out: inout [UInt8]) {
        var line: JSON = ["op": .string(operation.rawValue), "rv": .int(resourceVersion)]
        if operation != .start { line["in"] = .string("\(collection.group)/\(collection.plural)") }
        if let object { line["object"] = object }
        line.write(to: &out)
        out.append(UInt8(ascii: "\n"))
    }

    var path: ObjectPath {
        ObjectPath(namespace: object?.at("metadata", "namespace")?.string ?? "", name: object?.at("metadata", "name")?.string ?? "")
    }
}
