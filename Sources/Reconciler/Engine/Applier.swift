import KubeAPI
import Model

/// Carries out jobs: the only place that writes to Kubernetes and to Patroni. It decides nothing but what an answer means.
struct Applier: Sendable {
    let kube: KubeClient
    let http: any HTTPTransport
    /// RFC 3339, and something unique for the names of Events.
    let clock: @Sendable () -> String
    let unique: @Sendable () -> String

    func run(_ job: Job) async -> JobOutcome {
        var outcome = JobOutcome()
        outcome.hadSteps = !job.stages.isEmpty
        async let status = writeStatus(job)
        for stage in job.stages {
            // What disrupts is only done when everything before it succeeded.
            if !outcome.failures.isEmpty, stage.contains(where: { $0.disruption >= .restart }) { break }
            let results = await carryOut(stage, job)
            for result in results { outcome.take(result) }
        }
        let written = await status
        outcome.hasWrittenStatus = written.object != nil
        outcome.refusesStatus = written.refused
        if let object = written.object {
            outcome.status = object["status"]
            outcome.written.append((.postgresqls, object))
        }
        if let failure = written.failure { outcome.failures.append(failure) }
        outcome.events = job.events + created(outcome.done) + outcome.done.compactMap(ClusterEvent.afterwards)
        return outcome
    }

