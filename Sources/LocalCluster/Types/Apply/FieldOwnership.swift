import Model

/// Keeps the books of `metadata.managedFields` for every write, and carries out server-side apply.
struct FieldOwnership {
    let type: APIType
    let context: WriteContext

    static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"
    private static let beforeFirstApply = "before-first-apply"

    init(_ type: APIType, _ context: WriteContext) { (self.type, self.context) = (type, context) }

    private var shape: Shape { type.codec.shape }
    private var subresource: String { context.subresource ?? "" }

    private func entry(_ manager: String, isApply: Bool) -> ManagedFieldsEntry {
        ManagedFieldsEntry(
            manager: manager.isEmpty ? "unknown" : manager, isApply: isApply, apiVersion: type.info.apiVersion, subresource: subresource)
    }

    // MARK: Plain writes

    /// `object` with its managedFields after a create, replace or patch of `live`.
    func updated(_ object: JSON, live: JSON?) -> JSON {
        var managed = entriesBefore(object, live)
        let new = Self.withoutManagedFields(object)
        guard live == nil || !managed.entries.isEmpty else { return new }
        book(&managed, new, live.map(Self.withoutManagedFields) ?? emptyObject, manager: context.manager)
        return Self.with(new, managed)
    }

    /// The request's entries, if it has any that can be read, else those of the live object.
    private func entriesBefore(_ object: JSON, _ live: JSON?) -> ManagedFields {
        let ofLive = ManagedFields(live?.at("metadata", "managedFields")) ?? ManagedFields()
        guard subresource.isEmpty, let given = object.at("metadata", "managedFields"), case .array(let items) = given else { return ofLive }
        if items.isEmpty || items == [[:]] { return ManagedFields() }
        return ManagedFields(given) ?? ofLive
    }

    private func book(_ managed: inout ManagedFields, _ new: JSON, _ live: JSON, manager: String) {
        let comparison = FieldComparison(live, new, shape)
        managed.release(comparison, except: nil)
        var own = entry(manager, isApply: false)
        own.fields = comparison.modified.union(comparison.added).subtractingTrees(resetFields).subtracting(Self.serverFields)
        managed.dropEmpty()
        if !own.fields.isEmpty {
            if let place = managed.place(of: own) {
                own.fields = own.fields.union(managed.entries[place].fields)
                managed.entries.remove(at: place)
            }
            own.time = context.now
            managed.entries.append(own)
        }
        managed.capUpdaters()
    }

    /// What a Go object of this type is before anything is set.
    private var emptyObject: JSON {
        let named: JSON = ["kind": .string(type.info.kind), "apiVersion": .string(type.info.apiVersion)]
        return type.info.isCustom ? named : ((try? type.codec.decode(named).object) ?? named)
    }

    // MARK: Fields that nobody owns

    /// What of a configuration this endpoint takes in; an object is always named.
    private func withoutResetFields(_ patch: JSON) -> JSON {
        var config = patch
        for key in resetKeys {
            guard key == "metadata" else {
                config[key] = nil
                continue
            }
            let identity = ["name", "namespace", "uid", "resourceVersion"]
            config["metadata"] = patch["metadata"]?.object.map { .object($0.filter { identity.contains($0.key) }) }
        }
        return config
    }

    /// Set by the server alone.
    private static let serverFields: FieldSet = {
        var set = FieldSet()
        for path in ["apiVersion", "kind", "metadata"] { set.insert(["f:" + path]) }
        for key in [
            "name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion",
        ] { set.insert(["f:metadata", "f:" + key]) }
        return set
    }()

    /// What a write to this endpoint cannot change: the status through the object, the rest through the status.
    private var resetFields: FieldSet {
        var set = FieldSet()
        for key in resetKeys { set.insert(["f:" + key]) }
        return set
    }

