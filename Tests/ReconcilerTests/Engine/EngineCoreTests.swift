import IPC
import Model
import Testing

@testable import Reconciler

@Suite struct EngineCoreTests {
    private func running(_ change: (inout JSON) -> Void = { _ in }) -> World {
        var world = World()
        world.start()
        world.connectProvisioner()
        world.apply(World.manifest(instances: 2, change))
        world.makePods()
        world.answerOrder(.done)
        return world
    }

    @Test func nothingIsDoneBeforeTheSnapshotIsComplete() {
        var world = World()
        world.tell(.snapshotBegin(id: "1"))
        world.put(.postgresqls, World.manifest())
        world.settle()
        #expect(world.steps.isEmpty)
        #expect(world.core.obstacle != nil)
    }

    @Test func aManifestBecomesAllItsObjects() {
        var world = World()
        world.start()
        world.apply(World.manifest())
        #expect(world.names(.statefulSets) == ["demo"])
        #expect(world.names(.services) == ["demo", "demo-repl"])
        #expect(world.names(.secrets).count == 3)
        #expect(world.names(.podDisruptionBudgets).count == 2)
        #expect(world.word == "Creating")
    }

    @Test func aClusterWithPodsAndDatabaseRuns() {
        let world = running()
        #expect(world.word == "Running")
        #expect(world.condition(.ready) == "True PodsReady")
        #expect(world.condition(.databaseSynced) == "True Synced")
        #expect(world.condition(.reconciled) == "True UpToDate")
        #expect(world.logs.filter { $0 == "cluster has been created" }.count == 1)
    }

    @Test func aClusterCostsNoMoreThanEighteenRequestsBesideTheNamespacesOwnTwo() {
        let world = running()
        #expect(world.requests - 3 <= 20, "three definitions, and the pods' ServiceAccount and RoleBinding, once a namespace")
    }

    @Test func whatRunsCausesNoRequest() {
        var world = running()
        world.pass(5)
        let before = world.requests
        _ = world.core.handle(.syncAsked(nil), at: world.moment)
        world.settle()
        world.pass(3600)
        #expect(world.requests == before)
    }

    @Test func passwordsStayAsTheyAre() {
        var world = running()
        let before = world.objects.filter { $0.key.type == .secrets }
        world.apply(World.manifest(instances: 3))
        #expect(world.objects.filter { $0.key.type == .secrets } == before)
    }

    @Test func aDeletedServiceIsMadeAgainAtOnce() {
        var world = running()
        world.remove(ObjectReference(type: .services, key: World.key))
        world.settle()
        #expect(world.names(.services) == ["demo", "demo-repl"])
    }

    @Test func anEditIsUpdatingAndThenRunning() {
        var world = running()
        world.apply(World.manifest(instances: 3))
        #expect(world.word == "Updating")
        #expect(world.status["observedGeneration"] == 2)
        world.makePods(3)
        world.answerOrder(.done)
        #expect(world.word == "Running")
    }

    @Test func aBadManifestTouchesNothing() {
        var world = running()
        let before = world.objects.filter { $0.key.type != .postgresqls }
        world.apply(World.manifest { $0.set(["spec", "volume", "size"], to: "lots") })
        #expect(world.objects.filter { $0.key.type != .postgresqls } == before)
        #expect(world.word == "UpdateFailed")
        #expect(world.condition(.valid) == "False InvalidManifest")
        #expect(world.events.contains { $0.kind == .warning && $0.message.contains("spec.volume.size") })
    }

    @Test func aBadNewManifestIsCreateFailed() {
        var world = World()
        world.start()
        world.apply(World.manifest { $0.set(["spec", "volume", "size"], to: "lots") })
        #expect(world.word == "CreateFailed")
        #expect(world.names(.statefulSets).isEmpty)
    }

    @Test func anUnreachableDatabaseIsSaidAndTheRestIsDone() {
        var world = World()
        world.start()
        world.connectProvisioner()
        world.apply(World.manifest())
        world.makePods()
        world.answerOrder(.waiting, .unreachable, message: "connection refused")
        world.pass(EngineCore.conditionPause + 0.5)
        #expect(world.word == "Creating")
        #expect(world.condition(.databaseSynced) == "False DatabaseUnreachable")
        #expect(world.names(.statefulSets) == ["demo"])
    }

