import Model

/// Mirrors Endpoints that somebody made by hand, as Patroni does, for a Service without a selector, into EndpointSlices.
struct EndpointSliceMirroring: Controller {
    let name = "endpointslicemirroring-controller"
    let watches: [ResourceType] = [.services, .endpoints, .endpointSlices]

    static let ours = "endpointslicemirroring-controller.k8s.io"

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        switch object.type {
        case .services, .endpoints:
            if object.type == .endpoints, let old = change.old, let new = change.new, old.at("subsets") == new.at("subsets"),
                Self.labels(old) == Self.labels(new)
            {
                return []
            }
            return [ObjectReference(type: .endpoints, key: object.key)]
        case .endpointSlices:
            guard object.labels[EndpointSliceDecision.managedBy] == Self.ours else { return [] }
            return object.labels[EndpointSliceDecision.serviceLabel].map {
                [ObjectReference(.endpoints, namespace: object.namespace, name: $0)]
            } ?? []
        default: return []
        }
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let endpoints = objects[key], !endpoints.isTerminating else { return .nothing }
        let existing = objects.dependents(of: endpoints.uid).filter { $0.type == .endpointSlices && !$0.isTerminating }
        guard isMirrored(endpoints, service: objects[.services, key.key]) else {
            return Decision(existing.map { .delete($0.reference, uid: $0.uid) })
        }
        let subsets = (endpoints.at("subsets")?.array ?? []).map { (ports: ports($0), endpoints: Self.endpoints($0)) }
        var actions: [Action] = []
        for (place, subset) in subsets.enumerated() {
            if place < existing.count {
                actions += update(existing[place], from: endpoints, ports: subset.ports, endpoints: subset.endpoints)
            } else {
                actions.append(.create(.endpointSlices, creation(of: endpoints, ports: subset.ports, endpoints: subset.endpoints)))
            }
        }
        return Decision(actions + existing.dropFirst(subsets.count).map { .delete($0.reference, uid: $0.uid) })
    }

    private func isMirrored(_ endpoints: ObservedObject, service: ObservedObject?) -> Bool {
        guard let service, !service.isTerminating, StringMap.read(service.at("spec", "selector")).isEmpty else { return false }
        return endpoints.labels["endpointslice.kubernetes.io/skip-mirror"] != "true"
            && endpoints.annotations["control-plane.alpha.kubernetes.io/leader"] == nil
    }

    private static func labels(_ endpoints: ObservedObject) -> [String: String] {
        var labels = endpoints.labels
        labels[EndpointSliceDecision.serviceLabel] = endpoints.name
        labels[EndpointSliceDecision.managedBy] = ours
        return labels
    }

    /// Annotations follow too, but for those that change with every heartbeat of a leader: they are no part of an address.
    private func ports(_ subset: JSON) -> JSON {
        .array(
            (subset["ports"]?.array ?? []).map { port in
                var json: JSON = [:]
                json["name"] = port["name"] ?? ""
                json["protocol"] = port["protocol"] ?? "TCP"
                json["port"] = port["port"]
                if let appProtocol = port["appProtocol"] { json["appProtocol"] = appProtocol }
                return json
            })
    }

    private static func endpoints(_ subset: JSON) -> [JSON] {
        [("addresses", true), ("notReadyAddresses", false)].flatMap { key, ready in
            (subset[key]?.array ?? []).map { address in
                var json: JSON = ["addresses": .array([address["ip"] ?? ""]), "conditions": ["ready": .bool(ready)]]
                for key in ["hostname", "nodeName", "targetRef"] where address[key] != nil { json[key] = address[key] }
                return json
            }
        }
    }

    private func creation(of endpoints: ObservedObject, ports: JSON, endpoints items: [JSON]) -> JSON {
        [
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": [
                "generateName": .string(endpoints.name + "-"), "namespace": .string(endpoints.namespace),
                "labels": JSON(Self.labels(endpoints)), "ownerReferences": .array([OwnerReference(controller: endpoints).json]),
            ],
            "addressType": "IPv4", "endpoints": .array(items), "ports": ports,
        ]
    }

    private func update(_ slice: ObservedObject, from endpoints: ObservedObject, ports: JSON, endpoints items: [JSON]) -> [Action] {
        let same = (slice.at("endpoints")?.array ?? []) == items && (slice.at("ports") ?? []) == ports
        let labels = Self.labels(endpoints)
        guard !same || slice.labels != labels else { return [] }
        var patch: JSON = ["metadata": ["labels": PatchDifference.between(JSON(slice.labels), to: JSON(labels)) ?? [:]]]
        if !same {
            patch["endpoints"] = .array(items)
            patch["ports"] = ports
        }
        return [.patch(slice.reference, uid: slice.uid, patch)]
    }
}
