import IPC
import Model

@testable import Reconciler

/// A cluster of objects in memory around an `EngineCore`: applies its jobs as an API server would, and tells it what the watcher would.
/// Pods and Patroni are the test's own doing.
struct World {
    var core: EngineCore
    var now = 100.0
    var objects: [ObjectReference: JSON] = [:]
    /// All effects so far, with the jobs' steps taken apart.
    var steps: [Step] = []
    var requests = 0
    var orders: [ProvisionOrder] = []
    var events: [ClusterEvent] = []
    var logs: [String] = []
    private var version = 0
    private var uids = 0

    static let key = ObjectKey(namespace: "default", name: "demo")

    init(options: EngineOptions = EngineOptions(), remembered: [ObjectKey: String] = [:]) {
        core = EngineCore(options: options, remembered: remembered, random: { 0.5 }, newPassword: { "password of \($0.name)" })
    }

    var moment: Moment { Moment(steady: now, wall: 1_764_000_000 + Int(now)) }

    static func manifest(instances: Int = 2, _ change: (inout JSON) -> Void = { _ in }) -> JSON {
        var object: JSON = [
            "apiVersion": "acid.zalan.do/v1", "kind": "postgresql",
            "metadata": ["name": "demo", "namespace": "default", "uid": "cluster-uid", "generation": 1],
            "spec": [
                "teamId": "acid", "numberOfInstances": JSON(instances), "volume": ["size": "1Gi"], "users": ["app": []],
                "databases": ["app": "app"], "postgresql": ["version": "18"],
            ],
        ]
        change(&object)
        return object
    }

    // MARK: What happens outside

    mutating func start(with objects: [(ResourceType, JSON)] = []) {
        tell(.snapshotBegin(id: "1"))
        for (type, object) in objects { put(type, object) }
        tell(.snapshotEnd(id: "1"))
        settle()
    }

    /// Stores the object as the API server would, and tells of it.
    mutating func put(_ type: ResourceType, _ object: JSON) {
        tell(.applied(type: type, object: store(type, object)))
    }

    mutating func remove(_ reference: ObjectReference) {
        guard let object = objects.removeValue(forKey: reference) else { return }
        tell(.deleted(type: reference.type, key: reference.key, uid: object.at("metadata", "uid")?.string ?? ""))
    }

    mutating func apply(_ manifest: JSON) {
        var object = manifest
        let reference = ObjectReference(type: .postgresqls, key: Self.key)
        if let old = objects[reference] {
            object.set(["metadata", "generation"], to: JSON((old.at("metadata", "generation")?.int ?? 1) + 1))
            object["status"] = old["status"]
        }
        put(.postgresqls, object)
        settle()
    }

    /// Pods as the StatefulSet's controller and Patroni make them; the first is the primary.
    mutating func makePods(_ count: Int = 2, primary: Int = 0) {
        let set = objects[ObjectReference(type: .statefulSets, key: Self.key)] ?? .null
        for ordinal in 0..<count {
            var labels = set.at("spec", "template", "metadata", "labels") ?? .object([:])
            labels["spilo-role"] = ordinal == primary ? "master" : "replica"
            put(
                .pods,
                [
                    "metadata": ["name": .string("demo-\(ordinal)"), "namespace": "default", "labels": labels],
                    "spec": set.at("spec", "template", "spec") ?? .object([:]),
                    "status": [
                        "phase": "Running", "podIP": .string("10.0.0.\(ordinal + 1)"), "conditions": [["type": "Ready", "status": "True"]],
                    ],
                ])
        }
        settle()
    }

    mutating func tell(_ message: WatcherMessage) { take(core.handle(.watcherSaid(message), at: moment)) }

    mutating func connectProvisioner() {
        take(core.handle(.provisionerConnected, at: moment))
        settle()
    }

    mutating func answerOrder(_ outcome: ProvisionResult.Outcome, _ reason: ProvisionResult.Reason? = nil, message: String? = nil) {
        guard let order = orders.last else { return }
        let result = ProvisionResult(
            cluster: order.cluster, generation: order.generation, digest: order.digest, outcome: outcome, reason: reason, message: message)
        take(core.handle(.provisioned(result), at: moment))
        settle()
    }

    // MARK: Running the engine

