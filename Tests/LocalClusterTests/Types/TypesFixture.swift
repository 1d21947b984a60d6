import Model
import Testing

@testable import LocalCluster

/// A resource of the catalog with short ways to write to it.
struct TypesFixture {
    let type: APIType
    var context: WriteContext

    init(_ plural: String, group: String = "", in catalog: Catalog = .builtIn) throws {
        type = try #require(catalog.type(group: group, version: "v1", plural: plural))
        context = WriteContext(
            namespace: type.info.namespaced ? "test" : "", name: nil, manager: "tester", now: "2026-11-25T03:04:05Z",
            uid: "00000000-0000-4000-8000-000000000001", suffix: "abcde")
        context.freeClusterIP = "10.96.0.10"
        context.freeNodePorts = [30001, 30002, 30003]
    }

    func create(_ object: JSON) throws -> JSON { try type.create(body(object), context).object }

    func created(_ object: JSON) throws -> JSON {
        var stored = try create(object)
        stored.set(["metadata", "resourceVersion"], to: "7")
        return stored
    }

    func patch(_ kind: PatchKind, _ patch: JSON, _ existing: JSON, subresource: String? = nil, manager: String = "tester") throws -> JSON {
        try type.patch(kind, body(patch), existing: existing, named(existing, subresource, manager)).object
    }

    func apply(
        _ object: JSON, _ existing: JSON? = nil, manager: String, force: Bool = false, subresource: String? = nil
    ) throws -> JSON {
        var context = named(existing ?? object, subresource, manager)
        context.force = force
        var stored = try type.apply(body(object), existing: existing, context).object
        if existing == nil { stored.set(["metadata", "resourceVersion"], to: "7") }
        return stored
    }

    func update(_ object: JSON, _ existing: JSON, subresource: String? = nil) throws -> JSON {
        try type.update(body(object), existing: existing, named(existing, subresource, "tester")).object
    }

    func body(_ json: JSON) -> RequestBody { RequestBody(text: Array(json.text().utf8)) }

    private func named(_ object: JSON, _ subresource: String?, _ manager: String) -> WriteContext {
        var context = context
        context.name = object.at("metadata", "name")?.string
        context.subresource = subresource
        context.manager = manager
        return context
    }
}

/// What a write is refused with.
func refusal(_ write: () throws -> JSON) -> StatusError? {
    do {
        _ = try write()
        return nil
    } catch {
        return error as? StatusError
    }
}

extension JSON {
    func managed(by manager: String) -> JSON? {
        (self["metadata"]?.items("managedFields") ?? []).first { $0.text("manager") == manager }
    }
}
