import Model

/// The status of a Deployment: the pods of its sets counted, and the conditions Available and Progressing.
struct DeploymentStatus: Sendable {
    let deployment: ObservedObject
    let sets: [ObservedObject]
    let new: ObservedObject?
    let wanted: Int
    let unavailable: Int
    let now: Moment

    private func sum(_ sets: [ObservedObject], _ field: String) -> Int { sets.map { $0.at("status", field)?.int ?? 0 }.reduce(0, +) }

    var json: JSON {
        let replicas = sum(sets, "replicas")
        let available = sum(sets, "availableReplicas")
        var json: JSON = ["observedGeneration": JSON(deployment.generation)]
        let counts = [
            ("replicas", replicas), ("updatedReplicas", new.map { sum([$0], "replicas") } ?? 0),
            ("readyReplicas", sum(sets, "readyReplicas")), ("availableReplicas", available),
            ("unavailableReplicas", max(0, wanted - available)),
        ]
        for (key, value) in counts where value > 0 { json[key] = JSON(value) }
        json["terminatingReplicas"] = JSON(sum(sets, "terminatingReplicas"))
        if let collisions = deployment.at("status", "collisionCount") { json["collisionCount"] = collisions }
        var conditions = Conditions(deployment.at("status", "conditions"))
        setAvailable(&conditions, available: available)
        setProgressing(&conditions, replicas: replicas, available: available)
        json["conditions"] = conditions.json
        return json
    }

    private func setAvailable(_ conditions: inout Conditions, available: Int) {
        let enough = available >= wanted - unavailable
        conditions.set(
            "Available", status: enough ? "True" : "False",
            reason: enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            message: enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", now: now,
            updates: true)
    }

    private func setProgressing(_ conditions: inout Conditions, replicas: Int, available: Int) {
        let updated = new.map { sum([$0], "replicas") } ?? 0
        let name = new?.name ?? ""
        if new != nil, updated == wanted, replicas == wanted, available == wanted {
            conditions.set(
                "Progressing", status: "True", reason: "NewReplicaSetAvailable",
                message: "ReplicaSet \"\(name)\" has successfully progressed.", now: now, updates: true)
        } else if new == nil {
            conditions.set(
                "Progressing", status: "True", reason: "NewReplicaSetCreated",
                message: "Created new replica set for \"\(deployment.name)\".",
                now: now, updates: true)
        } else {
            conditions.set(
                "Progressing", status: "True", reason: "ReplicaSetUpdated", message: "ReplicaSet \"\(name)\" is progressing.", now: now,
                updates: true)
        }
    }
}

/// `status.conditions`: one of each type, with the time of the last change of its status.
struct Conditions: Sendable, Equatable {
    private(set) var items: [JSON]

    init(_ json: JSON?) { items = json?.array ?? [] }

    var json: JSON { .array(items) }

    subscript(_ type: String) -> JSON? { items.first { $0["type"]?.string == type } }

    /// Leaves the entry alone where it says the same already. `updates`: the kind of object has `lastUpdateTime` too.
    mutating func set(
        _ type: String, status: String, reason: String = "", message: String = "", now: Moment, updates: Bool = false,
        observedGeneration: Int? = nil
    ) {
        let old = self[type]
        if let old, old["status"]?.string == status, (old["reason"]?.string ?? "") == reason, (old["message"]?.string ?? "") == message,
            observedGeneration == nil || old["observedGeneration"]?.int == observedGeneration
        {
            return
        }
        var new: JSON = ["type": .string(type), "status": .string(status)]
        if let observedGeneration { new["observedGeneration"] = JSON(observedGeneration) }
        if updates { new["lastUpdateTime"] = now.json }
        new["lastTransitionTime"] = old?["status"]?.string == status ? old?["lastTransitionTime"] ?? now.json : now.json
        if !reason.isEmpty { new["reason"] = .string(reason) }
        if !message.isEmpty || observedGeneration != nil { new["message"] = .string(message) }
        if let place = items.firstIndex(where: { $0["type"]?.string == type }) { items[place] = new } else { items.append(new) }
    }
}