    @Test func aClusterIsNeverRunningWithAFailedRole() {
        var world = running()
        _ = world.core.handle(.syncAsked(nil), at: world.moment)
        world.settle()
        world.answerOrder(.failed, .itemsFailed, message: "role app: no")
        #expect(world.word == "SyncFailed")
        #expect(world.condition(.databaseSynced) == "False ItemsFailed")
        #expect(world.events.contains { $0.message.contains("role app: no") })
    }

    @Test func aFailedStepIsReportedAndTriedAgainLater() {
        var world = World()
        world.start()
        world.failing["demo"] = StepFailure(
            object: ObjectReference(type: .statefulSets, key: World.key), reason: "Forbidden", message: "no rights")
        world.apply(World.manifest())
        #expect(world.word == "CreateFailed")
        #expect(world.condition(.reconciled) == "False Forbidden")
        let attempts = world.steps.count
        world.settle()
        #expect(world.steps.count == attempts)
        world.failing = [:]
        world.pass(2)
        #expect(world.names(.statefulSets) == ["demo"])
        #expect(world.word == "Creating")
    }

    @Test func deletingTheObjectTakesTheClusterAway() {
        var world = running()
        world.remove(ObjectReference(type: .postgresqls, key: World.key))
        world.settle()
        #expect(world.objects.keys.filter { $0.type != .serviceAccounts && $0.type != .roleBindings }.isEmpty)
        #expect(world.logs.last == "cluster has been deleted")
    }

    @Test func whatIsNotOursStays() {
        var world = running()
        world.put(
            .configMaps,
            ["metadata": ["name": "settings", "namespace": "default", "labels": ["cluster-name": "demo", "application": "spilo"]]])
        world.remove(ObjectReference(type: .postgresqls, key: World.key))
        world.settle()
        #expect(world.names(.configMaps) == ["settings"])
    }

    @Test func aTemplateChangeMarksThePodsBeforeTheTemplate() throws {
        var world = running()
        world.steps = []
        world.apply(World.manifest { $0.set(["spec", "dockerImage"], to: "spilo:new") })
        let template = try #require(world.steps.firstIndex { $0.object.type == .statefulSets })
        let marks = world.steps.indices.filter { place in
            if case .merge = world.steps[place].action, world.steps[place].object.type == .pods { return true }
            return false
        }
        #expect(marks.count == 2)
        #expect(marks.allSatisfy { $0 < template })
        #expect(world.steps.contains { if case .restartPod = $0.action { $0.object.key.name == "demo-1" } else { false } })
    }

    @Test func oneSnapshotLaterADeletionIsStillCarriedOut() {
        var world = running()
        let objects = world.objects.filter { $0.key.type != .postgresqls }
        world.tell(.snapshotBegin(id: "2"))
        for (reference, object) in objects { world.tell(.applied(type: reference.type, object: object)) }
        world.objects[ObjectReference(type: .postgresqls, key: World.key)] = nil
        world.tell(.snapshotEnd(id: "2"))
        world.settle()
        #expect(world.names(.statefulSets).isEmpty)
    }

    @Test func aDeletionMissedByTheFormerProcessIsCarriedOut() {
        let before = running()
        var world = World(remembered: [World.key: "cluster-uid"])
        world.start(with: before.objects.filter { $0.key.type != .postgresqls }.map { ($0.key.type, $0.value) })
        #expect(world.names(.statefulSets).isEmpty)
    }

    @Test func anUnknownClusterWithoutObjectIsLeftAlone() {
        let before = running()
        var world = World()
        world.start(with: before.objects.filter { $0.key.type != .postgresqls }.map { ($0.key.type, $0.value) })
        #expect(world.names(.statefulSets) == ["demo"])
    }

    @Test func anotherOperatorsClusterIsNotSeen() {
        var world = World()
        world.start()
        world.apply(World.manifest { $0.set(["metadata", "annotations"], to: ["acid.zalan.do/controller": "other"]) })
        #expect(world.names(.statefulSets).isEmpty)
    }

    @Test func aFightOverAFieldEndsAndIsNamed() {
        var world = running()
        let reference = ObjectReference(type: .services, key: World.key)
        for _ in 0..<8 {
            guard var service = world.objects[reference] else { break }
            service.set(["spec", "type"], to: "NodePort")
            world.put(.services, service)
            world.settle()
        }
        world.pass(2)
        #expect(world.condition(.reconciled) == "False DiffLoop")
        #expect(world.objects[reference]?.at("spec", "type") == "NodePort")
        #expect(world.condition(.degraded) == "True DiffLoop")
    }
}
