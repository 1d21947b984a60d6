import Model

/// The life of one pod on this node: init containers one after the other, then the containers; restarts with growing pauses; probes; the
/// end. It is told what happened and says what to do; it starts, waits and writes nothing itself.
struct PodMachine: Sendable {
    enum Input: Sendable, Equatable {
        /// The pod as it is now: its annotations, whether it is to go.
        case observed(deletionGrace: Double?)
        case started(String)
        /// The container cannot start now; tried again later.
        case couldNotStart(String, reason: String, message: String)
        case exited(String, code: Int)
        case probed(String, Probe.Purpose, success: Bool)
        case tick
    }

    enum Output: Sendable, Equatable {
        case start(String, restarts: Int)
        case terminate(String)
        case kill(String)
        case event(type: String, reason: String, message: String, container: String)
        /// The status is another now and is to be written.
        case report
        /// Nothing runs any more and the pod is to go.
        case remove
    }

    struct Container: Sendable, Equatable {
        let name: String
        let image: String
        let isInit: Bool
        let probes: [Probe.Purpose: Probe]
        var state: ContainerReport.State = .waiting(reason: "ContainerCreating", message: "")
        var last: ContainerReport.State?
        var restarts = 0
        var ready = false
        /// Being started, running, or being stopped.
        var isAlive = false
        /// When the next start is due.
        var startDue: Moment?
        /// Killed for this reason, not by itself.
        var killedBecause: String?
        /// When a container that was asked to end is made to.
        var killDue: Moment?
        var crashes = 0
        var counts: [Probe.Purpose: ProbeCount] = [:]
    }

    let restartPolicy: String
    private(set) var containers: [Container]
    private(set) var isTerminating = false
    private var killDue: Moment?
    private var isRemoved = false

    static let firstBackoff = 10.0
    static let longestBackoff = 300.0
    /// A container that ran for so long counts as healthy again.
    static let healthyAfter = 600.0

    init(pod: ObservedObject) {
        restartPolicy = pod.at("spec", "restartPolicy")?.string ?? "Always"
        containers = [("initContainers", true), ("containers", false)].flatMap { key, isInit in
            (pod.at("spec", key)?.array ?? []).map { json in
                Container(
                    name: json["name"]?.string ?? "", image: json["image"]?.string ?? "", isInit: isInit,
                    probes: isInit ? [:] : Probe.all(of: json))
            }
        }
    }

    /// A container that was found running when the node came back.
    mutating func takeOver(_ name: String, restarts: Int, since: Moment) {
        guard let place = containers.firstIndex(where: { $0.name == name }) else { return }
        containers[place].state = .running(since: since)
        containers[place].restarts = restarts
        containers[place].isAlive = true
        containers[place].ready = containers[place].probes[.readiness] == nil
    }

    /// An init container that had ended well before the node came back.
    mutating func skip(_ name: String, at now: Moment) {
        guard let place = containers.firstIndex(where: { $0.name == name }) else { return }
        containers[place].state = .terminated(exitCode: 0, reason: "Completed", since: nil, at: now)
    }

    mutating func handle(_ input: Input, now: Moment) -> [Output] {
        guard !isRemoved else { return [] }
        var outputs: [Output] = []
        switch input {
        case .observed(let grace):
            if let grace, !isTerminating { outputs += beginEnd(grace: grace, now: now) }
        case .started(let name): outputs += started(name, now: now)
        case .couldNotStart(let name, let reason, let message): outputs += couldNotStart(name, reason, message, now: now)
        case .exited(let name, let code): outputs += exited(name, code, now: now)
        case .probed(let name, let purpose, let success): outputs += probed(name, purpose, success, now: now)
        case .tick: break
        }
        return outputs + due(now: now)
    }

    /// When the machine is to be told the time.
    var nextTick: Moment? {
        ([killDue] + containers.map { $0.isAlive ? $0.killDue : $0.startDue }).compactMap { $0 }.min()
    }

    // MARK: Starting

    /// What time has made due: starts, kills, the removal.
    private mutating func due(now: Moment) -> [Output] {
        if isTerminating { return dueAtEnd(now: now) }
        var outputs: [Output] = []
        for place in containers.indices {
            if containers[place].isAlive, let kill = containers[place].killDue, kill <= now {
                containers[place].killDue = nil
                outputs.append(.kill(containers[place].name))
            }
            guard mayStart(place) else { continue }
            if let start = containers[place].startDue, start > now { continue }
            containers[place].startDue = nil
            containers[place].isAlive = true
            outputs.append(.start(containers[place].name, restarts: containers[place].restarts))
        }
        return outputs
    }

    private func mayStart(_ place: Int) -> Bool {
        let container = containers[place]
        guard !container.isAlive else { return false }
        if case .terminated(let code, _, _, _) = container.state, !isRestarted(container, code: code) { return false }
        // Init containers first, each after the one before it.
        return containers[..<place].filter(\.isInit).allSatisfy(\.isDone)
    }

    private func isRestarted(_ container: Container, code: Int) -> Bool {
        if container.isInit { return code != 0 && restartPolicy != "Never" }
        return restartPolicy == "Always" || (restartPolicy == "OnFailure" && code != 0)
    }

    private mutating func started(_ name: String, now: Moment) -> [Output] {
        guard let place = place(of: name) else { return [] }
        containers[place].state = .running(since: now)
        containers[place].counts = [:]
        containers[place].ready = !containers[place].isInit && containers[place].probes[.readiness] == nil
        return [.event(type: "Normal", reason: "Started", message: "Started container \(name)", container: name), .report]
    }

