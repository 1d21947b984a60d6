import Model

/// One container as a pod's status tells of it.
struct ContainerReport: Sendable, Equatable {
    enum State: Sendable, Equatable {
        case waiting(reason: String, message: String)
        case running(since: Moment)
        case terminated(exitCode: Int, reason: String, since: Moment?, at: Moment)
    }

    var name: String
    var image: String
    var state: State
    var ready: Bool
    var restarts: Int
    /// How it ended the time before.
    var last: State?
    var identifier = ""

    var json: JSON {
        var isRunning = false
        if case .running = state { isRunning = true }
        return [
            "name": .string(name), "image": .string(image), "imageID": .string(image), "ready": .bool(ready),
            "restartCount": JSON(restarts), "started": .bool(isRunning), "state": Self.json(state, identifier),
            "lastState": last.map { Self.json($0, identifier) } ?? [:],
            "containerID": .string(identifier.isEmpty ? "" : "process://\(identifier)"),
        ]
    }

    private static func json(_ state: State, _ identifier: String) -> JSON {
        switch state {
        case .waiting(let reason, let message):
            var waiting: JSON = ["reason": .string(reason)]
            if !message.isEmpty { waiting["message"] = .string(message) }
            return ["waiting": waiting]
        case .running(let since): return ["running": ["startedAt": since.json]]
        case .terminated(let code, let reason, let since, let at):
            var terminated: JSON = ["exitCode": JSON(code), "reason": .string(reason), "finishedAt": at.json]
            if let since { terminated["startedAt"] = since.json }
            if code > 128, code < 160, reason != "Completed" { terminated["signal"] = JSON(code - 128) }
            if !identifier.isEmpty { terminated["containerID"] = .string("process://\(identifier)") }
            return ["terminated": terminated]
        }
    }
}

/// The status of a pod as its node writes it.
struct PodReport: Sendable {
    let pod: ObservedObject
    let address: String
    let hostAddress: String

    /// What others wrote into the status, conditions of their own above all, stays.
    func status(phase: String, containers: [ContainerReport], initContainers: [ContainerReport], now: Moment) -> JSON {
        var status = pod.status
        status["phase"] = .string(phase)
        status["hostIP"] = .string(hostAddress)
        status["hostIPs"] = [["ip": .string(hostAddress)]]
        status["podIP"] = .string(address)
        status["podIPs"] = [["ip": .string(address)]]
        if status["startTime"] == nil { status["startTime"] = now.json }
        status["containerStatuses"] = .array(containers.map(\.json))
        if !initContainers.isEmpty { status["initContainerStatuses"] = .array(initContainers.map(\.json)) }
        status["conditions"] = conditions(phase: phase, containers: containers, initContainers: initContainers, now: now).json
        return status
    }

    private func conditions(phase: String, containers: [ContainerReport], initContainers: [ContainerReport], now: Moment) -> Conditions {
        var conditions = Conditions(pod.at("status", "conditions"))
        let ended = phase == "Succeeded" || phase == "Failed"
        let initialized = initContainers.allSatisfy { report in
            if case .terminated(0, _, _, _) = report.state { true } else { false }
        }
        let ready = !ended && !containers.isEmpty && containers.allSatisfy(\.ready)
        let unready = containers.filter { !$0.ready }.map(\.name).joined(separator: " ")
        let reason = ended ? "PodCompleted" : "ContainersNotReady"
        let message = ended ? "" : "containers with unready status: [\(unready)]"
        conditions.set("PodReadyToStartContainers", status: ended ? "False" : "True", now: now)
        conditions.set(
            "Initialized", status: initialized ? "True" : "False",
            reason: ended ? "PodCompleted" : initialized ? "" : "ContainersNotInitialized",
            now: now)
        for type in ["Ready", "ContainersReady"] {
            conditions.set(type, status: ready ? "True" : "False", reason: ready ? "" : reason, message: ready ? "" : message, now: now)
        }
        conditions.set("PodScheduled", status: "True", now: now)
        return conditions
    }
}
