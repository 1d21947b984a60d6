import Model

/// What to do about the EndpointSlices of one Service. A local cluster is small: one slice for each set of ports.
struct EndpointSliceDecision: Sendable {
    let service: ObservedObject
    let pods: ServicePods
    /// Slices of the Service that this controller made, sorted by name.
    let existing: [ObservedObject]
    let now: Moment

    static let serviceLabel = "kubernetes.io/service-name"
    static let managedBy = "endpointslice.kubernetes.io/managed-by"
    static let ours = "endpointslice-controller.k8s.io"

    func decide() -> [Action] {
        var wanted = pods.groups.map { (ports: JSON($0.ports.map(\.json)), endpoints: $0.addresses.sorted { $0.ip < $1.ip }.map(endpoint)) }
        if wanted.isEmpty { wanted = [(ports: [], endpoints: [])] }
        var actions: [Action] = []
        var free = existing.filter { !$0.isTerminating }
        for (place, slice) in wanted.enumerated() {
            if let match = free.firstIndex(where: { ($0.at("ports") ?? []) == slice.ports }) ?? (place < free.count ? 0 : nil) {
                let object = free.remove(at: match)
                actions += update(object, ports: slice.ports, endpoints: slice.endpoints)
            } else {
                actions.append(.create(.endpointSlices, creation(ports: slice.ports, endpoints: slice.endpoints)))
            }
        }
        return actions + free.map { .delete($0.reference, uid: $0.uid) }
    }

    private var labels: [String: String] {
        var labels = service.labels
        labels[Self.serviceLabel] = service.name
        labels[Self.managedBy] = Self.ours
        if pods.isHeadless { labels["service.kubernetes.io/headless"] = "" }
        return labels
    }

    private func endpoint(_ address: ServiceAddress) -> JSON {
        var json: JSON = [
            "addresses": .array([.string(address.ip)]),
            "conditions": [
                "ready": .bool(address.ready), "serving": .bool(address.serving), "terminating": .bool(address.terminating),
            ],
        ]
        if let hostname = address.hostname(in: service) { json["hostname"] = .string(hostname) }
        json["targetRef"] = address.targetRef
        if let node = PodView(address.pod).nodeName { json["nodeName"] = .string(node) }
        return json
    }

    private func creation(ports: JSON, endpoints: [JSON]) -> JSON {
        [
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": [
                "generateName": .string(service.name + "-"), "namespace": .string(service.namespace), "labels": JSON(labels),
                "annotations": JSON([EndpointsDecision.trigger: now.text]),
                "ownerReferences": .array([OwnerReference(controller: service).json]),
            ],
            "addressType": "IPv4", "endpoints": .array(endpoints), "ports": ports,
        ]
    }

    private func update(_ slice: ObservedObject, ports: JSON, endpoints: [JSON]) -> [Action] {
        let same = (slice.at("endpoints")?.array ?? []) == endpoints && (slice.at("ports") ?? []) == ports
        guard !same || slice.labels != labels else { return [] }
        var patch: JSON = ["metadata": ["labels": PatchDifference.between(JSON(slice.labels), to: JSON(labels)) ?? [:]]]
        if !same {
            patch["endpoints"] = .array(endpoints)
            patch["ports"] = ports
            patch.set(["metadata", "annotations"], to: JSON([EndpointsDecision.trigger: now.text]))
        }
        return [.patch(slice.reference, uid: slice.uid, patch)]
    }

    static func slices(of service: ObjectKey, in objects: ObservedObjects, managedBy manager: String) -> [ObservedObject] {
        objects.list(.endpointSlices, namespace: service.namespace)
            .filter { $0.labels[serviceLabel] == service.name && $0.labels[managedBy] == manager }
    }
}

/// Keeps the EndpointSlices of Services that have a selector; they go with their Service by its owner reference.
struct EndpointSliceController: Controller {
    let name = "endpointslice-controller"
    let watches: [ResourceType] = [.services, .pods, .endpointSlices]

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        ServiceKeys.keys(for: change, in: objects)
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let service = objects[key], !service.isTerminating, let pods = ServicePods(service: service, objects: objects) else {
            return .nothing
        }
        let existing = objects.dependents(of: service.uid).filter {
            $0.type == .endpointSlices && $0.labels[EndpointSliceDecision.managedBy] == EndpointSliceDecision.ours
        }
        return Decision(EndpointSliceDecision(service: service, pods: pods, existing: existing, now: now).decide())
    }
}
