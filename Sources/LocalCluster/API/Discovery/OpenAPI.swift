import Model

/// OpenAPI documents as far as kubectl reads them: which kinds there are, and that the server checks fields itself. The built-in kinds'
/// schemas stay open (any object), so that no client refuses what the server would take; custom resources carry the schema of their
/// definition.
extension APIServer {
    func openAPI(_ path: [String]) -> APIAnswer {
        switch path.count {
        case 2 where path[1] == "v2": return .json(openAPI2)
        case 2 where path[1] == "v3": return .json(openAPI3Index)
        case 4 where path[1] == "v3" && path[2] == "api": return document(group: "", version: path[3])
        case 5 where path[1] == "v3" && path[2] == "apis": return document(group: path[3], version: path[4])
        default: return .pageNotFound
        }
    }

    private var openAPI2: JSON {
        var definitions: JSON = [:]
        for type in catalog.types {
            definitions[OpenAPIDocument.schemaName(type.info)] = OpenAPIDocument.schema(type, definition(of: type))
        }
        return [
            "swagger": "2.0", "info": ["title": "Kubernetes", "version": "v1.36.2"], "paths": [:], "definitions": definitions,
        ]
    }

    private var openAPI3Index: JSON {
        let catalog = catalog
        var paths: JSON = [:]
        for group in Discovery(catalog: catalog).groups {
            for version in catalog.versions(ofGroup: group) {
                let path = group.isEmpty ? "api/\(version)" : "apis/\(group)/\(version)"
                let text = document(group: group, version: version, in: catalog)?.text() ?? ""
                let hash = Base64URL.encode(SHA256.hash(Array(text.utf8)).prefix(16))
                paths[path] = ["serverRelativeURL": .string("/openapi/v3/\(path)?hash=\(hash)")]
            }
        }
        return ["paths": paths]
    }

    private func document(group: String, version: String) -> APIAnswer {
        guard let document = document(group: group, version: version, in: catalog) else { return .pageNotFound }
        return .json(document)
    }

    private func document(group: String, version: String, in catalog: Catalog) -> JSON? {
        let types = catalog.types.filter { $0.info.group == group && $0.info.version == version }
        guard !types.isEmpty else { return nil }
        var schemas: JSON = [:]
        var paths: JSON = [:]
        for type in types {
            schemas[OpenAPIDocument.schemaName(type.info)] = OpenAPIDocument.schema(type, definition(of: type))
            for (path, item) in OpenAPIDocument.paths(type.info) { paths[path] = item }
        }
        return [
            "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": "v1.36.2"], "paths": paths, "components": ["schemas": schemas],
        ]
    }

    private func definition(of type: APIType) -> JSON? {
        type.definitionName.flatMap { store.object(.customResourceDefinitions, ObjectPath(namespace: "", name: $0))?.value }
    }
}

/// The parts of one resource in an OpenAPI document.
enum OpenAPIDocument {
    static func schemaName(_ info: ResourceInfo) -> String {
        if info.isCustom {
            return (info.group.split(separator: ".").reversed().map(String.init) + [info.version, info.kind]).joined(separator: ".")
        }
        if info.group == "apiextensions.k8s.io" {
            return "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.\(info.version).\(info.kind)"
        }
        let group = info.group.split(separator: ".").first.map(String.init) ?? "core"
        return "io.k8s.api.\(group).\(info.version).\(info.kind)"
    }

    static func schema(_ type: APIType, _ definition: JSON?) -> JSON {
        let info = type.info
        var schema: JSON = ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
        if let definition {
            let version = (definition.at("spec", "versions")?.array ?? []).first { $0["name"]?.string == info.version }
            if let own = version?.at("schema", "openAPIV3Schema") { schema = own }
        }
        for field in ["apiVersion", "kind"] { schema.set(["properties", field], to: ["type": "string"]) }
        if schema.at("properties", "metadata") == nil { schema.set(["properties", "metadata"], to: ["type": "object"]) }
        schema["x-kubernetes-group-version-kind"] = [
            ["group": .string(info.group), "kind": .string(info.kind), "version": .string(info.version)]
        ]
        return schema
    }

    static func paths(_ info: ResourceInfo) -> [(String, JSON)] {
        let root = info.group.isEmpty ? "/api/\(info.version)" : "/apis/\(info.group)/\(info.version)"
        let collection = root + (info.namespaced ? "/namespaces/{namespace}" : "") + "/\(info.plural)"
        var collectionItem: JSON = [:]
        var objectItem: JSON = [:]
        for (verb, method, isObject) in operations where info.verbs.contains(verb) {
            let operation: JSON = [
                "x-kubernetes-action": .string(actions[verb] ?? verb), "x-kubernetes-group-version-kind": kind(info),
                "parameters": .array((parameters[verb] ?? []).map { ["name": .string($0), "in": "query", "schema": ["type": "string"]] }),
                "responses": ["200": ["description": "OK"]],
            ]
            if isObject { objectItem[method] = operation } else { collectionItem[method] = operation }
        }
        return [(collection, collectionItem), (collection + "/{name}", objectItem)].filter { $0.1.object?.isEmpty == false }
    }

    private static func kind(_ info: ResourceInfo) -> JSON {
        ["group": .string(info.group), "kind": .string(info.kind), "version": .string(info.version)]
    }

    private static let operations = [
        ("list", "get", false), ("create", "post", false), ("deletecollection", "delete", false), ("get", "get", true),
        ("update", "put", true), ("patch", "patch", true), ("delete", "delete", true),
    ]

    private static let actions = ["create": "post", "update": "put"]

    private static let parameters = [
        "create": ["dryRun", "fieldManager", "fieldValidation"], "update": ["dryRun", "fieldManager", "fieldValidation"],
        "patch": ["dryRun", "fieldManager", "fieldValidation", "force"],
        "delete": ["dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy"],
        "list": [
            "allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "timeoutSeconds", "watch",
        ],
    ]
}
