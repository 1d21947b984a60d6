import Model

/// Pods without processes: each is Running and Ready as soon as it is on this node, or has ended well where it is not to be restarted.
///
/// The annotation `lab.fake/hold` is a switch for tests: `pending` keeps a pod from starting, `notready` lets it run and never be ready.
struct SimulatedKubelet: Controller {
    let name = "kubelet"
    let watches: [ResourceType] = [.pods]
    let node: String
    let addresses: PodAddresses

    static let hold = "lab.fake/hold"

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let new = change.new else {
            if let old = change.old { addresses.release(uid: old.uid) }
            return []
        }
        return PodView(new).nodeName == node ? [new.reference] : []
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let pod = objects[key], PodView(pod).nodeName == node else { return .nothing }
        if pod.isTerminating { return Decision([.delete(pod.reference, uid: pod.uid, graceSeconds: 0)]) }
        let hold = pod.annotations[Self.hold]
        guard hold != "pending", !PodView(pod).isFinished else { return .nothing }
        let wanted = hold != "notready"
        guard PodView(pod).ip == nil || PodView(pod).isReady != wanted else { return .nothing }
        guard let ip = addresses.address(uid: pod.uid, current: PodView(pod).ip) else { return .nothing }
        let runsOn = (pod.at("spec", "restartPolicy")?.string ?? "Always") == "Always"
        let report = PodReport(pod: pod, address: ip, hostAddress: NodeRegistration.address)
        let states = containers(of: pod).map { container in
            ContainerReport(
                name: container["name"]?.string ?? "", image: container["image"]?.string ?? "",
                state: runsOn ? .running(since: now) : .terminated(exitCode: 0, reason: "Completed", since: now, at: now),
                ready: runsOn && wanted, restarts: 0)
        }
        let status = report.status(phase: runsOn ? "Running" : "Succeeded", containers: states, initContainers: [], now: now)
        return Decision(Action.status(pod, status).map { [$0] } ?? [])
    }

    private func containers(of pod: ObservedObject) -> [JSON] { pod.at("spec", "containers")?.array ?? [] }
}
