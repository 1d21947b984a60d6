import Model

/// One pod as an address of a Service.
struct ServiceAddress: Sendable, Equatable {
    let pod: ObservedObject
    let ip: String
    /// Ready for traffic: by its condition, or because the Service publishes unready pods too.
    let ready: Bool
    let serving: Bool
    let terminating: Bool

    static func == (a: ServiceAddress, b: ServiceAddress) -> Bool {
        a.pod.reference == b.pod.reference && a.pod.uid == b.pod.uid && a.ip == b.ip && a.ready == b.ready && a.serving == b.serving
            && a.terminating == b.terminating
    }

    /// nil where the pod has no address, or has ended.
    init?(_ object: ObservedObject, publishNotReady: Bool) {
        let view = PodView(object)
        guard let ip = view.ip, !view.isFinished else { return nil }
        pod = object
        self.ip = ip
        terminating = view.isTerminating
        serving = view.isReady
        ready = publishNotReady || (view.isReady && !view.isTerminating)
    }

    var targetRef: JSON {
        ["kind": "Pod", "namespace": .string(pod.namespace), "name": .string(pod.name), "uid": .string(pod.uid)]
    }

    /// A pod's name inside the Service's domain, where it asked for one.
    func hostname(in service: ObservedObject) -> String? {
        guard let hostname = pod.at("spec", "hostname")?.string, pod.at("spec", "subdomain")?.string == service.name else { return nil }
        return hostname
    }
}

/// The port of a Service as it is on a given pod.
struct ServicePort: Sendable, Hashable {
    let name: String
    let port: Int
    let proto: String
    let appProtocol: String?

    /// Named target ports are looked up in the pod's containers; nil where the pod has none of that name.
    init?(_ port: JSON, pod: ObservedObject) {
        let target = port["targetPort"] ?? port["port"] ?? 0
        let proto = port["protocol"]?.string ?? "TCP"
        if let number = target.int {
            self.port = number == 0 ? port["port"]?.int ?? 0 : number
        } else {
            let ports = (pod.at("spec", "containers")?.array ?? []).flatMap { $0["ports"]?.array ?? [] }
            guard
                let number = ports.first(where: {
                    $0["name"]?.string == target.string && ($0["protocol"]?.string ?? "TCP") == proto
                })?["containerPort"]?.int
            else { return nil }
            self.port = number
        }
        name = port["name"]?.string ?? ""
        self.proto = proto
        appProtocol = port["appProtocol"]?.string
    }

    var json: JSON {
        var json: JSON = [:]
        if !name.isEmpty { json["name"] = .string(name) }
        json["port"] = JSON(port)
        json["protocol"] = .string(proto)
        if let appProtocol { json["appProtocol"] = .string(appProtocol) }
        return json
    }
}

/// The pods behind a Service with a selector.
struct ServicePods: Sendable {
    let service: ObservedObject
    let addresses: [ServiceAddress]

    /// nil where the Service has no selector: its Endpoints are somebody else's business.
    init?(service: ObservedObject, objects: ObservedObjects) {
        let selector = StringMap.read(service.at("spec", "selector"))
        guard !selector.isEmpty, service.at("spec", "type")?.string != "ExternalName" else { return nil }
        self.service = service
        let publishes = service.at("spec", "publishNotReadyAddresses")?.bool ?? false
        addresses = objects.candidates(.pods, namespace: service.namespace, having: selector)
            .filter { PodSelector(pairs: selector).matches($0.labels) }
            .compactMap { ServiceAddress($0, publishNotReady: publishes) }
    }

    var isHeadless: Bool { service.at("spec", "clusterIP")?.string == "None" }
    var ports: [JSON] { service.at("spec", "ports")?.array ?? [] }

    /// The addresses with the same ports, sorted by port, so that equal inputs give equal objects.
    var groups: [(ports: [ServicePort], addresses: [ServiceAddress])] {
        var groups: [[ServicePort]: [ServiceAddress]] = [:]
        for address in addresses {
            groups[ports.compactMap { ServicePort($0, pod: address.pod) }, default: []].append(address)
        }
        return groups.map { ($0.key, $0.value) }.sorted { a, b in
            a.ports.map(\.port).lexicographicallyPrecedes(b.ports.map(\.port))
        }
    }
}

/// What to do about the Endpoints of one Service.
struct EndpointsDecision: Sendable {
    let service: ObservedObject
    let pods: ServicePods
    let existing: ObservedObject?
    let now: Moment