    private mutating func couldNotStart(_ name: String, _ reason: String, _ message: String, now: Moment) -> [Output] {
        guard let place = place(of: name) else { return [] }
        let before = containers[place].state
        containers[place].isAlive = false
        containers[place].startDue = now + (reason == Self.pullFailure ? 15 : 1)
        // The first failure tells what is wrong, those after it that one goes on trying.
        if reason == Self.pullFailure, case .waiting(Self.pullFailure, _) = before {
            containers[place].state = .waiting(reason: Self.pullBackoff, message: message)
            return [.event(type: "Normal", reason: "BackOff", message: "Back-off pulling image: \(message)", container: name), .report]
        }
        if reason == Self.pullFailure, case .waiting(Self.pullBackoff, _) = before { return [] }
        containers[place].state = .waiting(reason: reason, message: message)
        guard before != containers[place].state else { return [] }
        return [.event(type: "Warning", reason: "Failed", message: message, container: name), .report]
    }

    static let pullFailure = "ErrImagePull"
    static let pullBackoff = "ImagePullBackOff"

    // MARK: Ending

    private mutating func exited(_ name: String, _ code: Int, now: Moment) -> [Output] {
        guard let place = place(of: name), containers[place].isAlive else { return [] }
        var since: Moment?
        if case .running(let moment) = containers[place].state { since = moment }
        let reason = code == 0 ? "Completed" : "Error"
        let ended = ContainerReport.State.terminated(exitCode: code, reason: reason, since: since, at: now)
        containers[place].isAlive = false
        containers[place].ready = false
        containers[place].killDue = nil
        containers[place].state = ended
        guard !isTerminating, isRestarted(containers[place], code: code) else { return [.report] }
        containers[place].last = ended
        containers[place].restarts += 1
        let lasted = since.map { now - $0 } ?? 0
        containers[place].crashes = lasted > Self.healthyAfter ? 0 : containers[place].crashes + 1
        let wasKilled = containers[place].killedBecause != nil
        containers[place].killedBecause = nil
        // The first time at once, as a kubelet does.
        guard containers[place].crashes > 1, !wasKilled else { return [.report] }
        let pause = min(Self.longestBackoff, Self.firstBackoff * Double(1 << min(containers[place].crashes - 2, 5)))
        let message = "back-off \(Int(pause))s restarting failed container=\(name)"
        containers[place].state = .waiting(reason: "CrashLoopBackOff", message: message)
        containers[place].startDue = now + pause
        return [
            .event(type: "Warning", reason: "BackOff", message: "Back-off restarting failed container \(name)", container: name), .report,
        ]
    }

    private mutating func beginEnd(grace: Double, now: Moment) -> [Output] {
        isTerminating = true
        killDue = now + grace
        for place in containers.indices { containers[place].ready = false }
        return containers.filter(\.isAlive).flatMap { container -> [Output] in
            [
                .event(type: "Normal", reason: "Killing", message: "Stopping container \(container.name)", container: container.name),
                .terminate(container.name),
            ]
        } + [.report]
    }

    private mutating func dueAtEnd(now: Moment) -> [Output] {
        let alive = containers.filter(\.isAlive)
        guard !alive.isEmpty else {
            isRemoved = true
            return [.remove]
        }
        guard let kill = killDue, kill <= now else { return [] }
        killDue = nil
        return alive.map { .kill($0.name) }
    }

    // MARK: Probes

    private mutating func probed(_ name: String, _ purpose: Probe.Purpose, _ success: Bool, now: Moment) -> [Output] {
        guard let place = place(of: name), let probe = containers[place].probes[purpose], case .running = containers[place].state,
            !isTerminating
        else { return [] }
        let verdict = containers[place].counts[purpose, default: ProbeCount()].count(success, probe)
        switch (purpose, verdict) {
        case (.readiness, let verdict?) where containers[place].ready != verdict:
            containers[place].ready = verdict
            return [.report]
        case (.liveness, false?) where containers[place].killedBecause == nil:
            containers[place].killedBecause = "Liveness"
            containers[place].killDue = now + 30
            let message = "Container \(name) failed liveness probe, will be restarted"
            return [.event(type: "Normal", reason: "Killing", message: message, container: name), .terminate(name)]
        default: return []
        }
    }

    private func place(of name: String) -> Int? { containers.firstIndex { $0.name == name } }
}

extension PodMachine.Container {
    /// Ended well, as an init container must before the next thing starts.
    fileprivate var isDone: Bool { if case .terminated(0, _, _, _) = state { true } else { false } }

    func report(identifier: String) -> ContainerReport {
        ContainerReport(name: name, image: image, state: state, ready: ready, restarts: restarts, last: last, identifier: identifier)
    }
}

extension PodMachine {
    var phase: String {
        let main = containers.filter { !$0.isInit }
        func ended(_ container: Container) -> Int? { if case .terminated(let code, _, _, _) = container.state { code } else { nil } }
        if let failed = containers.filter(\.isInit).compactMap(ended).first(where: { $0 != 0 }), failed != 0, restartPolicy == "Never" {
            return "Failed"
        }
        let codes = main.compactMap(ended)
        if codes.count == main.count, !main.isEmpty {
            if codes.allSatisfy({ $0 == 0 }), restartPolicy != "Always" { return "Succeeded" }
            if restartPolicy == "Never" { return "Failed" }
        }
        let neverStarted = main.contains { container in
            if case .waiting = container.state { container.restarts == 0 } else { false }
        }
        return neverStarted ? "Pending" : "Running"
    }
}
