import Model

/// Which fields of a live object are ours, from its `metadata.managedFields`.
///
/// Two records count, both of our field manager: what we applied (`Apply`), and what was written by update (`Update`), which is how the
/// predecessor wrote, under the same name. The first holds exactly what we once wanted; the second also holds what the API server filled
/// in while it stored the object, so that it only counts for fields that the predecessor sets (`OptionalFields`).
struct Ownership {
    /// The name under which we write.
    static let manager = "postgres-operator"

    private let applied: [JSON]
    private let updated: [JSON]

    init(_ live: JSON) {
        let entries = live.at("metadata", "managedFields")?.array ?? []
        let ours = entries.filter { $0["manager"]?.string == Self.manager && ($0["subresource"]?.string ?? "").isEmpty }
        applied = ours.filter { $0["operation"]?.string == "Apply" }.compactMap { $0["fieldsV1"] }
        updated = ours.filter { $0["operation"]?.string == "Update" }.compactMap { $0["fieldsV1"] }
    }

    /// Whether our field manager has ever written the object.
    static func isWritten(_ object: JSON) -> Bool {
        (object.at("metadata", "managedFields")?.array ?? []).contains { $0["manager"]?.string == manager }
    }

    /// Whether we have applied the object before: from then on all of its fields are kept as wanted.
    var hasApplied: Bool { !applied.isEmpty }

    /// Whether fields are ours by update, so that applying without them would not remove them.
    var needsMove: Bool { !updated.isEmpty }

    func owns(_ path: FieldPath) -> Bool {
        (applied + updated).contains { Self.node(at: path.elements[...], in: $0) != nil }
    }

    /// What is ours, is still there and is no longer wanted.
    func removals(wanted: JSON, live: JSON) -> [Difference] {
        var found: [Difference] = []
        for fields in applied { Self.collect(fields, wanted, live, FieldPath(), into: &found) }
        var byUpdate: [Difference] = []
        for fields in updated { Self.collect(fields, wanted, live, FieldPath(), into: &byUpdate) }
        for removal in byUpdate where OptionalFields.holds(removal.path) && !found.contains(where: { $0.path == removal.path }) {
            found.append(removal)
        }
        return found
    }

    // MARK: The form of fieldsV1

    private static func node(at path: ArraySlice<FieldPath.Element>, in fields: JSON) -> JSON? {
        guard let first = path.first else { return fields }
        guard let child = child(first, of: fields) else { return nil }
        // An owned list or map that is taken as a whole is a leaf: it holds all below it.
        if path.count > 1, child.object?.isEmpty ?? true { return child }
        return node(at: path.dropFirst(), in: child)
    }

    private static func child(_ element: FieldPath.Element, of fields: JSON) -> JSON? {
        switch element {
        case .field(let name): return fields["f:" + name]
        case .index: return nil
        case .item(let keys):
            let wanted = JSON(keys)
            return fields.object?.first { $0.key.hasPrefix("k:") && (try? JSON(parsing: $0.key.dropFirst(2).utf8)) == wanted }?.value
        }
    }

    private static func collect(
        _ fields: JSON, _ wanted: JSON?, _ live: JSON, _ path: FieldPath, into found: inout [Difference]
    ) {
        for (name, below) in fields.object ?? [:] {
            if name.hasPrefix("f:") {
                collectField(String(name.dropFirst(2)), below, wanted, live, path, into: &found)
            } else if name.hasPrefix("k:"), let keys = try? JSON(parsing: name.dropFirst(2).utf8) {
                collectItem(keys, below, wanted, live, path, into: &found)
            }
        }
    }

    private static func collectField(
        _ name: String, _ below: JSON, _ wanted: JSON?, _ live: JSON, _ path: FieldPath, into found: inout [Difference]
    ) {
        let here = path.appending(field: name)
        guard let old = live[name], !isOutside(here) else { return }
        let new = wanted?[name]
        let isWanted = new.map { !Equivalence.isNothing($0, at: here) } ?? false
        if below.object?.isEmpty ?? true {
            // Zero and false are wishes too where the API stores them.
            let isNamed = new.map { !$0.isNull } ?? false
            if !isWanted, !Equivalence.isNothing(old, at: here), !(isNamed && new?.array == nil && new?.object == nil) {
                found.append(Difference(here, old: old, new: nil))
            }
        } else {
            collect(below, new, old, here, into: &found)
        }
    }

    private static func collectItem(
        _ keys: JSON, _ below: JSON, _ wanted: JSON?, _ live: JSON, _ path: FieldPath, into found: inout [Difference]
    ) {
        guard let members = keys.object else { return }
        let names = members.keys
        let key = Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
        guard let old = live.array?.first(where: { ListKind.key(of: $0, names) == key }) else { return }
        let here = path.appending(.item(key))
        guard let new = wanted?.array?.first(where: { ListKind.key(of: $0, names) == key }) else {
            found.append(Difference(here, old: old, new: nil))
            return
        }
        collect(below, new, old, here, into: &found)
    }

    /// What is never ours to remove, whatever the record says.
    private static func isOutside(_ path: FieldPath) -> Bool {
        path.starts(with: "status") || path.starts(with: "metadata", "finalizers") || path.starts(with: "data")
            || path.starts(with: "stringData") || path.starts(with: "type") || path.starts(with: "subsets")
    }
}

/// Fields that the predecessor sets for some manifests and not for others: the only ones whose record by update says that they were
/// wanted. All other scalar fields in such a record may as well be defaults of the API server.
enum OptionalFields {
    static func holds(_ path: FieldPath) -> Bool {
        if case .item? = path.elements.last { return isOwnList(path) }
        let names = path.fields
        guard let last = names.last else { return false }
        if let parent = names.dropLast().last, maps.contains(parent) { return !keptAnnotations.contains(last) }
        if scalars.contains(last) { return true }
        return !parents.isDisjoint(with: names)
    }

    private static func isOwnList(_ path: FieldPath) -> Bool {
        let lists: Set = ["containers", "initContainers", "env", "volumes", "volumeMounts", "ports", "topologySpreadConstraints"]
        return lists.contains(path.fields.last ?? "")
    }

    private static let maps: Set = ["annotations", "labels", "selector", "requests", "limits", "matchLabels", "nodeSelector"]
    /// Everything below one of these is the predecessor's own doing.
    private static let parents: Set = ["affinity", "readinessProbe", "livenessProbe", "capabilities"]
    private static let scalars: Set = [
        "priorityClassName", "tolerations", "envFrom", "runAsUser", "runAsGroup", "fsGroup", "loadBalancerSourceRanges", "ownerReferences",
        "storageClassName", "subPath", "subPathExpr", "value", "valueFrom", "minAvailable", "maxUnavailable", "initContainers", "command",
    ]
    /// Put on by releases before 2.0 and left alone by 2.0: taking them away would change how long a load balancer keeps idle connections.
    static let keptAnnotations: Set = ["service.beta.kubernetes.io/aws-load-balancer-connection-idle-timeout"]
}
