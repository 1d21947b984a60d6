import Model

/// What to do about one CronJob: a Job at each due time as the concurrency policy allows, and no more old Jobs than wanted.
struct CronJobDecision: Sendable {
    let cron: ObservedObject
    /// Jobs whose controller is the CronJob.
    let jobs: [ObservedObject]
    let now: Moment

    private static let component = "cronjob-controller"

    func decide() -> Decision {
        guard !cron.isTerminating else { return .nothing }
        var decision = Decision(historyCleanup())
        guard let schedule = CronTimetable(cron.at("spec", "schedule")?.string ?? "") else {
            return withStatus(decision, active: running, lastScheduled: nil)
        }
        guard !(cron.at("spec", "suspend")?.bool ?? false) else { return withStatus(decision, active: running, lastScheduled: nil) }
        if let next = schedule.next(after: now) { decision.decideAgain(at: next) }
        guard let due = schedule.last(since: start, until: now), !isTooLate(due.moment) else {
            return withStatus(decision, active: running, lastScheduled: nil)
        }
        return scheduling(at: due.moment, decision)
    }

    private var running: [ObservedObject] { jobs.filter { !Self.isFinished($0) } }
    private static func isFinished(_ job: ObservedObject) -> Bool {
        ["Complete", "Failed"].contains { job.condition($0)?["status"]?.string == "True" }
    }

    /// What was due before this is done or forgiven.
    private var start: Moment {
        let last = Moment(cron.at("status", "lastScheduleTime")) ?? cron.created ?? now
        guard let deadline = cron.at("spec", "startingDeadlineSeconds")?.int else { return last }
        return max(last, now + -Double(deadline))
    }

    private func isTooLate(_ due: Moment) -> Bool {
        cron.at("spec", "startingDeadlineSeconds")?.int.map { due + Double($0) < now } ?? false
    }

    private func scheduling(at due: Moment, _ decision: Decision) -> Decision {
        var decision = decision
        let name = "\(cron.name)-\(Int(due.seconds) / 60)"
        guard !jobs.contains(where: { $0.name == name }) else {
            return withStatus(decision, active: running, lastScheduled: due)
        }
        switch cron.at("spec", "concurrencyPolicy")?.string {
        case "Forbid" where !running.isEmpty:
            let message = "Not starting job because prior execution is running and concurrency policy is Forbid"
            decision.actions.append(.event(EventNote(cron, "Normal", "JobAlreadyActive", message, from: Self.component)))
            return withStatus(decision, active: running, lastScheduled: due)
        case "Replace":
            decision.actions += running.map { .delete($0.reference, uid: $0.uid, propagation: "Background") }
        default: break
        }
        decision.actions.append(.create(.jobs, job(name: name, due: due)))
        decision.actions.append(.event(EventNote(cron, "Normal", "SuccessfulCreate", "Created job \(name)", from: Self.component)))
        return withStatus(decision, active: running, lastScheduled: due)
    }

    private func job(name: String, due: Moment) -> JSON {
        let template = cron.at("spec", "jobTemplate") ?? [:]
        var annotations = StringMap.read(template.at("metadata", "annotations"))
        annotations["batch.kubernetes.io/cronjob-scheduled-timestamp"] = due.text
        var metadata: JSON = [
            "name": .string(name), "namespace": .string(cron.namespace), "annotations": JSON(annotations),
            "ownerReferences": .array([OwnerReference(controller: cron).json]),
        ]
        if let labels = template.at("metadata", "labels") { metadata["labels"] = labels }
        return ["apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": template["spec"] ?? [:]]
    }

    private func historyCleanup() -> [Action] {
        func surplus(_ type: String, _ limit: Int) -> [Action] {
            let done = jobs.filter { $0.condition(type)?["status"]?.string == "True" && !$0.isTerminating }
                .sorted { ($0.created?.seconds ?? 0, $0.name) < ($1.created?.seconds ?? 0, $1.name) }
            return done.prefix(max(0, done.count - limit)).map { .delete($0.reference, uid: $0.uid, propagation: "Background") }
        }
        return surplus("Complete", cron.at("spec", "successfulJobsHistoryLimit")?.int ?? 3)
            + surplus("Failed", cron.at("spec", "failedJobsHistoryLimit")?.int ?? 1)
    }

    private func withStatus(_ decision: Decision, active: [ObservedObject], lastScheduled: Moment?) -> Decision {
        var status: JSON = [:]
        if !active.isEmpty {
            status["active"] = .array(
                active.map {
                    [
                        "apiVersion": "batch/v1", "kind": "Job", "name": .string($0.name), "namespace": .string($0.namespace),
                        "uid": .string($0.uid), "resourceVersion": $0.at("metadata", "resourceVersion") ?? "",
                    ]
                })
        }
        if let last = lastScheduled?.json ?? cron.at("status", "lastScheduleTime") { status["lastScheduleTime"] = last }
        let succeeded = jobs.filter { $0.condition("Complete")?["status"]?.string == "True" }
            .compactMap { Moment($0.at("status", "completionTime")) }.max()
        let known = Moment(cron.at("status", "lastSuccessfulTime"))
        if let last = [succeeded, known].compactMap({ $0 }).max() { status["lastSuccessfulTime"] = last.json }
        var decision = decision
        if let action = Action.status(cron, status) { decision.actions.append(action) }
        return decision
    }
}

/// Starts Jobs on schedule. Times are UTC, as a controller manager has them that runs in no other zone.
struct CronJobController: Controller {
    let name = "cronjob-controller"
    let watches: [ResourceType] = [.cronJobs, .jobs]

    func keys(for change: ObservedChange, in objects: ObservedObjects) -> [ObjectReference] {
        guard let object = change.object else { return [] }
        if object.type == .cronJobs { return [object.reference] }
        guard let owner = object.controller, owner.kind == "CronJob" else { return [] }
        return [ObjectReference(.cronJobs, namespace: object.namespace, name: owner.name)]
    }

    func decide(_ key: ObjectReference, in objects: ObservedObjects, now: Moment) -> Decision {
        guard let cron = objects[key] else { return .nothing }
        return CronJobDecision(cron: cron, jobs: objects.controlled(.jobs, by: cron.uid), now: now).decide()
    }
}
