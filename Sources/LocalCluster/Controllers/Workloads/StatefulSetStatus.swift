import Model

/// The status of a StatefulSet: its pods counted, and how far an update has come.
struct StatefulSetStatus: Sendable {
    let json: JSON
    /// When the next pod will have been ready for long enough.
    let nextAvailability: Moment?

    init(
        set: ObservedObject, pods: [PodView], current: String, update: String, isOnDelete: Bool, replicas wanted: Int, partition: Int,
        leaving: Set<String>, now: Moment
    ) {
        let minReady = set.at("spec", "minReadySeconds")?.int ?? 0
        func count(_ revision: String) -> Int {
            pods.count { !$0.isTerminating && !leaving.contains($0.object.uid) && $0.object.labels[StatefulPod.revisionLabel] == revision }
        }
        let ready = pods.filter(\.isRunningAndReady)
        let updated = count(update)
        var currentCount = count(current)
        var currentName = current
        // Done updating: what was the update is now the current revision.
        if !isOnDelete, updated == wanted, ready.count == wanted, pods.count == wanted {
            currentName = update
            currentCount = updated
        }
        var json: JSON = ["observedGeneration": JSON(set.generation), "replicas": JSON(pods.count)]
        for (key, value) in [("readyReplicas", ready.count), ("currentReplicas", currentCount), ("updatedReplicas", updated)]
        where value > 0 {
            json[key] = JSON(value)
        }
        json["currentRevision"] = .string(currentName)
        json["updateRevision"] = .string(update)
        json["collisionCount"] = JSON(set.at("status", "collisionCount")?.int ?? 0)
        json["availableReplicas"] = JSON(ready.count { $0.isAvailable(minReadySeconds: minReady, now: now) })
        if let conditions = set.at("status", "conditions") { json["conditions"] = conditions }
        self.json = json
        nextAvailability = ready.compactMap { $0.availableSince(minReadySeconds: minReady) }.filter { $0 > now }.min()
    }
}