    private func carryOut(_ stage: [Step], _ job: Job) async -> [StepResult] {
        if stage.count == 1, let only = stage.first { return [await perform(only, job)] }
        return await withTaskGroup(of: (Int, StepResult).self) { group in
            for (place, step) in stage.enumerated() { group.addTask { (place, await perform(step, job)) } }
            var results: [(Int, StepResult)] = []
            for await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    // MARK: One step

    enum StepResult: Sendable {
        case wrote(Step, ResourceType, JSON)
        case removed(Step, uid: String)
        case done(Step)
        case waits(String)
        case failed(StepFailure)
    }

    private func perform(_ step: Step, _ job: Job) async -> StepResult {
        do {
            return try await attempt(step, job)
        } catch let error as KubeError {
            return .failed(StepFailure(step.object, error))
        } catch let error as PatroniError {
            return .failed(StepFailure(object: step.object, reason: "PatroniFailed", message: "\(error)"))
        } catch {
            return .failed(StepFailure(object: step.object, reason: "Failed", message: "\(error)"))
        }
    }

    private func attempt(_ step: Step, _ job: Job) async throws -> StepResult {
        let type = step.object.type
        let key = step.object.key
        switch step.action {
        case .create(let body):
            do throws(KubeError) {
                return .wrote(step, type, try await kube.create(type, namespace: key.namespace, body, Self.options))
            } catch  where error.isAlreadyExists {
                // Somebody was quicker, or an earlier answer got lost: what is there counts, and the watcher will show it.
                return .done(step)
            }
        case .apply(let body, let movesOwnership):
            if movesOwnership { try await moveOwnership(step.object) }
            let patch = Patch.apply(body, force: true)
            return .wrote(
                step, type, try await kube.patch(type, namespace: key.namespace, name: key.name, patch, subresource: nil, Self.options))
        case .merge(let body):
            let object = try await kube.patch(type, namespace: key.namespace, name: key.name, .merge(body), subresource: nil, Self.options)
            return .wrote(step, type, object)
        case .recreate(_, let uid): return try await delete(step, uid: uid, propagation: .orphan)
        case .delete(let uid): return try await delete(step, uid: uid, propagation: .background)
        case .restartPod(let uid, let checksOthers):
            if checksOthers, let obstacle = try await obstacle(to: step, job) { return .waits(obstacle) }
            return try await delete(step, uid: uid, propagation: nil)
        case .configurePatroni(let patch):
            try await patroni(key.name, job).changeConfiguration(patch)
            return .done(step)
        case .restartPostgres:
            try await patroni(key.name, job).restartIfPending()
            return .done(step)
        case .switchover(let avoiding): return try await switchOver(step, avoiding, job)
        }
    }

    private func delete(_ step: Step, uid: String, propagation: DeleteOptions.Propagation?) async throws(KubeError) -> StepResult {
        let key = step.object.key
        do throws(KubeError) {
            let options = DeleteOptions(propagation: propagation, uid: uid.isEmpty ? nil : uid)
            let answer = try await kube.delete(step.object.type, namespace: key.namespace, name: key.name, options)
            if answer.at("metadata", "deletionTimestamp") != nil { return .wrote(step, step.object.type, answer) }
            return .removed(step, uid: uid)
        } catch  where error.isNotFound {
            return .removed(step, uid: uid)
        } catch  where error.disposition == .conflict {
            // Another object has the name now: the one that was meant is gone.
            return .removed(step, uid: uid)
        }
    }

    /// Makes what our manager wrote by update a part of what it applied, so that leaving a field out removes it. Both entries of one
    /// manager are merged into one; a conflict means that somebody wrote in between, and the next plan tries again.
    private func moveOwnership(_ object: ObjectReference) async throws(KubeError) {
        let key = object.key
        let live = try await kube.get(object.type, namespace: key.namespace, name: key.name)
        guard let patch = OwnershipMove.patch(for: live) else { return }
        _ = try await kube.patch(object.type, namespace: key.namespace, name: key.name, .json(patch), subresource: nil, Self.options)
    }

    // MARK: Patroni

    private func patroni(_ pod: String, _ job: Job) throws(PatroniError) -> PatroniClient {
        guard let address = job.addresses[pod], !address.isEmpty else {
            throw .unreachable(member: pod, .connectionFailed(url: "http://\(pod):8008", detail: "the pod has no address"))
        }
        return PatroniClient(member: pod, address: address, transport: http)
    }

    private func obstacle(to step: Step, _ job: Job) async throws -> String? {
        guard let speaker = job.primary ?? job.addresses.keys.sorted().first(where: { $0 != step.object.key.name }) else { return nil }
        let cluster = try await patroni(speaker, job).cluster()
        return Rolling.obstacle(to: PodState(name: step.object.key.name), in: cluster, lagLimit: job.lagLimit)
    }

    private func switchOver(_ step: Step, _ avoiding: Set<String>, _ job: Job) async throws -> StepResult {
        let leader = try patroni(step.object.key.name, job)
        let cluster = try await leader.cluster()
        guard cluster.leader?.name == leader.member else { return .done(step) }
        var choice = SwitchoverCandidate.choose(cluster, synchronous: job.isSynchronous, excluding: avoiding)
        if case .none = choice, !avoiding.isEmpty { choice = SwitchoverCandidate.choose(cluster, synchronous: job.isSynchronous) }
        switch choice {
        case .none(let reason): return .waits("no switchover from \(leader.member): \(reason)")
        case .member(let candidate):
            await say([ClusterEvent(.normal, "Switchover", "Switching over from \"\(leader.member)\" to \"\(candidate)\"")], job)
            try await leader.switchOver(to: candidate)
            await say(
                [ClusterEvent(.normal, "Switchover", "Successfully switched over from \"\(leader.member)\" to \"\(candidate)\"")], job)
            return .done(step)
        }
    }

    // MARK: Status and Events

    private struct StatusResult: Sendable {
        var object: JSON?
        var failure: StepFailure?
        var refused = false
    }

    private func writeStatus(_ job: Job) async -> StatusResult {
        guard let status = job.status else { return StatusResult() }
        let reference = ObjectReference(type: .postgresqls, key: job.cluster)
        do throws(KubeError) {
            let object = try await kube.patch(
                .postgresqls, namespace: job.cluster.namespace, name: job.cluster.name, .merge(["status": status]), subresource: "status",
                Self.options)
            return StatusResult(object: object)
        } catch  where error.isNotFound {
            return StatusResult()
        } catch  where error.isInvalid {
            return StatusResult(failure: StepFailure(reference, error), refused: true)
        } catch {
            return StatusResult(failure: StepFailure(reference, error))
        }
    }

    private func created(_ steps: [Step]) -> [ClusterEvent] {
        let secrets = steps.filter { $0.object.type == .secrets && $0.isCreation }
        return secrets.isEmpty ? [] : [ClusterEvent(.normal, "Secrets", "The secrets have been successfully created")]
    }

    /// Sent after everything else, so that nothing waits for them.
    func say(_ events: [ClusterEvent], _ job: Job) async {
        guard let object = job.object else { return }
        for event in events {
            let body = event.json(about: object, suffix: unique(), time: clock())
            // An Event that is lost is no reason to stop.
            _ = try? await kube.create(.events, namespace: job.cluster.namespace, body, Self.options)
        }
    }

    static let options = WriteOptions(fieldManager: Ownership.manager)
}

extension JobOutcome {
    mutating func take(_ result: Applier.StepResult) {
        switch result {
        case .wrote(let step, let type, let object):
            written.append((type, object))
            done.append(step)
        case .removed(let step, let uid):
            removed.append((step.object, uid))
            done.append(step)
        case .done(let step): done.append(step)
        case .waits(let reason): waits.append(reason)
        case .failed(let failure): failures.append(failure)
        }
    }
}

extension StepFailure {
    init(_ object: ObjectReference, _ error: KubeError) {
        let reason: String
        switch error {
        case .status(let status): reason = status.reason.isEmpty ? "APIError" : status.reason
        case .transport: reason = "APIUnreachable"
        case .configuration: reason = "CredentialsUnusable"
        case .malformedReply: reason = "APIError"
        }
        self.init(object: object, reason: reason, message: "\(error)", isFinal: error.disposition == .terminal)
        if let patience = error.status?.retryAfter { retryAfter = Double(patience.components.seconds) }
    }
}
