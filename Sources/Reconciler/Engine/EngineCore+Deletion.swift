import IPC
import Model

/// A cluster that is being taken away.
struct DeletionState: Sendable {
    /// Of the object whose deletion is carried out: a new one of the same name waits until that is over.
    var uid: String
    /// The object as it was; nil where an earlier process knew of it only its name.
    var object: JSON?
    var hasFinalizer: Bool
    var isAnnounced = false
    var failures: [StepFailure] = []
}

extension EngineCore {
    /// The object is gone, and was seen to be there before.
    mutating func vanished(_ key: ObjectKey, _ object: JSON?, _ moment: Moment) -> [Effect] {
        if let state = deletions[key] {
            // The end of what we were doing anyhow; without a finalizer the rest is still to be done.
            if state.hasFinalizer { queue.add(key, lane: .edit, now: moment.steady) }
            return []
        }
        guard let object, let configuration = configuration.current else { return [] }
        guard (object.at("metadata", "annotations", "acid.zalan.do/controller")?.string ?? "") == options.controllerID else { return [] }
        if let objection = DeletionProtection.objection(to: object, configuration: configuration, today: moment.day) {
            clusters[key] = nil
            return [
                .log(.warning, "the object is gone, its cluster stays: \(objection)", cluster: key, [:]), .forget(key), .remember,
            ]
        }
        return begin(key, DeletionState(uid: object.at("metadata", "uid")?.string ?? "", object: object, hasFinalizer: false), moment)
    }

    /// Somebody asked for deletion, and the object waits for whoever holds a finalizer.
    mutating func startDeletion(_ key: ObjectKey, _ object: JSON, _ moment: Moment) -> [Effect] {
        guard FinalizerStep.isThere(object) else {
            queue.finish(key)
            return []
        }
        if let configuration = configuration.current,
            let objection = DeletionProtection.objection(to: object, configuration: configuration, today: moment.day)
        {
            queue.finish(key)
            return [.log(.warning, "deletion is refused: \(objection)", cluster: key, [:])]
        }
        let state = DeletionState(uid: object.at("metadata", "uid")?.string ?? "", object: object, hasFinalizer: true)
        queue.finish(key)
        return begin(key, state, moment)
    }

    /// Deletions that happened while no process of ours was there. Only what an earlier process has written down counts: without that, a
    /// missing object may as well be one that has not come back yet.
    mutating func missedDeletions(_ moment: Moment) -> [Effect] {
        var effects: [Effect] = []
        for (key, uid) in remembered where deletions[key] == nil {
            let there = observed.object(.postgresqls, key)?.at("metadata", "uid")?.string
            guard there != uid, let configuration = configuration.current else { continue }
            remembered[key] = nil
            let isProtected = !configuration.deleteAnnotationDateKey.isEmpty || !configuration.deleteAnnotationNameKey.isEmpty
            // Its annotations are not known any more.
            guard !isProtected, !observed.references(of: key).isEmpty else { continue }
            effects += begin(key, DeletionState(uid: uid, object: nil, hasFinalizer: false), moment)
        }
        return effects
    }

    private mutating func begin(_ key: ObjectKey, _ state: DeletionState, _ moment: Moment) -> [Effect] {
        deletions[key] = state
        queue.add(key, lane: .edit, now: moment.steady)
        return [.log(.info, "cluster is being deleted", cluster: key, [:]), .forget(key)]
    }

    mutating func workOnDeletion(_ key: ObjectKey, _ moment: Moment) -> [Effect] {
        guard var state = deletions[key], let configuration = configuration.current else {
            queue.finish(key)
            return []
        }
        let deletion = Deletion(
            key: key, configuration: configuration, observed: observed, secrets: secrets(of: state, configuration, moment))
        let outcome = deletion.next()
        if options.isDryRun {
            queue.finish(key)
            return [.printed(Plan(cluster: key, steps: outcome.steps))]
        }
        var job = Job(cluster: key, object: state.object)
        job.stages = outcome.steps.isEmpty ? [] : [outcome.steps]
        if !state.isAnnounced { job.events.append(ClusterEvent(.normal, "Delete", "Started deletion of cluster resources")) }
        state.isAnnounced = true
        deletions[key] = state
        if !outcome.isDone {
            if job.stages.isEmpty, job.events.isEmpty {
                queue.finish(key)
                queue.add(key, lane: .background, now: moment.steady, after: 5)
                return []
            }
            return [.run(job)]
        }
        if state.hasFinalizer, let object = observed.object(.postgresqls, key), object.at("metadata", "uid")?.string == state.uid,
            let step = FinalizerStep.step(key: key, object: object, isWanted: false)
        {
            job.stages = [[step]]
            return [.run(job)]
        }
        return ended(key, moment)
    }

    private mutating func ended(_ key: ObjectKey, _ moment: Moment) -> [Effect] {
        deletions[key] = nil
        clusters[key] = nil
        remembered[key] = nil
        queue.finish(key)
        if observed.object(.postgresqls, key) != nil {
            queue.add(key, lane: .edit, now: moment.steady)
        } else {
            queue.forget(key)
        }
        return [.log(.info, "cluster has been deleted", cluster: key, [:]), .remember]
    }

    /// Secrets that the last manifest asked for, also in other namespaces, where the cluster's label does not lead.
    private func secrets(of state: DeletionState, _ configuration: Configuration, _ moment: Moment) -> [ObjectReference] {
        guard configuration.enableSecretsDeletion, let object = state.object, let manifest = Manifest.read(object).0 else { return [] }
        let maker = WishMaker(
            key: ObjectKey(namespace: manifest.namespace, name: manifest.name), manifest: manifest, configuration: configuration,
            observed: observed, options: options, memory: ClusterMemory(), moment: moment, newPassword: newPassword)
        return (maker.wishes().roles?.rolesWithSecret ?? []).map {
            ObjectReference(type: .secrets, key: Desired.secretKey(of: $0, manifest, configuration))
        }
    }

    mutating func finishedDeletion(_ key: ObjectKey, _ outcome: JobOutcome, _ moment: Moment) -> [Effect] {
        var effects: [Effect] = []
        deletions[key]?.failures = outcome.failures
        for failure in outcome.failures {
            effects.append(.log(.error, "deletion failed: \(failure.message)", cluster: key, ["step": "\(failure.object)"]))
        }
        if outcome.failures.isEmpty {
            queue.finish(key)
            queue.add(key, lane: .edit, now: moment.steady)
        } else {
            queue.fail(key, now: moment.steady, random: random())
        }
        return effects
    }

    /// Clusters that are there or are being taken away, for the next process.
    var known: [ObjectKey: String] {
        var result: [ObjectKey: String] = [:]
        for key in clusters.keys { result[key] = observed.uid(ObjectReference(type: .postgresqls, key: key)) }
        for (key, state) in deletions { result[key] = state.uid }
        return result
    }
}
