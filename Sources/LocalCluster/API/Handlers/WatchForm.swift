import Model

/// Writes the lines of one watch in the form its client asked for.
struct WatchForm: Sendable {
    private enum Kind: Sendable {
        case object
        case partial(String)
        case table(TableAnswer)
    }

    let type: APIType
    private let kind: Kind
    private let now: @Sendable () -> Int64
    /// A Table's column definitions go out once.
    private var hasColumns = false

    init(type: APIType, _ form: Negotiation.Form, includes: TableAnswer.Included, now: @escaping @Sendable () -> Int64) throws(StatusError)
    {
        self.type = type
        self.now = now
        kind =
            switch form {
            case .object: .object
            case .partialMetadata(let version), .partialMetadataList(let version): .partial(version)
            case .table(let version): .table(TableAnswer(type: type, version: version, includes: includes, now: now()))
            }
    }

    /// An event about a stored object; `resourceVersion` replaces the object's own where it differs.
    mutating func line(_ event: String, _ object: StoredObject, resourceVersion: Int64) -> [UInt8] {
        if case .object = kind, resourceVersion == object.resourceVersion {
            var out = Self.begin(event)
            object.view(as: type).write(to: &out)
            return Self.end(out)
        }
        var value = object.value(as: type)
        if resourceVersion != object.resourceVersion { value.set(["metadata", "resourceVersion"], to: .string(String(resourceVersion))) }
        return line(event, shown(value))
    }

    private mutating func shown(_ value: JSON) -> JSON {
        switch kind {
        case .object: return APIServer.whole(ObjectView(shown: value, as: type))
        case .partial(let version): return APIServer.partial(value, version)
        case .table(var table):
            table.now = now()
            defer { hasColumns = true }
            return table.json(
                rows: table.rows([value]), resourceVersion: value.at("metadata", "resourceVersion")?.string, withColumns: !hasColumns)
        }
    }

    /// Only a resourceVersion, and the mark of the end of the initial events where it is that.
    mutating func bookmark(_ resourceVersion: Int64, endsInitialEvents: Bool) -> [UInt8] {
        var metadata: JSON = ["resourceVersion": .string(String(resourceVersion))]
        if endsInitialEvents { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        switch kind {
        case .object:
            return line("BOOKMARK", ["kind": .string(type.info.kind), "apiVersion": .string(type.info.apiVersion), "metadata": metadata])
        case .partial(let version):
            return line(
                "BOOKMARK", ["kind": "PartialObjectMetadata", "apiVersion": .string("meta.k8s.io/\(version)"), "metadata": metadata])
        case .table:
            return line(
                "BOOKMARK", shown(["kind": .string(type.info.kind), "apiVersion": .string(type.info.apiVersion), "metadata": metadata]))
        }
    }

    func failure(_ error: StatusError) -> [UInt8] { line("ERROR", error.json) }

    private func line(_ event: String, _ object: JSON) -> [UInt8] {
        var out = Self.begin(event)
        object.write(to: &out)
        return Self.end(out)
    }

    private static func begin(_ event: String) -> [UInt8] { Array("{\"type\":\"\(event)\",\"object\":".utf8) }

    private static func end(_ line: [UInt8]) -> [UInt8] { line + Array("}\n".utf8) }
}
