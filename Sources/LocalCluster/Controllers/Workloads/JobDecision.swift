import Model

/// What to do about one Job: run pods until as many as wanted have succeeded, or too many have failed.
struct JobDecision: Sendable {
    let job: ObservedObject
    let pods: [PodView]
    let now: Moment

    init(job: ObservedObject, objects: ObservedObjects, now: Moment) {
        self.job = job
        self.now = now
        pods = objects.controlled(.pods, by: job.uid).map(PodView.init)
    }

    private var parallelism: Int { job.at("spec", "parallelism")?.int ?? 1 }
    /// nil: one success ends the job, and then no new pod is made.
    private var completions: Int? { job.at("spec", "completions")?.int }
    private var backoffLimit: Int { job.at("spec", "backoffLimit")?.int ?? 6 }
    private var isSuspended: Bool { job.at("spec", "suspend")?.bool ?? false }
    /// Pods that were counted and then went stay counted.
    private var succeeded: Int { max(pods.count { $0.phase == "Succeeded" }, job.at("status", "succeeded")?.int ?? 0) }
    private var failed: Int { max(pods.count { $0.phase == "Failed" }, job.at("status", "failed")?.int ?? 0) }
    private var active: [PodView] { pods.filter(\.isActive) }

    var isFinished: Bool {
        ["Complete", "Failed"].contains { job.condition($0)?["status"]?.string == "True" }
    }

    func decide() -> Decision {
        if isFinished { return afterTheEnd() }
        guard !job.isTerminating else { return .nothing }
        if let reason = failure { return Decision(end(failedBecause: reason)) }
        if succeeded >= completions ?? 1, completions != nil || active.isEmpty { return Decision(end(failedBecause: nil)) }
        var decision = Decision()
        if isSuspended {
            decision.actions = active.map { .delete($0.object.reference, uid: $0.object.uid) }
        } else {
            decision = scaling()
            if let deadline { decision.decideAgain(at: deadline) }
        }
        decision.actions += statusActions(conditions: conditions(suspended: isSuspended))
        return decision
    }

    // MARK: Pods

    private func scaling() -> Decision {
        if let retry = nextRetry, retry > now { return Decision([], again: retry) }
        let remaining = completions.map { $0 - succeeded } ?? (succeeded > 0 ? 0 : parallelism)
        let wanted = min(parallelism, max(0, remaining))
        if active.count > wanted {
            return Decision(active.suffix(active.count - wanted).map { .delete($0.object.reference, uid: $0.object.uid) })
        }
        let going = pods.count(where: \.isTerminating)
        let count = max(0, wanted - active.count - going)
        return Decision(Array(repeating: .create(.pods, pod), count: count))
    }

    private var pod: JSON {
        let labels = [
            "batch.kubernetes.io/controller-uid": job.uid, "batch.kubernetes.io/job-name": job.name, "controller-uid": job.uid,
            "job-name": job.name,
        ]
        var pod = PodTemplate.pod(
            from: job.at("spec", "template") ?? [:], namespace: job.namespace, owner: OwnerReference(controller: job), labels: labels)
        pod.set(["metadata", "generateName"], to: .string(job.name + "-"))
        return pod
    }

    /// After failures the next pod waits: 10 s, 20 s, … up to six minutes.
    private var nextRetry: Moment? {
        let failures = pods.filter { $0.phase == "Failed" }
        guard failed > 0, let last = failures.compactMap({ Self.finishTime($0) }).max() else { return nil }
        return last + min(360, 10 * Double(1 << min(failed - 1, 6)))
    }

    static func finishTime(_ pod: PodView) -> Moment? {
        (pod.object.at("status", "containerStatuses")?.array ?? []).compactMap { Moment($0.at("state", "terminated", "finishedAt")) }.max()
            ?? Moment(pod.object.condition("Ready")?["lastTransitionTime"])
    }

    // MARK: The end

    private var deadline: Moment? {
        guard let seconds = job.at("spec", "activeDeadlineSeconds")?.int, let start = Moment(job.at("status", "startTime")) else {
            return nil
        }
        return start + Double(seconds)
    }

