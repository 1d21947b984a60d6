import Model

/// POST, PUT and PATCH: the body goes to the type, its outcome to the store, again from the start where the object changed meanwhile.
extension APIServer {
    func context(_ resource: RequestInfo.Resource, _ options: WriteParameters, _ scope: RequestScope) -> WriteContext {
        let manager = FieldManager.name(parameter: options.fieldManager, userAgent: scope.request.headers["user-agent"])
        var context = WriteContext(
            namespace: resource.namespace ?? "", name: resource.name, subresource: resource.subresource, manager: manager,
            fieldValidation: options.fieldValidation, now: surroundings.timestamp(), uid: surroundings.uid(), suffix: surroundings.suffix())
        context.force = options.force
        if resource.plural == "services", resource.group.isEmpty {
            let free = ServiceAddresses(store: store, random: surroundings.random)
            context.freeClusterIP = free.clusterIP()
            context.freeNodePorts = free.nodePorts(6)
        }
        let store = store
        context.lookup = { resource, namespace, name in store.lookUp(resource, namespace: namespace, name: name) }
        return context
    }

    func create(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        guard !type.info.namespaced || resource.namespace != nil else { throw .methodNotAllowed }
        let options = try WriteParameters(scope.request.query, for: .create)
        let body = try Self.writeBody(scope.request)
        return try create(resource, type, body, options, scope)
    }

    /// Also for a PUT or an apply to an object that is not there yet.
    private func create(
        _ resource: RequestInfo.Resource, _ type: APIType, _ body: RequestBody, _ options: WriteParameters, _ scope: RequestScope
    ) throws(StatusError) -> APIAnswer {
        try checkNamespace(resource, type, body)
        try checkNotTerminating(type)
        var attempts = 0
        while true {
            let outcome = try type.create(body, context(resource, options, scope))
            attempts += 1
            let name = outcome.object.at("metadata", "name")?.string ?? ""
            let isGenerated = outcome.object.at("metadata", "generateName")?.string.map { name.hasPrefix($0) && name != $0 } ?? false
            do throws(StatusError) {
                return try insert(outcome, name: name, resource, type, options, scope)
            } catch {
                if isGenerated, attempts < 8, error.reason == "AlreadyExists" { continue }
                throw error
            }
        }
    }

    private func insert(
        _ outcome: WriteOutcome, name: String, _ resource: RequestInfo.Resource, _ type: APIType, _ options: WriteParameters,
        _ scope: RequestScope
    ) throws(StatusError) -> APIAnswer {
        let path = ObjectPath(namespace: type.info.namespaced ? resource.namespace ?? "" : "", name: name)
        let collection = CollectionID(type.info)
        var answer: APIAnswer
        if options.isDryRun {
            guard store.object(collection, path) == nil else { throw .alreadyExists(type.info, name: name) }
            answer = try self.answer(unstored: outcome.object, type, scope, code: 201)
        } else {
            guard let stored = store.create(collection, path, outcome.object) else { throw .alreadyExists(type.info, name: name) }
            answer = try self.answer(with: stored, type, scope, code: 201)
            changed(type, stored)
        }
        answer.add(warnings: outcome.warnings)
        return answer
    }

    func update(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let options = try WriteParameters(scope.request.query, for: .update)
        let body = try Self.writeBody(scope.request)
        guard
            store.object(CollectionID(type.info), Self.path(resource, type)) != nil || !type.info.allowsCreateOnUpdate
                || resource.subresource != nil
        else { return try create(resource, type, body, options, scope) }
        return try change(resource, type, options, scope) { existing, context throws(StatusError) in
            try type.update(body, existing: existing, context)
        }
    }

    func patch(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let name = scope.request.contentType.map { MediaType($0).name } ?? ""
        if name == "application/apply-patch+yaml" { return try apply(resource, type, scope) }
        guard let kind = PatchKind(rawValue: name), kind != .strategic || !type.info.isCustom else {
            throw Self.unsupportedPatch(type)
        }
        let options = try WriteParameters(scope.request.query, for: .patch)
        let body = RequestBody(text: scope.request.body)
        return try change(resource, type, options, scope) { existing, context throws(StatusError) in
            try type.patch(kind, body, existing: existing, context)
        }
    }

