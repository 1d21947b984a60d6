import Model

/// An entry of `metadata.ownerReferences`.
struct OwnerReference: Sendable, Hashable {
    var apiVersion: String
    var kind: String
    var name: String
    var uid: String
    var controller = false
    var blockOwnerDeletion = false

    init?(_ json: JSON) {
        guard let kind = json["kind"]?.string, let name = json["name"]?.string, let uid = json["uid"]?.string else { return nil }
        apiVersion = json["apiVersion"]?.string ?? ""
        (self.kind, self.name, self.uid) = (kind, name, uid)
        controller = json["controller"]?.bool ?? false
        blockOwnerDeletion = json["blockOwnerDeletion"]?.bool ?? false
    }

    /// The reference with which a controller marks what it manages.
    init(controller owner: ObservedObject) {
        apiVersion = owner.type.apiVersion
        kind = owner.type.kind
        name = owner.key.name
        uid = owner.uid
        controller = true
        blockOwnerDeletion = true
    }

    var json: JSON {
        var json: JSON = ["apiVersion": .string(apiVersion), "kind": .string(kind), "name": .string(name), "uid": .string(uid)]
        if controller { json["controller"] = true }
        if blockOwnerDeletion { json["blockOwnerDeletion"] = true }
        return json
    }
}

/// An object of the API as it was last seen, with those parts of its metadata read out that every controller asks for.
struct ObservedObject: Sendable {
    let type: ResourceType
    let key: ObjectKey
    let uid: String
    /// 0 where the server's resourceVersion is no number, which none does since it may be compared.
    let resourceVersion: UInt64
    let labels: [String: String]
    let owners: [OwnerReference]
    let finalizers: [String]
    let deletionTimestamp: Moment?
    let json: JSON

    init?(_ type: ResourceType, _ json: JSON) {
        guard let key = ObjectKey(json), let metadata = json["metadata"] else { return nil }
        self.type = type
        self.key = key
        self.json = json
        uid = metadata["uid"]?.string ?? ""
        resourceVersion = metadata["resourceVersion"]?.string.flatMap { UInt64($0) } ?? 0
        labels = StringMap.read(metadata["labels"])
        owners = (metadata["ownerReferences"]?.array ?? []).compactMap(OwnerReference.init)
        finalizers = (metadata["finalizers"]?.array ?? []).compactMap(\.string)
        deletionTimestamp = Moment(metadata["deletionTimestamp"])
    }

    var name: String { key.name }
    var namespace: String { key.namespace }
    var reference: ObjectReference { ObjectReference(type: type, key: key) }
    var isTerminating: Bool { deletionTimestamp != nil }
    var controller: OwnerReference? { owners.first(where: \.controller) }
    var annotations: [String: String] { StringMap.read(json.at("metadata", "annotations")) }
    var created: Moment? { Moment(json.at("metadata", "creationTimestamp")) }
    var generation: Int { json.at("metadata", "generation")?.int ?? 0 }
    var spec: JSON { json["spec"] ?? [:] }
    var status: JSON { json["status"] ?? [:] }

    func at(_ path: String...) -> JSON? { json.at(path) }

    /// The entry of `status.conditions` with that type.
    func condition(_ type: String) -> JSON? {
        json.at("status", "conditions")?.array?.first { $0["type"]?.string == type }
    }
}

/// Labels and annotations: maps of strings.
enum StringMap {
    static func read(_ json: JSON?) -> [String: String] {
        guard let members = json?.object else { return [:] }
        var map: [String: String] = [:]
        map.reserveCapacity(members.count)
        for (key, value) in members { map[key] = value.string }
        return map
    }
}

/// One object came, changed or went.
struct ObservedChange: Sendable {
    let old: ObservedObject?
    let new: ObservedObject?

    /// The object as it is, or as it was last.
    var object: ObservedObject? { new ?? old }
}