    private var failure: (reason: String, message: String)? {
        let restarts = active.flatMap { $0.object.at("status", "containerStatuses")?.array ?? [] }.map { $0["restartCount"]?.int ?? 0 }
            .reduce(0, +)
        if failed > backoffLimit || (restarts > backoffLimit && restarts > 0) {
            return ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
        }
        if let deadline, deadline <= now { return ("DeadlineExceeded", "Job was active longer than specified deadline") }
        return nil
    }

    private func end(failedBecause failure: (reason: String, message: String)?) -> [Action] {
        let remaining: [Action] = active.map { .delete($0.object.reference, uid: $0.object.uid) }
        var conditions = conditions(suspended: false)
        if let failure {
            conditions.append(condition("FailureTarget", failure.reason, failure.message))
            conditions.append(condition("Failed", failure.reason, failure.message))
        } else {
            let message = "Reached expected number of succeeded pods"
            conditions.append(condition("SuccessCriteriaMet", "CompletionsReached", message))
            conditions.append(condition("Complete", "CompletionsReached", message))
        }
        let event =
            failure.map { EventNote(job, "Warning", $0.reason, $0.message, from: "job-controller") }
            ?? EventNote(job, "Normal", "Completed", "Job completed", from: "job-controller")
        return remaining + statusActions(conditions: conditions, ended: failure == nil) + [.event(event)]
    }

    private func afterTheEnd() -> Decision {
        guard let seconds = job.at("spec", "ttlSecondsAfterFinished")?.int, !job.isTerminating,
            let ended = ["Complete", "Failed"].compactMap({ Moment(job.condition($0)?["lastTransitionTime"]) }).min()
        else { return .nothing }
        let due = ended + Double(seconds)
        guard due <= now else { return Decision([], again: due) }
        return Decision([.delete(job.reference, uid: job.uid, propagation: "Foreground")])
    }

    // MARK: Status

    private func condition(_ type: String, _ reason: String, _ message: String, status: String = "True") -> JSON {
        [
            "type": .string(type), "status": .string(status), "lastProbeTime": now.json, "lastTransitionTime": now.json,
            "reason": .string(reason), "message": .string(message),
        ]
    }

    private func conditions(suspended: Bool) -> [JSON] {
        var conditions = job.at("status", "conditions")?.array ?? []
        let place = conditions.firstIndex { $0["type"]?.string == "Suspended" }
        let was = place.map { conditions[$0]["status"]?.string == "True" }
        guard suspended || was != nil, was != suspended else { return conditions }
        let new =
            suspended
            ? condition("Suspended", "JobSuspended", "Job suspended") : condition("Suspended", "JobResumed", "Job resumed", status: "False")
        if let place { conditions[place] = new } else { conditions.append(new) }
        return conditions
    }

    private func statusActions(conditions: [JSON], ended: Bool? = nil) -> [Action] {
        var status: JSON = [:]
        if !conditions.isEmpty { status["conditions"] = .array(conditions) }
        if !isSuspended || ended != nil { status["startTime"] = job.at("status", "startTime") ?? now.json }
        if ended == true { status["completionTime"] = now.json }
        let running = ended == nil ? active : []
        for (key, value) in [("active", running.count), ("succeeded", succeeded), ("failed", failed)] where value > 0 {
            status[key] = JSON(value)
        }
        status["terminating"] = JSON(pods.count { $0.isTerminating && !$0.isFinished })
        status["ready"] = JSON(running.count(where: \.isReady))
        status["uncountedTerminatedPods"] = [:]
        return Action.status(job, status).map { [$0] } ?? []
    }
}

/// Runs Jobs.
struct JobController: Controller {
    let name = "job-controller"
    let watches: [ResourceType] = [.jobs, .pods]

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        if object.type == .jobs { return [object.reference] }
        guard let owner = object.controller, owner.kind == "Job" else { return [] }
        return [ObjectReference(.jobs, namespace: object.namespace, name: owner.name)]
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let job = objects[key] else { return .nothing }
        return JobDecision(job: job, objects: objects, now: now).decide()
    }
}
