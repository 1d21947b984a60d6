import Model

/// All objects that the controllers watch, as they were last seen, with the indexes that keep a decision from reading all of them:
/// by namespace, by owner, by label.
///
/// It takes what a watch tells and what a write of our own answered, in any order: an older version never replaces a newer one, and an
/// object that is known to be gone does not come back.
struct ObservedObjects: Sendable {
    private var byType: [ResourceType: [String: [String: ObservedObject]]] = [:]
    private var dependents: [String: Set<ObjectReference>] = [:]
    private var byUID: [String: ObjectReference] = [:]
    private var labelled = LabelIndex()
    /// Objects without a controller, of the types that controllers adopt.
    private var orphans: [ResourceType: [String: Set<String>]] = [:]
    /// The uids of objects that went lately, newest last.
    private var gone: [String] = []
    private var goneSet: Set<String> = []

    static let goneLimit = 8192
    private static let adopted: Set<ResourceType> = [.pods, .controllerRevisions, .replicaSets]

    // MARK: Reading

    subscript(_ type: ResourceType, _ namespace: String, _ name: String) -> ObservedObject? { byType[type]?[namespace]?[name] }
    subscript(_ reference: ObjectReference) -> ObservedObject? { byType[reference.type]?[reference.key.namespace]?[reference.key.name] }
    subscript(_ type: ResourceType, _ key: ObjectKey) -> ObservedObject? { byType[type]?[key.namespace]?[key.name] }

    /// Sorted by name, so that no decision depends on a dictionary's order.
    func list(_ type: ResourceType, namespace: String) -> [ObservedObject] {
        (byType[type]?[namespace] ?? [:]).values.sorted { $0.name < $1.name }
    }

    /// Sorted by namespace and name.
    func list(_ type: ResourceType) -> [ObservedObject] {
        (byType[type] ?? [:]).values.flatMap(\.values).sorted { $0.key < $1.key }
    }

    func object(uid: String) -> ObservedObject? { byUID[uid].flatMap { self[$0] } }

    /// Whether an object with that uid was seen to go.
    func isKnownGone(uid: String) -> Bool { goneSet.contains(uid) }

    /// What names the uid among its owners, sorted by type and name.
    func dependents(of uid: String) -> [ObservedObject] {
        (dependents[uid] ?? []).compactMap { self[$0] }.sorted { ($0.type.name, $0.key) < ($1.type.name, $1.key) }
    }

    func hasDependents(_ uid: String) -> Bool { dependents[uid]?.isEmpty == false }

    /// Those dependents of one type whose controller is the object, sorted by name.
    func controlled(_ type: ResourceType, by uid: String) -> [ObservedObject] {
        (dependents[uid] ?? []).filter { $0.type == type }.compactMap { self[$0] }.filter { $0.controller?.uid == uid }
            .sorted { $0.name < $1.name }
    }

    /// Objects of one type in a namespace that no controller manages, sorted by name.
    func withoutController(_ type: ResourceType, namespace: String) -> [ObservedObject] {
        (orphans[type]?[namespace] ?? []).compactMap { self[type, namespace, $0] }.sorted { $0.name < $1.name }
    }

    /// Pods or Services that may match all pairs: those that have the rarest of them, to be checked by the caller.
    func candidates(_ type: ResourceType, namespace: String, having pairs: [String: String]) -> [ObservedObject] {
        guard let names = labelled.names(type, namespace: namespace, pairs: pairs) else { return list(type, namespace: namespace) }
        return names.compactMap { self[type, namespace, $0] }.sorted { $0.name < $1.name }
    }

    /// Selectors (of Services and disruption budgets) that the labels may match: each is filed under one of its pairs.
    func selectors(_ type: ResourceType, namespace: String, matching labels: [String: String]) -> [ObservedObject] {
        labelled.filed(type, namespace: namespace, under: labels).compactMap { self[type, namespace, $0] }.sorted { $0.name < $1.name }
    }

    // MARK: Taking

    /// nil where the object is no news.
    mutating func take(_ type: ResourceType, _ json: JSON) -> ObservedChange? {
        guard let new = ObservedObject(type, json), !goneSet.contains(new.uid) else { return nil }
        let old = self[new.reference]
        if let old {
            guard old.resourceVersion < new.resourceVersion || (new.resourceVersion == 0 && old.json != new.json) else { return nil }
            unlink(old)
            if old.uid != new.uid { remember(gone: old.uid) }
        }
        byType[type, default: [:]][new.namespace, default: [:]][new.name] = new
        link(new)
        return ObservedChange(old: old, new: new)
    }

    /// The object went; nil where it was not there, or another of the same name is.
    mutating func drop(_ reference: ObjectReference, uid: String) -> ObservedChange? {
        if !uid.isEmpty { remember(gone: uid) }
        guard let old = self[reference], uid.isEmpty || old.uid == uid else { return nil }
        byType[reference.type]?[reference.key.namespace]?[reference.key.name] = nil
        unlink(old)
        return ObservedChange(old: old, new: nil)
    }

    /// A fresh list of a type: what is missing in it went, unless it is newer than the list.
    mutating func take(list: [JSON], of type: ResourceType, resourceVersion: UInt64) -> [ObservedChange] {
        var changes: [ObservedChange] = []
        var seen: Set<ObjectKey> = []
        for json in list {
            if let key = ObjectKey(json) { seen.insert(key) }
            if let change = take(type, json) { changes.append(change) }
        }
        for old in self.list(type) where !seen.contains(old.key) && (resourceVersion == 0 || old.resourceVersion <= resourceVersion) {
            if let change = drop(old.reference, uid: old.uid) { changes.append(change) }
        }
        return changes
    }

    // MARK: Indexes

    private mutating func link(_ object: ObservedObject) {
        byUID[object.uid] = object.reference
        for owner in object.owners { dependents[owner.uid, default: []].insert(object.reference) }
        if Self.adopted.contains(object.type), object.controller == nil {
            orphans[object.type, default: [:]][object.namespace, default: []].insert(object.name)
        }
        labelled.add(object)
    }

    private mutating func unlink(_ object: ObservedObject) {
        byUID[object.uid] = nil
        for owner in object.owners {
            dependents[owner.uid]?.remove(object.reference)
            if dependents[owner.uid]?.isEmpty == true { dependents[owner.uid] = nil }
        }
        orphans[object.type]?[object.namespace]?.remove(object.name)
        labelled.remove(object)
    }

    mutating func remember(gone uid: String) {
        guard goneSet.insert(uid).inserted else { return }
        gone.append(uid)
        if gone.count > Self.goneLimit {
            goneSet.subtract(gone.prefix(Self.goneLimit / 4))
            gone.removeFirst(Self.goneLimit / 4)
        }
    }
}
