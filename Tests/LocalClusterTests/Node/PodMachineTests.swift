import Model
import Testing

@testable import LocalCluster

@Suite struct PodMachineTests {
    private let start = Moment(seconds: 1_800_000_000)

    private func machine(_ spec: JSON) -> PodMachine {
        let json: JSON = ["metadata": ["name": "p", "namespace": "n", "uid": "u"], "spec": spec]
        return ObservedObject(.pods, json).map(PodMachine.init) ?? PodMachine(pod: Self.empty)
    }

    private static let empty: ObservedObject = {
        guard let object = ObservedObject(.pods, ["metadata": ["name": "p"]]) else { preconditionFailure("a name is enough for an object") }
        return object
    }()

    private static let one: JSON = ["containers": [["name": "a", "image": "bash"]]]

    @Test func initContainersComeOneAfterTheOther() {
        var pod = machine([
            "initContainers": [["name": "i", "image": "bash"], ["name": "j", "image": "bash"]],
            "containers": [["name": "a", "image": "bash"], ["name": "b", "image": "bash"]],
        ])
        #expect(pod.handle(.tick, now: start) == [.start("i", restarts: 0)])
        #expect(pod.phase == "Pending")
        _ = pod.handle(.started("i"), now: start)
        #expect(pod.handle(.exited("i", code: 0), now: start).contains(.start("j", restarts: 0)))
        let outputs = pod.handle(.exited("j", code: 0), now: start)
        #expect(outputs.contains(.start("a", restarts: 0)))
        #expect(outputs.contains(.start("b", restarts: 0)))
    }

    @Test func crashesAreRepeatedWithGrowingPauses() {
        var pod = machine(Self.one)
        _ = pod.handle(.tick, now: start)
        _ = pod.handle(.started("a"), now: start)
        // The first time at once.
        #expect(pod.handle(.exited("a", code: 1), now: start).last == .start("a", restarts: 1))
        _ = pod.handle(.started("a"), now: start)
        _ = pod.handle(.exited("a", code: 1), now: start)
        #expect(pod.nextTick == start + PodMachine.firstBackoff)
        #expect(pod.containers[0].state == .waiting(reason: "CrashLoopBackOff", message: "back-off 10s restarting failed container=a"))
        #expect(pod.handle(.tick, now: start + 9) == [])
        #expect(pod.handle(.tick, now: start + 10) == [.start("a", restarts: 2)])
        _ = pod.handle(.started("a"), now: start + 10)
        _ = pod.handle(.exited("a", code: 1), now: start + 11)
        #expect(pod.nextTick == start + 31)
        #expect(pod.phase == "Running")
    }

    @Test(arguments: [("Never", 0, "Succeeded"), ("Never", 3, "Failed"), ("OnFailure", 0, "Succeeded"), ("Always", 0, "Running")])
    func endOfAContainerByRestartPolicy(policy: String, code: Int, phase: String) {
        var spec = Self.one
        spec["restartPolicy"] = .string(policy)
        var pod = machine(spec)
        _ = pod.handle(.tick, now: start)
        _ = pod.handle(.started("a"), now: start)
        _ = pod.handle(.exited("a", code: code), now: start)
        #expect(pod.phase == phase)
    }

    @Test func deletionAsksThenForces() {
        var pod = machine(Self.one)
        _ = pod.handle(.tick, now: start)
        _ = pod.handle(.started("a"), now: start)
        #expect(pod.handle(.observed(deletionGrace: 30), now: start).contains(.terminate("a")))
        #expect(pod.nextTick == start + 30)
        #expect(pod.handle(.tick, now: start + 30) == [.kill("a")])
        #expect(pod.handle(.exited("a", code: 137), now: start + 31).last == .remove)
        #expect(pod.handle(.tick, now: start + 40) == [])
    }

    @Test func podThatNeverStartedGoesAtOnce() {
        var pod = machine(Self.one)
        #expect(pod.handle(.observed(deletionGrace: 0), now: start).last == .remove)
    }

    @Test func readinessFollowsItsProbe() {
        var pod = machine([
            "containers": [
                [
                    "name": "a", "image": "bash",
                    "readinessProbe": ["httpGet": ["path": "/readiness", "port": 8008], "failureThreshold": 2, "periodSeconds": 5],
                ]
            ]
        ])
        _ = pod.handle(.tick, now: start)
        _ = pod.handle(.started("a"), now: start)
        #expect(!pod.containers[0].ready)
        #expect(pod.handle(.probed("a", .readiness, success: true), now: start) == [.report])
        #expect(pod.containers[0].ready)
        #expect(pod.handle(.probed("a", .readiness, success: false), now: start) == [])
        #expect(pod.handle(.probed("a", .readiness, success: false), now: start) == [.report])
        #expect(!pod.containers[0].ready)
    }

    @Test func failedLivenessEndsTheContainerAndStartsItAgain() {
        var pod = machine([
            "containers": [["name": "a", "image": "bash", "livenessProbe": ["tcpSocket": ["port": 5432], "failureThreshold": 1]]]
        ])
        _ = pod.handle(.tick, now: start)
        _ = pod.handle(.started("a"), now: start)
        #expect(pod.handle(.probed("a", .liveness, success: false), now: start).contains(.terminate("a")))
        #expect(pod.handle(.exited("a", code: 143), now: start + 1).contains(.start("a", restarts: 1)))
    }

    @Test func whatCannotStartIsTriedAgainAndSaidOnce() {
        var pod = machine(Self.one)
        _ = pod.handle(.tick, now: start)
        let first = pod.handle(.couldNotStart("a", reason: "ErrImagePull", message: "no such image"), now: start)
        #expect(first == [.event(type: "Warning", reason: "Failed", message: "no such image", container: "a"), .report])
        #expect(pod.phase == "Pending")
        #expect(pod.handle(.tick, now: start + 15) == [.start("a", restarts: 0)])
        let second = pod.handle(.couldNotStart("a", reason: "ErrImagePull", message: "no such image"), now: start + 15)
        #expect(second.last == .report)
        #expect(pod.containers[0].state == .waiting(reason: "ImagePullBackOff", message: "no such image"))
        _ = pod.handle(.tick, now: start + 30)
        #expect(pod.handle(.couldNotStart("a", reason: "ErrImagePull", message: "no such image"), now: start + 30) == [])
    }

    @Test func processesThatWereFoundRunningGoOn() {
        var pod = machine(Self.one)
        pod.takeOver("a", restarts: 2, since: start)
        #expect(pod.handle(.tick, now: start) == [])
        #expect(pod.containers[0].ready)
        #expect(pod.handle(.exited("a", code: 137), now: start + 5).last == .start("a", restarts: 3))
    }
}