    /// Lets the engine work until it has nothing left to do without the time passing; at most so many rounds.
    mutating func settle(rounds: Int = 30) {
        for _ in 0..<rounds {
            let keys = core.take(at: moment)
            if keys.isEmpty { return }
            for key in keys { take(core.work(on: key, at: moment)) }
        }
    }

    mutating func pass(_ seconds: Double) {
        now += seconds
        take(core.handle(.timePassed, at: moment))
        settle()
    }

    private mutating func take(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .run(let job):
                let outcome = carryOut(job)
                take(core.handle(.jobDone(job.cluster, outcome), at: moment))
                for (type, object) in outcome.written { tell(.applied(type: type, object: object)) }
                for (reference, uid) in outcome.removed { tell(.deleted(type: reference.type, key: reference.key, uid: uid)) }
            case .order(let order): orders.append(order)
            case .define(let steps):
                requests += steps.count
                take(core.handle(.definitionsDone(failure: nil), at: moment))
            case .log(_, let message, _, _): logs.append(message)
            case .becameReady: logs.append("ready")
            default: break
            }
        }
    }

    /// What fails next, by the object's name.
    var failing: [String: StepFailure] = [:]

    private mutating func carryOut(_ job: Job) -> JobOutcome {
        var outcome = JobOutcome()
        outcome.hadSteps = !job.stages.isEmpty
        for step in job.stages.flatMap(\.self) {
            steps.append(step)
            requests += 1
            if let failure = failing[step.object.key.name] {
                outcome.failures.append(failure)
                continue
            }
            perform(step, &outcome)
        }
        if let status = job.status {
            requests += 1
            let reference = ObjectReference(type: .postgresqls, key: job.cluster)
            if var object = objects[reference] {
                object["status"] = status
                let stored = store(.postgresqls, object)
                outcome.written.append((.postgresqls, stored))
                outcome.status = stored["status"]
                outcome.hasWrittenStatus = true
            }
        }
        let said = job.events + outcome.done.compactMap(ClusterEvent.afterwards)
        events += said
        requests += said.count
        return outcome
    }

    private mutating func perform(_ step: Step, _ outcome: inout JobOutcome) {
        switch step.action {
        case .create(let body), .apply(let body, _):
            outcome.written.append((step.object.type, store(step.object.type, body)))
        case .merge(let patch):
            guard let object = objects[step.object] else { break }
            outcome.written.append((step.object.type, store(step.object.type, Self.merged(object, patch))))
        case .delete(let uid), .restartPod(let uid, _), .recreate(_, let uid):
            objects[step.object] = nil
            outcome.removed.append((step.object, uid))
        case .configurePatroni, .restartPostgres, .switchover: break
        }
        outcome.done.append(step)
    }

    @discardableResult
    private mutating func store(_ type: ResourceType, _ object: JSON) -> JSON {
        guard let key = ObjectKey(object) else { return object }
        let reference = ObjectReference(type: type, key: key)
        var object = object
        version += 1
        if object.at("metadata", "uid") == nil {
            uids += 1
            object.set(["metadata", "uid"], to: objects[reference]?.at("metadata", "uid") ?? .string("uid-\(uids)"))
        }
        object.set(["metadata", "resourceVersion"], to: .string("\(version)"))
        objects[reference] = object
        return object
    }

    private static func merged(_ object: JSON, _ patch: JSON) -> JSON {
        guard case .object(let members) = patch else { return patch }
        var result = object.object == nil ? JSON.object([:]) : object
        for (name, value) in members {
            if value.isNull {
                result[name] = nil
            } else {
                result[name] = merged(result[name] ?? .null, value)
            }
        }
        return result
    }

    // MARK: Looking

    var status: JSON { objects[ObjectReference(type: .postgresqls, key: Self.key)]?["status"] ?? .null }
    var word: String { ClusterStatus.word(of: status) }

    func condition(_ kind: Condition.Kind) -> String {
        let condition = status["conditions"]?.array?.first { $0["type"]?.string == kind.rawValue }
        return "\(condition?["status"]?.string ?? "?") \(condition?["reason"]?.string ?? "?")"
    }

    func names(_ type: ResourceType) -> [String] { objects.keys.filter { $0.type == type }.map(\.key.name).sorted() }
}
