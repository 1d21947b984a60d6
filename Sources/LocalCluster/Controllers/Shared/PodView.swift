import Model

/// What controllers ask of a pod.
struct PodView: Sendable {
    let object: ObservedObject

    init(_ object: ObservedObject) { self.object = object }

    var name: String { object.name }
    var phase: String { object.at("status", "phase")?.string ?? "" }
    var isTerminating: Bool { object.isTerminating }
    var isFinished: Bool { phase == "Succeeded" || phase == "Failed" }
    var isActive: Bool { !isFinished && !isTerminating }
    var ip: String? { object.at("status", "podIP")?.string.flatMap { $0.isEmpty ? nil : $0 } }
    var nodeName: String? { object.at("spec", "nodeName")?.string.flatMap { $0.isEmpty ? nil : $0 } }

    /// The Ready condition holds, whatever the phase.
    var isReady: Bool { object.condition("Ready")?["status"]?.string == "True" }
    var isRunningAndReady: Bool { phase == "Running" && isReady }

    /// When the pod is available: ready for that many seconds. nil while it is not ready.
    func availableSince(minReadySeconds: Int) -> Moment? {
        guard isReady, let condition = object.condition("Ready") else { return nil }
        guard minReadySeconds > 0 else { return Moment(seconds: 0) }
        return Moment(condition["lastTransitionTime"]).map { $0 + Double(minReadySeconds) }
    }

    func isAvailable(minReadySeconds: Int, now: Moment) -> Bool {
        availableSince(minReadySeconds: minReadySeconds).map { $0 <= now } ?? false
    }
}
