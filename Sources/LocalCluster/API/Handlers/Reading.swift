import Model

/// GET of one object and of a collection.
extension APIServer {
    func get(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let wanted = scope.request.query["resourceVersion"] ?? ""
        if !wanted.isEmpty, wanted != "0" {
            var options = ListParameters()
            options.resourceVersion = wanted
            try checkReached(try options.version())
        }
        return try answer(with: try existing(resource, type), type, scope)
    }

    /// The stored object that a path names; 404 where there is none.
    func existing(_ resource: RequestInfo.Resource, _ type: APIType) throws(StatusError) -> StoredObject {
        let name = resource.name ?? ""
        guard let object = store.object(CollectionID(type.info), Self.path(resource, type)) else { throw .notFound(type.info, name: name) }
        return object
    }

    static func path(_ resource: RequestInfo.Resource, _ type: APIType) -> ObjectPath {
        ObjectPath(namespace: type.info.namespaced ? resource.namespace ?? "" : "", name: resource.name ?? "")
    }

    func checkReached(_ resourceVersion: Int64) throws(StatusError) {
        let current = store.resourceVersion
        if resourceVersion > current { throw .tooLarge(resourceVersion: resourceVersion, current: current) }
    }

    func list(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let options = try ListParameters(scope.request.query, of: type.info, isWatch: false)
        let page = try page(type, namespace: resource.namespace, options)
        return try answer(with: page, type, scope)
    }

    /// The part of a collection that a list request wants.
    func page(_ type: APIType, namespace: String?, _ options: ListParameters) throws(StatusError) -> ListPage {
        let source = try source(type, namespace: namespace, options)
        var page = ListPage(resourceVersion: source.resourceVersion)
        var rest = source.objects[...]
        if let after = source.after { rest = rest.drop { $0.path <= after } }
        while let object = rest.popFirst() {
            guard options.selectsEverything || matches(object, type, options) else { continue }
            page.objects.append(object)
            guard options.limit > 0, page.objects.count == options.limit else { continue }
            if options.selectsEverything {
                page.remaining = rest.isEmpty ? nil : rest.count
                page.next = rest.isEmpty ? nil : object.path
            } else {
                page.next = rest.contains { matches($0, type, options) } ? object.path : nil
            }
            break
        }
        return page
    }

    func matches(_ object: StoredObject, _ type: APIType, _ options: ListParameters) -> Bool {
        guard options.labels.matches(object.value.at("metadata", "labels")) else { return false }
        return options.fields.isEverything || options.fields.matches(object.value(as: type))
    }

    /// The objects that a list looks through: now, or as they were at a resourceVersion.
    private func source(_ type: APIType, namespace: String?, _ options: ListParameters) throws(StatusError)
        -> (objects: [StoredObject], resourceVersion: Int64, after: ObjectPath?)
    {
        let collection = CollectionID(type.info)
        let space = namespace ?? options.fields.namespace
        if !options.continueToken.isEmpty {
            guard options.resourceVersion.isEmpty || options.resourceVersion == "0" else {
                throw .badRequest("specifying resource version is not allowed when using continue")
            }
            let token = try ContinueToken(options.continueToken)
            return (try objects(collection, space, at: token.resourceVersion, Self.oldPage), token.resourceVersion, token.after)
        }
        let version = try options.version()
        if options.match == .exact {
            try checkReached(version)
            return (try objects(collection, space, at: version, Self.oldVersion), version, nil)
        }
        try checkReached(version)
        if let name = options.fields.name, let space = type.info.namespaced ? space : "" {
            let now = store.resourceVersion
            return (store.object(collection, ObjectPath(namespace: space, name: name)).map { [$0] } ?? [], now, nil)
        }
        let present = store.list(collection, namespace: space)
        return (present.objects, present.resourceVersion, nil)
    }

    private func objects(_ collection: CollectionID, _ namespace: String?, at version: Int64, _ tooOld: String) throws(StatusError)
        -> [StoredObject]
    {
        guard let objects = store.list(collection, namespace: namespace, at: version) else { throw .expired(tooOld) }
        return objects
    }

    private static let oldVersion = "The resourceVersion for the provided list is too old."
    private static let oldPage =
        "The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter."
}

/// One page of a list.
struct ListPage: Sendable {
    var objects: [StoredObject] = []
    var resourceVersion: Int64
    /// The last object of this page, where another page follows.
    var next: ObjectPath?
    /// Objects that follow, where it is known.
    var remaining: Int?

    init(resourceVersion: Int64) { self.resourceVersion = resourceVersion }

    var continueText: String? {
        next.map { ContinueToken(resourceVersion: resourceVersion, after: $0).text }
    }
}
