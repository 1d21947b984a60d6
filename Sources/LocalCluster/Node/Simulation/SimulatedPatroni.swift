import Model

/// What Patroni does to the objects of a cluster, without any Patroni: a leader among the running members, its object and the one with the
/// configuration, the role on every pod.
///
/// The leader stays while its pod runs; then the first by name of the others takes over. Its key is the cluster, spelled as the ConfigMap
/// of the scope's name.
struct SimulatedPatroni: Controller {
    let name = "patroni"
    let watches: [ResourceType] = [.pods, .configMaps, .endpoints, .services]

    static let version = "4.1.5"
    /// Members are numbered from 0 by their StatefulSet.
    static let mostMembers = 64

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        if object.type == .pods {
            guard let member = SpiloMember(pod: object) else { return [] }
            return [ObjectReference(.configMaps, namespace: object.namespace, name: member.scope)]
        }
        // Patroni's objects are named after the scope.
        let scopes = [object.name] + ["-leader", "-config"].filter(object.name.hasSuffix).map { String(object.name.dropLast($0.count)) }
        return scopes.map { ObjectReference(.configMaps, namespace: object.namespace, name: $0) }
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        let members = members(of: key.key, in: objects)
        guard let first = members.first else { return .nothing }
        let store = PatroniStore(member: first.member, objects: objects)
        let leader = members.first { $0.pod.name == store.leader } ?? first
        var actions = store.bootstrap(first.pod, now: now)
        actions += store.lead(leader.pod, now: now)
        for (pod, member) in members {
            let isLeader = pod.uid == leader.pod.uid
            if let action = touch(pod, member, isLeader: isLeader) { actions.append(action) }
        }
        return Decision(actions)
    }

    /// Running, with an address, by the number at the end of their names. Looked up by name, since a namespace may have thousands of pods.
    private func members(of scope: ObjectKey, in objects: ObservedObjects) -> [(pod: ObservedObject, member: SpiloMember)] {
        (0..<Self.mostMembers).compactMap { number in
            guard let pod = objects[.pods, scope.namespace, "\(scope.name)-\(number)"], let member = SpiloMember(pod: pod),
                member.scope == scope.name, PodView(pod).phase == "Running", !pod.isTerminating, PodView(pod).ip != nil
            else { return nil }
            return (pod, member)
        }
    }

    private func touch(_ pod: ObservedObject, _ member: SpiloMember, isLeader: Bool) -> Action? {
        let label = isLeader ? "master" : "replica"
        let role = isLeader ? (member.isStandby ? "standby_leader" : "primary") : "replica"
        let ip = PodView(pod).ip ?? ""
        let status: JSON = [
            "conn_url": .string("postgres://\(ip):5432/postgres"), "api_url": .string("http://\(ip):8008/patroni"), "state": "running",
            "role": .string(role), "version": .string(Self.version), "xlog_location": 67_108_864, "timeline": 1,
        ]
        guard pod.labels[member.roleLabel] != label || pod.annotations["status"] != status.text() else { return nil }
        return .patch(
            pod.reference, uid: pod.uid,
            ["metadata": ["labels": [member.roleLabel: .string(label)], "annotations": ["status": .string(status.text())]]])
    }
}
