import Model

/// Objects whose coming and going the server itself has to follow up: namespaces and CustomResourceDefinitions.
extension APIServer {
    /// After an object was stored.
    func changed(_ type: APIType, _ object: StoredObject) {
        if CollectionID(type.info) == .customResourceDefinitions { definitionChanged(object) }
    }

    /// After an object was removed.
    func removed(_ type: APIType, _ object: StoredObject) {
        if CollectionID(type.info) == .customResourceDefinitions {
            remove(customResourceDefinition: object.value)
        } else if let definition = type.definitionName {
            finishDefinition(named: definition)
        }
    }

    // MARK: Namespaces

    func deleteNamespace(_ existing: StoredObject, _ type: APIType, _ options: DeleteParameters) -> Deletion? {
        var value = existing.value
        let isFinal = (value.at("spec", "finalizers")?.array ?? []).isEmpty && (value.at("metadata", "finalizers")?.array ?? []).isEmpty
        if isFinal {
            guard !options.isDryRun, let gone = store.delete(.namespaces, expected: existing) else { return .gone(value) }
            return .gone(gone.value)
        }
        guard value.at("metadata", "deletionTimestamp") == nil else { return .remaining(existing) }
        value.set(["metadata", "deletionTimestamp"], to: .string(surroundings.timestamp()))
        value.set(["status", "phase"], to: "Terminating")
        if options.isDryRun { return .value(value) }
        guard let stored = store.replace(.namespaces, expected: existing, with: value) else {
            guard let newer = store.object(.namespaces, existing.path) else { return .gone(value) }
            return deleteNamespace(newer, type, options)
        }
        return .remaining(stored)
    }

    /// PUT of `namespaces/NAME/finalize`: takes over the finalizers of the spec; without any left, a namespace that is being deleted goes.
    func finalizeNamespace(_ resource: RequestInfo.Resource, _ type: APIType, _ scope: RequestScope) throws(StatusError) -> APIAnswer {
        let body = try Self.writeBody(scope.request)
        guard let wanted = body.yaml ?? (try? JSON(parsing: body.text)) else { throw .badRequest("the body is no JSON text") }
        while true {
            let existing = try existing(resource, type)
            var value = existing.value
            let finalizers = wanted.at("spec", "finalizers")?.array ?? []
            value.set(["spec", "finalizers"], to: finalizers.isEmpty ? nil : .array(finalizers))
            let isOver =
                finalizers.isEmpty && value.at("metadata", "deletionTimestamp") != nil
                && (value.at("metadata", "finalizers")?.array ?? []).isEmpty
            if isOver {
                guard store.delete(.namespaces, expected: existing) != nil else { continue }
                return try answer(unstored: value, type, scope)
            }
            if value == existing.value { return try answer(with: existing, type, scope) }
            guard let stored = store.replace(.namespaces, expected: existing, with: value) else { continue }
            return try answer(with: stored, type, scope)
        }
    }

    // MARK: CustomResourceDefinitions

    static let definitionFinalizer = "customresourcecleanup.apiextensions.k8s.io"

    /// Brings names and conditions up to date and serves the versions once they are established.
    private func definitionChanged(_ object: StoredObject) {
        var current = object
        while true {
            let others = store.list(.customResourceDefinitions, namespace: nil).objects.filter { $0.path != current.path }.map(\.value)
            let next = CustomResourceDefinitions.established(current.value, among: others, now: surroundings.timestamp())
            if next != current.value {
                guard let stored = store.replace(.customResourceDefinitions, expected: current, with: next) else {
                    guard let newer = store.object(.customResourceDefinitions, current.path) else { return }
                    current = newer
                    continue
                }
                current = stored
            }
            return install(customResourceDefinition: current.value)
        }
    }

    func deleteDefinition(_ existing: StoredObject, _ type: APIType, _ options: DeleteParameters) -> Deletion? {
        guard existing.value.at("metadata", "deletionTimestamp") == nil else {
            finishDefinition(named: existing.path.name)
            return .remaining(existing)
        }
        var value = existing.value
        let now = surroundings.timestamp()
        var finalizers = value.at("metadata", "finalizers")?.array ?? []
        if !finalizers.contains(.string(Self.definitionFinalizer)) { finalizers.append(.string(Self.definitionFinalizer)) }
        value.set(["metadata", "finalizers"], to: .array(finalizers))
        value.set(["metadata", "deletionTimestamp"], to: .string(now))
        value.set(["metadata", "deletionGracePeriodSeconds"], to: 0)
        var conditions = value.at("status", "conditions")?.array ?? []
        conditions.append([
            "type": "Terminating", "status": "True", "lastTransitionTime": .string(now), "reason": "InstanceDeletionPending",
            "message": "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
        ])
        value.set(["status", "conditions"], to: .array(conditions))
        if options.isDryRun { return .value(value) }
        guard let stored = store.replace(.customResourceDefinitions, expected: existing, with: value) else { return nil }
        for type in catalog.types where type.definitionName == existing.path.name && type.info.version == type.info.storageVersion {
            for object in store.list(CollectionID(type.info), namespace: nil).objects {
                try? deleteWhateverState(object, type, DeleteParameters())
            }
        }
        finishDefinition(named: existing.path.name)
        return .remaining(stored)
    }

    /// Removes a definition that is being deleted once none of its objects is left.
    private func finishDefinition(named name: String) {
        let path = ObjectPath(namespace: "", name: name)
        while let definition = store.object(.customResourceDefinitions, path), definition.value.at("metadata", "deletionTimestamp") != nil {
            let collection = Self.collection(of: definition.value)
            guard store.list(collection, namespace: nil).objects.isEmpty else { return }
            let others = (definition.value.at("metadata", "finalizers")?.array ?? []).filter { $0 != .string(Self.definitionFinalizer) }
            if others.isEmpty {
                guard store.delete(.customResourceDefinitions, expected: definition) != nil else { continue }
                return remove(customResourceDefinition: definition.value)
            }
            var value = definition.value
            value.set(["metadata", "finalizers"], to: .array(others))
            if value == definition.value { return }
            if store.replace(.customResourceDefinitions, expected: definition, with: value) != nil { return }
        }
    }
}