    private var resetKeys: [String] {
        guard type.info.has(subresource: "status") else { return [] }
        switch subresource {
        case "": return ["status"]
        case "status": return type.info.isCustom ? ["spec", "metadata"] : ["spec"]
        default: return []
        }
    }

    static func withoutManagedFields(_ object: JSON) -> JSON {
        var object = object
        object.modify("metadata") { $0["managedFields"] = nil }
        return object
    }

    private static func with(_ object: JSON, _ managed: ManagedFields) -> JSON {
        guard let json = managed.json else { return object }
        var object = object
        if object["metadata"] == nil { object["metadata"] = [:] }
        object.modify("metadata") { $0["managedFields"] = json }
        return object
    }

    /// Equal but for the times in managedFields: nothing was written.
    static func isSame(_ object: JSON, _ existing: JSON) -> Bool {
        guard withoutManagedFields(object) == withoutManagedFields(existing) else { return false }
        func timeless(_ object: JSON) -> Set<JSON> {
            Set(
                (object["metadata"]?.items("managedFields") ?? []).map { entry in
                    var entry = entry
                    entry["time"] = nil
                    return entry
                })
        }
        return timeless(object) == timeless(existing)
    }

    // MARK: Apply

    /// The object after an apply; decoding and defaults are `finish`'s. `live` nil makes it.
    func applied(
        _ patch: JSON, live: JSON?, _ finish: (JSON) throws(StatusError) -> JSON
    ) throws(StatusError) -> JSON {
        let config = withoutResetFields(patch)
        let target = live.map(Self.withoutManagedFields) ?? emptyObject
        var managed = ManagedFields(live?.at("metadata", "managedFields")) ?? ManagedFields()
        if managed.entries.isEmpty, live != nil { book(&managed, target, emptyObject, manager: Self.beforeFirstApply) }
        let merger = ApplyMerge(shape: shape, live: target, config: config, ignored: resetFields.union(Self.serverFields))
        var result: ApplyMerge.Result
        do { result = try merger.run(managed, as: entry(context.manager, isApply: true), force: context.force) } catch {
            guard context.manager == "kubectl", let live, !outsideLastApplied(error.conflicts, live) else { throw error.status }
            result = try forced(merger, managed)
        }
        var object = target
        if let merged = result.object {
            object = Self.withoutManagedFields(try finish(merged))
            if let place = result.managed.place(of: entry(context.manager, isApply: true)) {
                result.managed.entries[place].time = context.now
            }
        }
        if context.manager == "kubectl" { renewLastApplied(&object, patch) }
        return Self.with(object, result.managed)
    }

    private func forced(_ merger: ApplyMerge, _ managed: ManagedFields) throws(StatusError) -> ApplyMerge.Result {
        do { return try merger.run(managed, as: entry(context.manager, isApply: true), force: true) } catch { throw error.status }
    }

    /// kubectl moves from client-side to server-side apply: what its annotation says and the object still has, it may take.
    private func outsideLastApplied(_ conflicts: FieldSet, _ live: JSON) -> Bool {
        guard let text = live.at("metadata", "annotations", Self.lastApplied)?.string, let last = try? JSON(parsing: text) else {
            return true
        }
        let comparison = FieldComparison(last, live, shape)
        let allowed = TypedValue(last, shape).fields.subtracting(
            comparison.modified.union(comparison.added).union(comparison.removed))
        return !conflicts.subtracting(allowed).isEmpty
    }

    private func renewLastApplied(_ object: inout JSON, _ patch: JSON) {
        guard object.at("metadata", "annotations", Self.lastApplied) != nil else { return }
        var applied = patch
        applied.modify("metadata") { metadata in
            metadata.modify("annotations") { $0[Self.lastApplied] = nil }
            if metadata["annotations"]?.isEmptyValue == true { metadata["annotations"] = nil }
        }
        let text = applied.text(JSONStyle(sortedKeys: true, escapesHTML: true)) + "\n"
        object.set(["metadata", "annotations", Self.lastApplied], to: .string(text))
    }
}