    private static func unsupportedPatch(_ type: APIType) -> StatusError {
        guard type.info.isCustom else { return .plain(415, "UnsupportedMediaType", "415: Unsupported Media Type") }
        return StatusError(
            code: 415, reason: "UnsupportedMediaType",
            message:
                "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"
        )
    }

    private func apply(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let options = try WriteParameters(scope.request.query, for: .apply)
        let body = RequestBody(text: scope.request.body, yaml: try Self.yaml(scope.request.body))
        while true {
            if store.object(CollectionID(type.info), Self.path(resource, type)) != nil {
                return try change(resource, type, options, scope) { existing, context throws(StatusError) in
                    try type.apply(body, existing: existing, context)
                }
            }
            guard resource.subresource == nil else { throw .notFound(type.info, name: resource.name ?? "") }
            try checkNamespace(resource, type, body)
            try checkNotTerminating(type)
            let outcome = try type.apply(body, existing: nil, context(resource, options, scope))
            do throws(StatusError) {
                return try insert(outcome, name: resource.name ?? "", resource, type, options, scope)
            } catch {
                if error.reason != "AlreadyExists" { throw error }
            }
        }
    }

    /// Reads, changes and stores an object until nobody else was faster.
    func change(
        _ resource: RequestInfo.Resource, _ type: APIType, _ options: WriteParameters, _ scope: RequestScope,
        _ next: (JSON, WriteContext) throws(StatusError) -> WriteOutcome
    ) throws(StatusError) -> APIAnswer {
        while true {
            let existing = try existing(resource, type)
            let outcome = try next(existing.value, context(resource, options, scope))
            let object = try Self.checked(outcome.object, against: existing, type)
            guard let result = try store(object, outcome, over: existing, type, options) else { continue }
            var answer = try present(result, resource, type, scope)
            answer.add(warnings: outcome.warnings)
            return answer
        }
    }

    /// What an update leads to.
    enum Result {
        case stored(StoredObject)
        /// Of a dry run, or the last state of what is gone.
        case value(JSON)
    }

    /// Nil where the object is no longer the one that was read.
    private func store(
        _ object: JSON, _ outcome: WriteOutcome, over existing: StoredObject, _ type: APIType, _ options: WriteParameters
    ) throws(StatusError) -> Result? {
        if object == existing.value, !outcome.removesObject { return .stored(existing) }
        if options.isDryRun { return .value(object) }
        let collection = CollectionID(type.info)
        if outcome.removesObject {
            guard let gone = store.delete(collection, expected: existing) else { return nil }
            removed(type, gone)
            var last = object
            last.set(["metadata", "resourceVersion"], to: .string(String(gone.resourceVersion)))
            return .value(last)
        }
        guard let stored = store.replace(collection, expected: existing, with: object) else { return nil }
        changed(type, stored)
        return .stored(stored)
    }

    private func present(_ result: Result, _ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError)
        -> APIAnswer
    {
        if resource.subresource == "scale" {
            let value =
                switch result {
                case .stored(let object): object.value
                case .value(let value): value
                }
            guard let scale = type.scale(of: value) else { throw .unknownResource }
            return .json(scale)
        }
        return switch result {
        case .stored(let object): try answer(with: object, type, scope)
        case .value(let value): try answer(unstored: value, type, scope)
        }
    }

    /// Holds the resourceVersion that the client demands against the stored one, and puts the stored one in its place.
    static func checked(_ object: JSON, against existing: StoredObject, _ type: APIType) throws(StatusError) -> JSON {
        let demanded = object.at("metadata", "resourceVersion")?.string ?? ""
        let stored = String(existing.resourceVersion)
        guard demanded.isEmpty || demanded == "0" || demanded == stored else { throw .modified(type.info, name: existing.path.name) }
        var object = object
        if demanded != stored { object.set(["metadata", "resourceVersion"], to: .string(stored)) }
        return object
    }
}
