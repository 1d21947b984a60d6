import Model

/// What is to be done next about a cluster whose object is gone or is on its way out: delete what is the operator's own, in an order in
/// which nothing comes back.
///
/// Only what carries the cluster's label is looked at, and of that only what the operator or the parts of a cluster make themselves; data
/// and passwords stay where the configuration says so.
struct Deletion {
    let key: ObjectKey
    let configuration: Configuration
    let observed: Observed
    /// The cluster's last manifest, where it is known: Secrets in other namespaces are found through it.
    var secrets: [ObjectReference] = []

    struct Outcome {
        var steps: [Step] = []
        var waits: [String] = []
        var isDone: Bool { steps.isEmpty && waits.isEmpty }
    }

    /// The first stage that has something left to do. Pods must be gone before Patroni's objects go, because a living primary makes them
    /// again; everything else does not depend on each other.
    func next() -> Outcome {
        var outcome = Outcome()
        take(mine(.cronJobs) + mine(.deployments) + mine(.statefulSets), into: &outcome, .recreate)
        take(members(.pods), into: &outcome, .recreate)
        if configuration.enablePersistentVolumeClaimDeletion { take(members(.persistentVolumeClaims), into: &outcome, .dataLoss) }
        if configuration.enableSecretsDeletion { take(mine(.secrets) + secrets, into: &outcome, .none) }
        take(mine(.podDisruptionBudgets), into: &outcome, .none)
        let pods = members(.pods)
        guard pods.isEmpty else {
            outcome.waits.append(
                "\(pods.count) pod\(pods.count == 1 ? "" : "s") of the cluster \(pods.count == 1 ? "is" : "are") still there")
            return outcome
        }
        take(mine(.services) + patroniObjects, into: &outcome, .none)
        return outcome
    }

    private func take(_ references: [ObjectReference], into outcome: inout Outcome, _ disruption: Disruption) {
        for reference in Set(references).sorted(by: { "\($0)" < "\($1)" }) {
            guard let object = observed.object(reference) else { continue }
            if object.at("metadata", "deletionTimestamp") != nil {
                if reference.type != .pods { outcome.waits.append("\(reference) is being deleted") }
            } else {
                let uid = object.at("metadata", "uid")?.string ?? ""
                outcome.steps.append(Step(reference, .delete(uid: uid), note: "the cluster is deleted", disruption: disruption))
            }
        }
    }

    /// Objects that the operator makes: by name, or because our field manager wrote them.
    private func mine(_ type: ResourceType) -> [ObjectReference] {
        observed.references(of: key).filter { $0.type == type && (isOurs($0) || isNamedAsOurs($0)) }
    }

    private func isOurs(_ reference: ObjectReference) -> Bool {
        guard let object = observed.object(reference) else { return false }
        return Ownership.isWritten(object)
    }

    private func isNamedAsOurs(_ reference: ObjectReference) -> Bool {
        let name = reference.key.name
        switch reference.type {
        case .statefulSets: return name == key.name
        case .deployments: return name == key.name + "-pooler" || name == key.name + "-pooler-repl"
        case .services:
            return [key.name, key.name + "-repl", key.name + "-config", key.name + "-pooler", key.name + "-pooler-repl"].contains(name)
        case .podDisruptionBudgets: return name == "postgres-\(key.name)-pdb" || name == "postgres-\(key.name)-critical-op-pdb"
        default: return false
        }
    }

    /// Pods and claims that the StatefulSet made.
    private func members(_ type: ResourceType) -> [ObjectReference] {
        let prefix = type == .pods ? key.name + "-" : "pgdata-\(key.name)-"
        return observed.references(of: key).filter {
            $0.type == type && $0.key.name.hasPrefix(prefix) && Int($0.key.name.dropFirst(prefix.utf8.count)) != nil
        }
    }

    private var patroniObjects: [ObjectReference] {
        let names = Set(["-leader", "-config", "-sync", "-failover"].map { key.name + $0 })
        let endpoints = names.union([key.name, key.name + "-repl"])
        return observed.references(of: key).filter {
            switch $0.type {
            case .configMaps: names.contains($0.key.name)
            case .endpoints: endpoints.contains($0.key.name)
            default: false
            }
        }
    }
}

/// Whether a deleted object asked for its cluster to be deleted, where the configuration wants that in writing
/// (`delete_annotation_date_key`, `delete_annotation_name_key`).
enum DeletionProtection {
    /// Nil: go ahead. Else why not.
    static func objection(to object: JSON, configuration: Configuration, today: String) -> String? {
        guard !configuration.enableOwnerReferences else { return nil }
        let annotations = object.at("metadata", "annotations")
        let name = object.at("metadata", "name")?.string ?? ""
        for (key, expected) in [(configuration.deleteAnnotationDateKey, today), (configuration.deleteAnnotationNameKey, name)]
        where !key.isEmpty {
            let there = annotations?[key]?.string
            if there != expected {
                return "annotation \(key) must be \"\(expected)\"" + (there.map { ", it is \"\($0)\"" } ?? ", it is not there")
            }
        }
        return nil
    }
}
