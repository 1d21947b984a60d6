import Model
import Synchronization

/// Where an object lies: its collection and its place in there.
struct ObjectPath: Hashable, Sendable, Comparable {
    /// Empty for cluster-scoped objects.
    var namespace: String
    var name: String

    /// As `NAMESPACE/NAME` sorts bytewise, which is the order of lists: `a-b/x` stands before `a/x`.
    static func < (a: ObjectPath, b: ObjectPath) -> Bool {
        if a.namespace == b.namespace { return a.name.utf8.lexicographicallyPrecedes(b.name.utf8) }
        var (x, y) = (a.namespace.utf8.makeIterator(), b.namespace.utf8.makeIterator())
        while true {
            let (left, right) = (x.next() ?? UInt8(ascii: "/"), y.next() ?? UInt8(ascii: "/"))
            if left != right { return left < right }
        }
    }
}

/// Objects of one kind in all versions share a collection: the storage group and the plural.
struct CollectionID: Hashable, Sendable {
    var group: String
    var plural: String

    var text: String { group.isEmpty ? plural : "\(plural).\(group)" }

    init(group: String, plural: String) { (self.group, self.plural) = (group, plural) }

    init(_ resource: ResourceInfo) { self.init(group: resource.storageGroup, plural: resource.plural) }
}

/// One state of one object, never changed. What a version shows of it and its JSON text are made once, by whoever needs them first, and
/// shared by all answers and watches.
final class StoredObject: Sendable {
    let path: ObjectPath
    let resourceVersion: Int64
    /// The object in its storage version, with apiVersion, kind and resourceVersion.
    let value: JSON
    private let views = Mutex<[ObjectView]>([])

    init(path: ObjectPath, resourceVersion: Int64, value: JSON) {
        (self.path, self.resourceVersion, self.value) = (path, resourceVersion, value)
    }

    /// The object as a resource's version shows it.
    func view(as type: APIType) -> ObjectView {
        if let known = views.withLock({ views in views.first { $0.type === type } }) { return known }
        let view = ObjectView(value, as: type)
        views.withLock { views in
            // A changed CustomResourceDefinition leaves views of its old schema behind.
            views.removeAll { $0.type.info.version == type.info.version && $0.type.info.group == type.info.group }
            views.append(view)
        }
        return view
    }
}

extension StoredObject {
    /// The value as a resource's version shows it, without making its text where that is not needed.
    func value(as type: APIType) -> JSON { type.info.isStoredForm ? value : view(as: type).value }
}

extension ResourceInfo {
    /// Whether stored objects are shown as they are stored.
    var isStoredForm: Bool { !isCustom && storageGroup == group && storageVersion == version }
}

/// An object in one version: its value and its text.
struct ObjectView: Sendable {
    let type: APIType
    let value: JSON
    /// The members without `kind` and `apiVersion` and without the braces: `"metadata":{…},"data":{…}`.
    let members: [UInt8]

    init(_ stored: JSON, as type: APIType) {
        self.type = type
        value = type.info.isStoredForm ? stored : type.view(stored)
        members = Self.members(of: value)
    }

    /// A value that is in the version's form already.
    init(shown value: JSON, as type: APIType) {
        (self.type, self.value, members) = (type, value, Self.members(of: value))
    }

    /// The whole object's text.
    func write(to out: inout [UInt8]) {
        out.append(contentsOf: "{\"kind\":\"\(type.info.kind)\",\"apiVersion\":\"\(type.info.apiVersion)\"".utf8)
        if !members.isEmpty { out.append(UInt8(ascii: ",")) }
        out.append(contentsOf: members)
        out.append(UInt8(ascii: "}"))
    }

    /// As an item of a list: built-in kinds leave out kind and apiVersion there.
    func writeItem(to out: inout [UInt8]) {
        guard !type.info.isCustom else { return write(to: &out) }
        out.append(UInt8(ascii: "{"))
        out.append(contentsOf: members)
        out.append(UInt8(ascii: "}"))
    }

    private static func members(of value: JSON) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(1024)
        for (key, member) in value.object ?? [:] where key != "kind" && key != "apiVersion" {
            if !out.isEmpty { out.append(UInt8(ascii: ",")) }
            JSON.string(key).write(to: &out)
            out.append(UInt8(ascii: ":"))
            member.write(to: &out)
        }
        return out
    }
}