    static let managedBy = "endpoints.kubernetes.io/managed-by"
    static let trigger = "endpoints.kubernetes.io/last-change-trigger-time"

    func decide() -> [Action] {
        let subsets = self.subsets
        var labels = service.labels
        labels[Self.managedBy] = "endpoint-controller"
        if pods.isHeadless { labels["service.kubernetes.io/headless"] = "" }
        guard let existing else {
            var endpoints: JSON = [
                "apiVersion": "v1", "kind": "Endpoints",
                "metadata": ["name": .string(service.name), "namespace": .string(service.namespace), "labels": JSON(labels)],
            ]
            if !subsets.isEmpty {
                endpoints["subsets"] = .array(subsets)
                endpoints.set(["metadata", "annotations"], to: JSON([Self.trigger: now.text]))
            }
            return [.create(.endpoints, endpoints)]
        }
        guard !existing.isTerminating else { return [] }
        let same = (existing.at("subsets")?.array ?? []) == subsets
        guard !same || existing.labels != labels else { return [] }
        var patch: JSON = ["metadata": ["labels": PatchDifference.between(JSON(existing.labels), to: JSON(labels)) ?? [:]]]
        if !same {
            patch["subsets"] = subsets.isEmpty ? .null : .array(subsets)
            patch.set(["metadata", "annotations"], to: JSON([Self.trigger: now.text]))
        }
        return [.patch(existing.reference, uid: existing.uid, patch)]
    }

    private var subsets: [JSON] {
        pods.groups.compactMap { group in
            // Endpoints know no terminating pods, but for Services that publish all of them.
            let shown = group.addresses.filter { !$0.terminating || $0.ready }
            guard !shown.isEmpty else { return nil }
            var subset: JSON = [:]
            for (key, ready) in [("addresses", true), ("notReadyAddresses", false)] {
                let items = shown.filter { $0.ready == ready }.sorted { $0.ip < $1.ip }.map(address)
                if !items.isEmpty { subset[key] = .array(items) }
            }
            if !group.ports.isEmpty { subset["ports"] = .array(group.ports.map(\.json)) }
            return subset
        }
    }

    private func address(_ address: ServiceAddress) -> JSON {
        var json: JSON = ["ip": .string(address.ip)]
        if let hostname = address.hostname(in: service) { json["hostname"] = .string(hostname) }
        if let node = PodView(address.pod).nodeName { json["nodeName"] = .string(node) }
        json["targetRef"] = address.targetRef
        return json
    }
}

/// Keeps the Endpoints of Services that have a selector. Endpoints of any others, as Patroni's own, are not touched.
struct EndpointsController: Controller {
    let name = "endpoint-controller"
    let watches: [ResourceType] = [.services, .pods, .endpoints]

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        ServiceKeys.keys(for: change, in: objects)
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        let existing = objects[.endpoints, key.key]
        guard let service = objects[key] else {
            // Only what this controller made goes with its Service.
            guard let existing, existing.labels[EndpointsDecision.managedBy] == "endpoint-controller", !existing.isTerminating else {
                return .nothing
            }
            return Decision([.delete(existing.reference, uid: existing.uid)])
        }
        guard !service.isTerminating, let pods = ServicePods(service: service, objects: objects) else { return .nothing }
        return Decision(EndpointsDecision(service: service, pods: pods, existing: existing, now: now).decide())
    }
}

/// Which Services a change concerns.
enum ServiceKeys {
    static func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        switch object.type {
        case .services: return [object.reference]
        case .pods:
            guard matters(change) else { return [] }
            let services = [change.old, change.new].compactMap { $0 }.flatMap { pod in
                objects.selectors(.services, namespace: pod.namespace, matching: pod.labels)
                    .filter { PodSelector(pairs: StringMap.read($0.at("spec", "selector"))).matches(pod.labels) }
            }
            return services.map(\.reference)
        case .endpoints: return [ObjectReference(type: .services, key: object.key)]
        case .endpointSlices:
            return object.labels[EndpointSliceDecision.serviceLabel].map {
                [ObjectReference(.services, namespace: object.namespace, name: $0)]
            } ?? []
        default: return []
        }
    }

    /// Most changes of a pod (annotations above all, which Patroni writes every few seconds) do not move an address.
    private static func matters(_ change: ObservedChange) -> Bool {
        guard let old = change.old, let new = change.new else { return true }
        return old.labels != new.labels || old.uid != new.uid || old.isTerminating != new.isTerminating
            || ServiceAddress(old, publishNotReady: false) != ServiceAddress(new, publishNotReady: false)
    }
}
