import Model

/// Finds a node for each pod that has none: its selectors, affinities and tolerations must allow it, and its claims must exist.
///
/// Among several, the node with the fewest pods is taken. Resources are not counted: a local cluster has one node, and its pods are as
/// small as the machine makes them.
struct Scheduler: Controller {
    let name = "default-scheduler"
    let watches: [ResourceType] = [.pods, .nodes, .persistentVolumeClaims]

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        switch object.type {
        case .pods:
            if let new = change.new, isOurs(new) { return [new.reference] }
            // Room for others: a pod that kept them away went.
            return change.new == nil ? waiting(objects) : []
        case .nodes:
            return Self.fitness(change.old) == Self.fitness(change.new) ? [] : waiting(objects)
        case .persistentVolumeClaims: return change.new == nil ? [] : waiting(objects, namespace: object.namespace)
        default: return []
        }
    }

    /// What of a node decides about pods.
    private static func fitness(_ node: ObservedObject?) -> JSON? {
        node.map { [JSON($0.labels), $0.at("spec", "taints") ?? [], $0.at("spec", "unschedulable") ?? false] }
    }

    private func waiting(_ objects: ObservedObjects, namespace: String? = nil) -> [ObjectReference] {
        (namespace.map { objects.list(.pods, namespace: $0) } ?? objects.list(.pods)).filter(isOurs).map(\.reference)
    }

    private func isOurs(_ pod: ObservedObject) -> Bool {
        PodView(pod).nodeName == nil && PodView(pod).isActive && (pod.at("spec", "schedulerName")?.string ?? name) == name
            && (pod.at("spec", "schedulingGates")?.array ?? []).isEmpty
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let pod = objects[key], isOurs(pod) else { return .nothing }
        if let decision = waitingForClaims(pod, objects, now: now) { return decision }
        let nodes = objects.list(.nodes)
        var refusals: [String: Int] = [:]
        var fitting: [ObservedObject] = []
        for node in nodes {
            if let refusal = NodeFit(pod: pod, node: node, objects: objects).refusal {
                refusals[refusal, default: 0] += 1
            } else {
                fitting.append(node)
            }
        }
        guard let node = leastLoaded(fitting, objects) else {
            let reasons = refusals.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            let message = nodes.isEmpty ? "no nodes available to schedule pods" : "0/\(nodes.count) nodes are available: \(reasons)."
            return unschedulable(pod, message, now: now)
        }
        let note = "Successfully assigned \(pod.key) to \(node.name)"
        return Decision([
            .bind(pod.reference, uid: pod.uid, node: node.name), .event(EventNote(pod, "Normal", "Scheduled", note, from: name)),
        ])
    }

    /// A pod starts once its claims have their volumes.
    private func waitingForClaims(_ pod: ObservedObject, _ objects: ObservedObjects, now: Moment) -> Decision? {
        for name in ClaimProtection.claims(of: pod) {
            guard let claim = objects[.persistentVolumeClaims, pod.namespace, name] else {
                return unschedulable(pod, "persistentvolumeclaim \"\(name)\" not found", now: now)
            }
            guard claim.at("status", "phase")?.string == "Bound" else {
                return unschedulable(pod, "pod has unbound immediate PersistentVolumeClaims", now: now)
            }
        }
        return nil
    }

    /// A node, a claim or a volume may be a moment behind the pod, which nobody need hear of.
    static let patience = 3.0

    private func leastLoaded(_ nodes: [ObservedObject], _ objects: ObservedObjects) -> ObservedObject? {
        guard nodes.count > 1 else { return nodes.first }
        let counts = objects.list(.pods).reduce(into: [String: Int]()) { $0[PodView($1).nodeName ?? "", default: 0] += 1 }
        return nodes.min { (counts[$0.name, default: 0], $0.name) < (counts[$1.name, default: 0], $1.name) }
    }

    private func unschedulable(_ pod: ObservedObject, _ message: String, now: Moment) -> Decision {
        let due = (pod.created ?? now) + Self.patience
        guard due <= now else { return Decision([], again: due) }
        var conditions = Conditions(pod.at("status", "conditions"))
        let before = conditions
        conditions.set("PodScheduled", status: "False", reason: "Unschedulable", message: message, now: now)
        guard conditions != before else { return .nothing }
        return Decision([
            .patch(pod.reference, uid: pod.uid, ["status": ["conditions": conditions.json]], subresource: "status"),
            .event(EventNote(pod, "Warning", "FailedScheduling", message, from: name)),
        ])
    }
}

