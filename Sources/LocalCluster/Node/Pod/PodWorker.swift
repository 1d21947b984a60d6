import Glibc
import KubeAPI
import Logging
import Model

/// Runs one pod: carries out what its machine says and tells it what happened.
actor PodWorker {
    private let node: NodeContext
    private var pod: ObservedObject
    private let address: String
    private let files: PodFiles
    private var machine: PodMachine
    private var record = PodRecord()
    private var lastReport: JSON?
    private let (inbox, inlet) = AsyncStream.makeStream(of: Message.self)
    /// Of containers that run: probes, the watch of a service's address.
    private var attendants: [String: [Task<Void, Never>]] = [:]
    private var wake: (moment: Moment, task: Task<Void, Never>)?

    enum Message: Sendable {
        case pod(ObservedObject)
        /// The object is gone: whatever still runs is ended at once.
        case gone
        case input(PodMachine.Input)
        case report
    }

    init(node: NodeContext, pod: ObservedObject, address: String) {
        self.node = node
        self.pod = pod
        self.address = address
        files = node.files(pod)
        machine = PodMachine(pod: pod)
    }

    nonisolated func tell(_ message: Message) { inlet.yield(message) }

    /// Until the pod is gone.
    func run() async {
        takeOver()
        tell(.pod(pod))
        tell(.report)
        for await message in inbox {
            switch message {
            case .pod(let new):
                pod = new
                let grace = new.isTerminating ? Double(new.at("metadata", "deletionGracePeriodSeconds")?.int ?? 30) : nil
                await handle(.observed(deletionGrace: grace))
            case .gone: return await end(removingObject: false)
            case .input(let input): await handle(input)
            case .report: await report()
            }
            if isDone { return }
            schedule()
        }
    }

    private var isDone = false

    private func handle(_ input: PodMachine.Input) async {
        let outputs = machine.handle(input, now: WallClock.now())
        var reports = false
        for output in outputs {
            switch output {
            case .start(let name, let restarts): start(name, restarts: restarts)
            case .terminate(let name): signal(name, SIGTERM)
            case .kill(let name): kill(name)
            case .event(let type, let reason, let message, let container):
                await event(type, reason, message, container: container)
            case .report: reports = true
            case .remove: return await end(removingObject: true)
            }
        }
        if reports { await report() }
    }

    // MARK: Containers

    private func json(_ name: String) -> JSON? {
        ["initContainers", "containers"].lazy.flatMap { self.pod.at("spec", $0)?.array ?? [] }.first { $0["name"]?.string == name }
    }

    private func start(_ name: String, restarts: Int) {
        guard let container = json(name) else { return }
        Task { await self.launch(name, container, restarts: restarts) }
    }

    private func launch(_ name: String, _ container: JSON, restarts: Int) async {
        do {
            let plan = try await ContainerLauncher(node: node, pod: pod, address: address).plan(container)
            guard !isDone else { return }
            files.turnLog(name)
            // What an earlier run left behind would be in the way of the next.
            await sweep(name, plan.workingDirectories)
            let identity = try node.processes.start(plan.call) { [weak self] end in
                Task { await self?.ended(name, end) }
            }
            record.entries[name] = PodRecord.Entry(
                process: identity, restarts: restarts, since: WallClock.now(), directories: plan.workingDirectories,
                follows: plan.follows)
            save()
            attend(name, container, follows: plan.follows, process: identity)
            tell(.input(.started(name)))
        } catch let refusal as StartRefusal {
            tell(.input(.couldNotStart(name, reason: refusal.reason, message: refusal.message)))
        } catch let waiting as PodVolumes.NotReady {
            tell(.input(.couldNotStart(name, reason: "ContainerCreating", message: waiting.description)))
        } catch let error as KubeError {
            tell(.input(.couldNotStart(name, reason: "CreateContainerConfigError", message: "\(error)")))
        } catch {
            tell(.input(.couldNotStart(name, reason: "RunContainerError", message: "\(error)")))
        }
    }

    private func ended(_ name: String, _ end: ProcessTable.End) async {
        for task in attendants.removeValue(forKey: name) ?? [] { task.cancel() }
        let entry = record.entries.removeValue(forKey: name)
        await sweep(name, entry?.directories ?? [])
        if end.code == 0, machine.containers.contains(where: { $0.name == name && $0.isInit }) { record.done.append(name) }
        save()
        tell(.input(.exited(name, code: end.code)))
    }

    /// A container's end is the end of all its processes.
    private func sweep(_ name: String, _ directories: [String]) async {
        let processes = ContainerProcesses(directories: [files.containerDirectory(name)] + directories)
        for _ in 0..<100 {
            let left = processes.find()
            guard !left.isEmpty else { return }
            for process in left { Glibc.kill(process.pid, SIGKILL) }
            try? await Task.sleep(for: .milliseconds(20))
        }
        node.log.warning("processes of \(pod.key)/\(name) do not end")
    }

    private func signal(_ name: String, _ number: Int32) {
        guard let process = record.entries[name]?.process, process.isAlive else { return }
        Glibc.kill(process.pid, number)
    }

    private func kill(_ name: String) {
        signal(name, SIGKILL)
        let directories = record.entries[name]?.directories ?? []
        ContainerProcesses(directories: [files.containerDirectory(name)] + directories).signal(SIGKILL)
    }

    private func attend(_ name: String, _ container: JSON, follows: FollowedService?, process: ProcessIdentity) {
        var tasks: [Task<Void, Never>] = []
        for (purpose, probe) in Probe.all(of: container) where probe.target != .other || purpose != .startup {
            let prober = Prober(address: address, probe: probe, http: node.client.plainHTTP(userAgent: "kube-probe/1.36"))
            tasks.append(Task { await prober.run { self.tell(.input(.probed(name, purpose, success: $0))) } })
        }
        if let followed = follows {
            let follower = ServiceFollower(node: node, namespace: pod.namespace, followed: followed, process: process)
            tasks.append(Task { await follower.run() })
        }
        attendants[name] = tasks
    }

    // MARK: Taking over

    /// After a restart of the node: what still runs goes on; what ended meanwhile is told to have ended.
    private func takeOver() {
        guard let saved = PodRecord.read(files.stateFile) else { return }
        record.done = saved.done
        for name in saved.done { machine.skip(name, at: WallClock.now()) }
        for (name, entry) in saved.entries {
            guard let container = json(name) else { continue }
            machine.takeOver(name, restarts: entry.restarts, since: entry.since)
            record.entries[name] = entry
            if entry.process.isAlive {
                node.processes.adopt(entry.process) { [weak self] end in Task { await self?.ended(name, end) } }
                attend(name, container, follows: entry.follows, process: entry.process)
            } else {
                Task { await self.ended(name, .unknown) }
            }
        }
    }

    private func save() {
        do {
            try TextFile.write(record.json.text(), to: files.stateFile, mode: 0o600)
        } catch {
            node.log.error("\(error)")
        }
    }

    // MARK: Telling

    private func report() async {
        let main = machine.containers.filter { !$0.isInit }.map { $0.report(identifier: identifier($0.name)) }
        let initial = machine.containers.filter(\.isInit).map { $0.report(identifier: identifier($0.name)) }
        let status = PodReport(pod: pod, address: address, hostAddress: NodeRegistration.address)
            .status(phase: machine.phase, containers: main, initContainers: initial, now: WallClock.now())
        guard status != lastReport else { return }
        do throws(KubeError) {
            let patch: JSON = ["metadata": ["uid": .string(pod.uid)], "status": status]
            let answer = try await node.client.patch(
                .pods, namespace: pod.namespace, name: pod.name, .merge(patch), subresource: "status")
            lastReport = status
            if let new = ObservedObject(.pods, answer), new.resourceVersion > pod.resourceVersion { pod = new }
        } catch {
            if error.isNotFound || error.disposition == .conflict { return }
            node.log.debug("the status of \(pod.key) could not be written: \(error)")
            Task {
                try? await Task.sleep(for: .seconds(1))
                self.tell(.report)
            }
        }
    }

    private func identifier(_ container: String) -> String { record.entries[container].map { "\($0.process.pid)" } ?? "" }

    private func event(_ type: String, _ reason: String, _ message: String, container: String) async {
        let field = json(container) == nil ? "" : "spec.containers{\(container)}"
        await node.events.record(EventNote(pod, type, reason, message, from: "kubelet", fieldPath: field))
    }

    private func schedule() {
        guard let due = machine.nextTick else { return }
        if let wake, wake.moment <= due, wake.moment > WallClock.now() { return }
        wake?.task.cancel()
        let task = Task {
            try? await Task.sleep(for: .seconds(max(0, due - WallClock.now())))
            if !Task.isCancelled { self.tell(.input(.tick)) }
        }
        wake = (due, task)
    }

    // MARK: The end

    private func end(removingObject: Bool) async {
        isDone = true
        wake?.task.cancel()
        for (name, entry) in record.entries.sorted(by: { $0.key < $1.key }) {
            for task in attendants.removeValue(forKey: name) ?? [] { task.cancel() }
            await sweep(name, entry.directories)
        }
        do {
            try files.remove()
        } catch {
            node.log.warning("\(error)")
        }
        node.addresses.release(uid: pod.uid)
        if removingObject { await removeObject() }
        inlet.finish()
    }

    private func removeObject() async {
        for attempt in 0..<30 {
            do throws(KubeError) {
                _ = try await node.client.delete(
                    .pods, namespace: pod.namespace, name: pod.name, KubeAPI.DeleteOptions(uid: pod.uid, gracePeriodSeconds: 0))
                return
            } catch {
                if error.isNotFound || error.disposition == .conflict { return }
                try? await Task.sleep(for: .seconds(Double(min(attempt + 1, 10)) * 0.5))
            }
        }
    }
}
