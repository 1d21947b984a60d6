import Model

/// What is asked of the rest of the cluster before an object is made.
extension APIServer {
    /// The namespace must be there and not on its way out.
    func checkNamespace(_ resource: RequestInfo.Resource, _ type: APIType, _ body: RequestBody) throws(StatusError) {
        guard type.info.namespaced, let name = resource.namespace, let namespaces = builtIn("", "v1", "namespaces") else { return }
        guard let namespace = store.object(.namespaces, ObjectPath(namespace: "", name: name)) else {
            throw .notFound(namespaces.info, name: name)
        }
        guard namespace.value.at("metadata", "deletionTimestamp") != nil || namespace.value.at("status", "phase") == "Terminating" else {
            return
        }
        let object = body.yaml ?? (try? JSON(parsing: body.text)) ?? .null
        var error = StatusError.forbidden(
            type.info, name: object.at("metadata", "name")?.string ?? resource.name ?? "",
            "unable to create new content in namespace \(name) because it is being terminated")
        error.causes = [
            StatusCause(reason: "NamespaceTerminating", message: "namespace \(name) is being terminated", field: "metadata.namespace")
        ]
        throw error
    }

    /// No custom resource is made any more once its definition is being deleted.
    func checkNotTerminating(_ type: APIType) throws(StatusError) {
        guard let name = type.definitionName,
            let definition = store.object(.customResourceDefinitions, ObjectPath(namespace: "", name: name)),
            definition.value.at("metadata", "deletionTimestamp") != nil
        else { return }
        var error = StatusError.methodNotSupported(type.info, "create")
        error.message = "create not allowed while custom resource definition is terminating"
        throw error
    }
}

extension Store {
    /// Another object, for admission: plural with group, namespace, name; an empty name asks for the default StorageClass.
    func lookUp(_ resource: String, namespace: String, name: String) -> JSON? {
        let parts = resource.split(separator: ".", maxSplits: 1).map(String.init)
        let collection = CollectionID(group: parts.count > 1 ? parts[1] : "", plural: parts.first ?? "")
        guard name.isEmpty else { return object(collection, ObjectPath(namespace: namespace, name: name))?.value }
        return list(collection, namespace: nil).objects.last { object in
            object.value.at("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true"
        }?.value
    }
}

/// Free addresses and ports for Services. A choice may be taken by the time it is stored; that two Services then share one is left to
/// chance, which is small.
struct ServiceAddresses: Sendable {
    let store: Store
    let random: @Sendable (Int) -> [UInt8]

    /// From 10.96.0.0/16; the first 256 stay free for fixed ones.
    func clusterIP() -> String? {
        let taken = taken("clusterIPs")
        for _ in 0..<64 {
            let bytes = random(2)
            let address = "10.96.\(1 + Int(bytes[0]) % 255).\(1 + Int(bytes[1]) % 254)"
            if !taken.contains(address) { return address }
        }
        return nil
    }

    /// From 30000 to 32767.
    func nodePorts(_ count: Int) -> [Int] {
        var taken = Set<Int>()
        for service in store.list(.services, namespace: nil).objects {
            for port in service.value.at("spec", "ports")?.array ?? [] { port["nodePort"]?.int.map { _ = taken.insert($0) } }
            service.value.at("spec", "healthCheckNodePort")?.int.map { _ = taken.insert($0) }
        }
        var ports: [Int] = []
        while ports.count < count, taken.count < 2768 {
            let bytes = random(2)
            let port = 30000 + (Int(bytes[0]) << 8 | Int(bytes[1])) % 2768
            if taken.insert(port).inserted { ports.append(port) }
        }
        return ports
    }

    private func taken(_ field: String) -> Set<String> {
        var taken = Set<String>()
        for service in store.list(.services, namespace: nil).objects {
            for address in service.value.at("spec", field)?.array ?? [] { address.string.map { _ = taken.insert($0) } }
        }
        return taken
    }
}
