import Model

/// Patroni's objects in Kubernetes: the leader's and the configuration's, as ConfigMaps or as Endpoints.
struct PatroniStore: Sendable {
    let member: SpiloMember
    let leaderObject: ObservedObject?
    let configObject: ObservedObject?
    let hasConfigService: Bool

    init(member: SpiloMember, objects: ObservedObjects) {
        self.member = member
        let type = Self.type(member)
        leaderObject = objects[type, member.namespace, Self.leaderName(member)]
        configObject = objects[type, member.namespace, member.scope + "-config"]
        hasConfigService = objects[.services, member.namespace, member.scope + "-config"] != nil
    }

    static func type(_ member: SpiloMember) -> ResourceType { member.usesConfigMaps ? .configMaps : .endpoints }
    static func leaderName(_ member: SpiloMember) -> String { member.usesConfigMaps ? member.scope + "-leader" : member.scope }

    var leader: String? { leaderObject?.annotations["leader"] }

    /// The dynamic configuration as `GET /config` shows it.
    var config: JSON? { configObject?.annotations["config"].flatMap { try? JSON(parsing: $0) } }

    /// The objects of a new cluster, and what is missing of them.
    func bootstrap(_ pod: ObservedObject, now: Moment) -> [Action] {
        var actions: [Action] = []
        if !member.usesConfigMaps, !hasConfigService { actions.append(.create(.services, configService)) }
        let wanted = ["config": initialConfig(pod).text(), "initialize": Self.systemIdentifier(member)]
        guard let configObject else {
            return actions + [.create(Self.type(member), object(named: member.scope + "-config", annotations: wanted))]
        }
        let missing = wanted.filter { configObject.annotations[$0.key] == nil }
        guard !missing.isEmpty else { return actions }
        return actions + [.patch(configObject.reference, uid: configObject.uid, ["metadata": ["annotations": JSON(missing)]])]
    }

    /// Makes the pod the leader, where it is not, and has its address stand where clients look for it.
    func lead(_ pod: ObservedObject, now: Moment) -> [Action] {
        let subsets = self.subsets(pod)
        guard let leaderObject else {
            var object = object(named: Self.leaderName(member), annotations: leadership(pod, now: now, transitions: 0))
            if !member.usesConfigMaps { object["subsets"] = subsets }
            return [.create(Self.type(member), object)]
        }
        let isLeader = leader == pod.name
        let isAddressed = member.usesConfigMaps || (leaderObject.at("subsets") ?? []) == subsets
        guard !isLeader || !isAddressed else { return [] }
        var patch: JSON = [:]
        if !isLeader {
            let transitions = (leaderObject.annotations["transitions"].flatMap { Int($0) } ?? -1) + 1
            patch.set(["metadata", "annotations"], to: JSON(leadership(pod, now: now, transitions: transitions)))
        }
        if !isAddressed { patch["subsets"] = subsets }
        return [.patch(leaderObject.reference, uid: leaderObject.uid, patch)]
    }

    private func leadership(_ pod: ObservedObject, now: Moment, transitions: Int) -> [String: String] {
        [
            "leader": pod.name, "ttl": "30", "acquireTime": now.microText, "renewTime": now.microText, "optime": "67108864",
            "transitions": String(transitions),
        ]
    }

    private func subsets(_ pod: ObservedObject) -> JSON {
        var address: JSON = ["ip": .string(PodView(pod).ip ?? ""), "hostname": .string(pod.name)]
        if let node = PodView(pod).nodeName { address["nodeName"] = .string(node) }
        address["targetRef"] = [
            "kind": "Pod", "namespace": .string(pod.namespace), "name": .string(pod.name), "uid": .string(pod.uid),
            "resourceVersion": leaderObject?.at("subsets")?[0]?.at("addresses")?[0]?.at("targetRef", "resourceVersion")
                ?? pod.at("metadata", "resourceVersion") ?? "",
        ]
        return [["addresses": .array([address]), "ports": [["name": "postgresql", "port": 5432, "protocol": "TCP"]]]]
    }

    private func object(named name: String, annotations: [String: String]) -> JSON {
        let type = Self.type(member)
        return [
            "apiVersion": .string(type.apiVersion), "kind": .string(type.kind),
            "metadata": [
                "name": .string(name), "namespace": .string(member.namespace), "labels": JSON(member.clusterLabels),
                "annotations": JSON(annotations),
            ],
        ]
    }

    private var configService: JSON {
        [
            "apiVersion": "v1", "kind": "Service",
            "metadata": [
                "name": .string(member.scope + "-config"), "namespace": .string(member.namespace), "labels": JSON(member.clusterLabels),
            ],
            "spec": ["clusterIP": "None"],
        ]
    }

    /// Spilo's defaults under what the pod's configuration asks for.
    private func initialConfig(_ pod: ObservedObject) -> JSON {
        let container = (pod.at("spec", "containers")?.array ?? []).first { $0["name"]?.string == SpiloMember.container }
        let text = (container?["env"]?.array ?? []).first { $0["name"]?.string == "SPILO_CONFIGURATION" }?["value"]?.string ?? "{}"
        let configuration = (try? JSON(parsing: text)) ?? [:]
        return SpiloConfiguration.merge(configuration.at("bootstrap", "dcs") ?? [:], over: SpiloDefaults.dcs)
    }

    /// Any number will do, as long as it is always the same for a cluster.
    static func systemIdentifier(_ member: SpiloMember) -> String {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in "\(member.namespace)/\(member.scope)".utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        return String(7_000_000_000_000_000_000 + hash % 999_999_999_999_999_999)
    }
}
