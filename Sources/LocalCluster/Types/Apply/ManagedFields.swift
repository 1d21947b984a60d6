import Model

/// One entry of `metadata.managedFields`: who set which fields, how and when.
struct ManagedFieldsEntry: Sendable {
    var manager: String
    var isApply: Bool
    var apiVersion: String
    var subresource: String
    var time: String?
    var fields: FieldSet

    init(manager: String, isApply: Bool, apiVersion: String, subresource: String, fields: FieldSet = FieldSet()) {
        self.manager = manager
        self.isApply = isApply
        self.apiVersion = apiVersion
        self.subresource = subresource
        self.fields = fields
    }

    init?(_ json: JSON) {
        let operation = json.text("operation")
        guard operation == "Apply" || operation == "Update", json.text("fieldsType") == "FieldsV1" || json["fieldsV1"] == nil else {
            return nil
        }
        self.init(
            manager: json.text("manager"), isApply: operation == "Apply", apiVersion: json.text("apiVersion"),
            subresource: json.text("subresource"), fields: FieldSet(fieldsV1: json["fieldsV1"] ?? [:]))
        time = json["time"]?.string
    }

    var json: JSON {
        var out: JSON = ["manager": .string(manager), "operation": isApply ? "Apply" : "Update", "apiVersion": .string(apiVersion)]
        if let time { out["time"] = .string(time) }
        out["fieldsType"] = "FieldsV1"
        out["fieldsV1"] = fields.fieldsV1
        if !subresource.isEmpty { out["subresource"] = .string(subresource) }
        return out
    }

    /// Entries of one manager are one entry; an applier is the same in all versions.
    func isSameManager(as other: ManagedFieldsEntry) -> Bool {
        manager == other.manager && isApply == other.isApply && subresource == other.subresource
            && (isApply || apiVersion == other.apiVersion)
    }

    /// As conflicts name it: `"kubectl" with subresource "scale" using apps/v1`.
    var description: String {
        GoText.quoted(manager) + (subresource.isEmpty ? "" : " with subresource \(GoText.quoted(subresource))")
            + (isApply ? "" : " using \(apiVersion)")
    }
}

/// All entries of an object.
struct ManagedFields: Sendable {
    var entries: [ManagedFieldsEntry] = []

    /// Older updaters beyond these are put together.
    static let maxUpdaters = 10

    init() {}

    /// Nil where an entry cannot be read.
    init?(_ json: JSON?) {
        guard case .array(let items)? = json else { return }
        for item in items {
            guard let entry = ManagedFieldsEntry(item) else { return nil }
            entries.append(entry)
        }
    }

    var json: JSON? {
        guard !entries.isEmpty else { return nil }
        return .array(
            entries.sorted { a, b in
                if a.isApply != b.isApply { return a.isApply }
                if a.time != b.time { return (a.time ?? "") < (b.time ?? "") }
                return (a.manager, a.subresource) < (b.manager, b.subresource)
            }.map(\.json))
    }

    func place(of entry: ManagedFieldsEntry) -> Int? { entries.firstIndex { $0.isSameManager(as: entry) } }

    /// Takes what changed hands or went away from everybody but the entry at `except`.
    mutating func release(_ comparison: FieldComparison, except: Int?) {
        let taken = comparison.modified.union(comparison.added).union(comparison.removed)
        guard !taken.isEmpty else { return }
        for place in entries.indices where place != except { entries[place].fields = entries[place].fields.subtracting(taken) }
    }

    mutating func dropEmpty() { entries.removeAll { $0.fields.isEmpty } }

    mutating func capUpdaters() {
        var updaters = entries.indices.filter { !entries[$0].isApply }
        guard updaters.count > Self.maxUpdaters else { return }
        updaters.sort { (entries[$0].time ?? "") < (entries[$1].time ?? "") }
        let old = updaters.prefix(updaters.count - Self.maxUpdaters + 1)
        var bucket = ManagedFieldsEntry(
            manager: "ancient-changes", isApply: false, apiVersion: entries[old[0]].apiVersion, subresource: "")
        for place in old {
            bucket.fields = bucket.fields.union(entries[place].fields)
            bucket.time = max(bucket.time ?? "", entries[place].time ?? "")
        }
        let gone = Set(old)
        entries = entries.indices.filter { !gone.contains($0) }.map { entries[$0] } + [bucket]
    }
}
