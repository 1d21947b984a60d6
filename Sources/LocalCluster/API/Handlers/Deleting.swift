import Model

/// DELETE of one object and of a collection.
extension APIServer {
    func delete(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let options = try DeleteParameters(scope.request.query, body: try Self.deleteBody(scope.request))
        while true {
            let existing = try existing(resource, type)
            guard let result = try delete(existing, type, options) else { continue }
            switch result {
            case .remaining(let object): return try answer(with: object, type, scope)
            case .value(let value): return try answer(unstored: value, type, scope)
            case .gone(let last):
                if Self.answersWithObject(type.info) { return try answer(unstored: last, type, scope) }
                return .json(Self.success(last, type.info))
            }
        }
    }

    enum Deletion {
        /// It stays for now, as this.
        case remaining(StoredObject)
        /// Of a dry run.
        case value(JSON)
        /// Its last state.
        case gone(JSON)
    }

    /// Nil where the object is no longer the one that was read.
    func delete(_ existing: StoredObject, _ type: APIType, _ options: DeleteParameters) throws(StatusError) -> Deletion? {
        try checkPreconditions(existing, type, options)
        try checkProtection(existing, type)
        let collection = CollectionID(type.info)
        if let result = deleteSpecially(existing, type, options) { return result }
        let decision = DeletionDecision(existing.value, isPod: collection == .pods, options, now: surroundings.now())
        switch decision.step {
        case .nothing: return .remaining(existing)
        case .mark(let value):
            if options.isDryRun { return .value(value) }
            guard let stored = store.replace(collection, expected: existing, with: value) else { return nil }
            changed(type, stored)
            return .remaining(stored)
        case .markAndRemove(let value):
            if options.isDryRun { return .gone(value) }
            guard let stored = store.replace(collection, expected: existing, with: value),
                let gone = store.delete(collection, expected: stored)
            else { return nil }
            removed(type, gone)
            return .gone(gone.value)
        case .remove:
            if options.isDryRun { return .gone(existing.value) }
            guard let gone = store.delete(collection, expected: existing) else { return nil }
            removed(type, gone)
            return .gone(existing.value)
        }
    }

    private func checkPreconditions(_ existing: StoredObject, _ type: APIType, _ options: DeleteParameters) throws(StatusError) {
        let uid = existing.value.at("metadata", "uid")?.string ?? ""
        if let wanted = options.uid, wanted != uid {
            throw Self.preconditionFailed(
                type, existing,
                "the UID in the precondition (\(wanted)) does not match the UID in record (\(uid)). The object might have been deleted and then recreated"
            )
        }
        if let wanted = options.resourceVersion, wanted != String(existing.resourceVersion) {
            throw Self.preconditionFailed(
                type, existing,
                "the ResourceVersion in the precondition (\(wanted)) does not match the ResourceVersion in record (\(existing.resourceVersion)). The object might have been modified"
            )
        }
    }

    /// Words the conflict with the kind, not the plural, as the real server does here.
    private static func preconditionFailed(_ type: APIType, _ existing: StoredObject, _ why: String) -> StatusError {
        let info = type.info
        return StatusError(
            code: 409, reason: "Conflict",
            message: "Operation cannot be fulfilled on \(info.qualifiedKind) \"\(existing.path.name)\": \(why)",
            name: existing.path.name, group: info.group, kind: info.kind)
    }

    private static let immortalNamespaces = ["default", "kube-system", "kube-public"]

    private func checkProtection(_ existing: StoredObject, _ type: APIType) throws(StatusError) {
        guard CollectionID(type.info) == .namespaces, Self.immortalNamespaces.contains(existing.path.name) else { return }
        throw .forbidden(type.info, name: existing.path.name, "this namespace may not be deleted")
    }

    /// Kinds whose deletion is a phase of its own: namespaces and CustomResourceDefinitions.
    private func deleteSpecially(_ existing: StoredObject, _ type: APIType, _ options: DeleteParameters) -> Deletion? {
        switch CollectionID(type.info) {
        case .namespaces: deleteNamespace(existing, type, options)
        case .customResourceDefinitions: deleteDefinition(existing, type, options)
        default: nil
        }
    }

    /// What DELETE of these kinds answers with, instead of a Status.
    private static func answersWithObject(_ info: ResourceInfo) -> Bool {
        switch info.group {
        case "":
            ["persistentvolumeclaims", "persistentvolumes", "podtemplates", "pods", "resourcequotas", "serviceaccounts", "services"]
                .contains(info.plural)
        case "storage.k8s.io": info.plural == "storageclasses"
        default: false
        }
    }

    private static func success(_ last: JSON, _ info: ResourceInfo) -> JSON {
        var details: JSON = ["name": last.at("metadata", "name") ?? ""]
        if !info.group.isEmpty { details["group"] = .string(info.group) }
        details["kind"] = .string(info.plural)
        details["uid"] = last.at("metadata", "uid") ?? ""
        return ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "details": details]
    }

    func deleteCollection(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        guard !type.info.namespaced || resource.namespace != nil else { throw .methodNotAllowed }
        let body = try Self.deleteBody(scope.request)
        var options = try DeleteParameters(scope.request.query, body: body)
        let selection = try ListParameters(scope.request.query, of: type.info, isWatch: false)
        let page = try page(type, namespace: resource.namespace, selection)
        options.uid = nil
        for object in page.objects { try deleteWhateverState(object, type, options) }
        return try answer(with: page, type, scope)
    }

    /// Deletes the object that is there now under the same name, if there still is one.
    func deleteWhateverState(_ object: StoredObject, _ type: APIType, _ options: DeleteParameters) throws(StatusError) {
        var existing = object
        while try delete(existing, type, options) == nil {
            guard let newer = store.object(CollectionID(type.info), object.path) else { return }
            existing = newer
        }
    }
}