/// Whether a pod may be put on a node, or why not.
struct NodeFit: Sendable {
    let pod: ObservedObject
    let node: ObservedObject
    let objects: ObservedObjects

    /// nil where the pod fits; else a text that goes after a number, `node(s) had …`.
    var refusal: String? {
        if node.at("spec", "unschedulable")?.bool ?? false { return "node(s) were unschedulable" }
        if let taint = untolerated { return "node(s) had untolerated taint {\(taint)}" }
        if !selectorMatches || !affinityMatches { return "node(s) didn't match Pod's node affinity/selector" }
        if !podAffinityMatches { return "node(s) didn't match pod affinity rules" }
        if antiAffinityForbids { return "node(s) didn't match pod anti-affinity rules" }
        return nil
    }

    private var untolerated: String? {
        let tolerations = pod.at("spec", "tolerations")?.array ?? []
        for taint in node.at("spec", "taints")?.array ?? [] where ["NoSchedule", "NoExecute"].contains(taint["effect"]?.string) {
            guard !tolerations.contains(where: { tolerates($0, taint) }) else { continue }
            return "\(taint["key"]?.string ?? ""): \(taint["value"]?.string ?? "")"
        }
        return nil
    }

    private func tolerates(_ toleration: JSON, _ taint: JSON) -> Bool {
        let effect = toleration["effect"]?.string ?? ""
        guard effect.isEmpty || effect == taint["effect"]?.string else { return false }
        let key = toleration["key"]?.string ?? ""
        if toleration["operator"]?.string == "Exists" { return key.isEmpty || key == taint["key"]?.string }
        return key == taint["key"]?.string && (toleration["value"]?.string ?? "") == (taint["value"]?.string ?? "")
    }

    private var selectorMatches: Bool {
        StringMap.read(pod.at("spec", "nodeSelector")).allSatisfy { node.labels[$0.key] == $0.value }
    }

    /// The terms are alternatives; what is within a term must all hold.
    private var affinityMatches: Bool {
        let path = ["spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"]
        guard let terms = pod.json.at(path)?.array else { return true }
        return terms.contains { term in
            let labels = PodSelector.requirements(term["matchExpressions"])
            let fields = PodSelector.requirements(term["matchFields"])
            guard !labels.isEmpty || !fields.isEmpty else { return false }
            return labels.allSatisfy { $0.matches(node.labels) } && fields.allSatisfy { $0.matches(["metadata.name": node.name]) }
        }
    }

    private func terms(_ kind: String) -> [JSON] {
        pod.json.at(["spec", "affinity", kind, "requiredDuringSchedulingIgnoredDuringExecution"])?.array ?? []
    }

    private var podAffinityMatches: Bool { terms("podAffinity").allSatisfy { term in isNear(term) || selectsItself(term) } }
    private var antiAffinityForbids: Bool { terms("podAntiAffinity").contains(where: isNear) }

    /// A first pod that is to be near its like must be able to start.
    private func selectsItself(_ term: JSON) -> Bool {
        PodSelector(term["labelSelector"])?.matches(pod.labels) ?? false
    }

    /// Whether a pod that the term selects runs in the same place, as its topology key cuts places.
    private func isNear(_ term: JSON) -> Bool {
        guard let selector = PodSelector(term["labelSelector"]), let key = term["topologyKey"]?.string, let place = node.labels[key] else {
            return false
        }
        let namespaces = (term["namespaces"]?.array ?? []).compactMap(\.string)
        return (namespaces.isEmpty ? [pod.namespace] : namespaces).contains { namespace in
            objects.candidates(.pods, namespace: namespace, having: selector.pairs).contains { other in
                guard other.uid != pod.uid, PodView(other).isActive, selector.matches(other.labels),
                    let name = PodView(other).nodeName, let node = objects[.nodes, "", name]
                else { return false }
                return node.labels[key] == place
            }
        }
    }
}
