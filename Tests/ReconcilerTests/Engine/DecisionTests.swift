import IPC
import Model
import Testing

@testable import Reconciler

/// What a running cluster's plan is after one thing has changed.
@Suite struct DecisionTests {
    private func running(instances: Int = 2, primary: Int = 0, _ change: (inout JSON) -> Void = { _ in }) -> World {
        var world = World()
        world.start()
        world.connectProvisioner()
        world.apply(World.manifest(instances: instances, change))
        world.makePods(instances, primary: primary)
        world.answerOrder(.done)
        world.steps = []
        return world
    }

    private func patroniObject(_ configuration: JSON) -> JSON {
        [
            "metadata": [
                "name": "demo-config", "namespace": "default", "labels": ["application": "spilo", "cluster-name": "demo"],
                "annotations": ["config": .string(configuration.text()), "initialize": "1"],
            ]
        ]
    }

    private func isSwitchover(_ step: Step) -> Bool { if case .switchover = step.action { true } else { false } }
    private func isApply(_ step: Step) -> Bool { if case .apply = step.action { true } else { false } }

    @Test func scalingInMovesThePrimaryBeforeItsPlaceGoes() throws {
        var world = running(instances: 3, primary: 2)
        world.apply(World.manifest(instances: 2))
        #expect(world.steps.allSatisfy(isSwitchover))
        #expect(world.steps.first?.object.key.name == "demo-2")
        world.makePods(3, primary: 0)
        let set = try #require(world.objects[ObjectReference(type: .statefulSets, key: World.key)])
        #expect(set.at("spec", "replicas") == 2)
    }

    @Test func scalingInWhereAReplicaGoesNeedsNoSwitchover() {
        var world = running(instances: 3)
        world.apply(World.manifest(instances: 2))
        #expect(!world.steps.contains(where: isSwitchover))
        #expect(world.objects[ObjectReference(type: .statefulSets, key: World.key)]?.at("spec", "replicas") == 2)
    }

    @Test func aVolumeGrowsInPlaceAndItsTemplateIsReplaced() {
        var world = running()
        let claim = ObjectReference(.persistentVolumeClaims, namespace: "default", name: "pgdata-demo-0")
        world.put(
            .persistentVolumeClaims,
            [
                "metadata": ["name": "pgdata-demo-0", "namespace": "default", "labels": ["cluster-name": "demo"]],
                "spec": ["resources": ["requests": ["storage": "1Gi"]]],
            ])
        world.apply(World.manifest { $0.set(["spec", "volume", "size"], to: "2Gi") })
        #expect(world.objects[claim]?.at("spec", "resources", "requests", "storage") == "2Gi")
        let replaced = world.steps.contains { if case .recreate = $0.action { true } else { false } }
        #expect(replaced)
        #expect(world.names(.statefulSets) == ["demo"])
        #expect(world.names(.pods) == ["demo-0", "demo-1"])
        #expect(!world.steps.contains { $0.disruption == .restart })
    }

    @Test func aParameterGoesToPatroniAndNotIntoTheTemplate() {
        var world = running()
        world.put(.configMaps, patroniObject(["failsafe_mode": false]))
        world.settle()
        world.steps = []
        world.apply(World.manifest { $0.set(["spec", "postgresql", "parameters"], to: ["work_mem": "5MB"]) })
        #expect(world.steps.count == 1)
        #expect(world.steps.first?.action == .configurePatroni(["postgresql": ["parameters": ["work_mem": "5MB"]]]))
        #expect(world.steps.first?.disruption == .reload)
        #expect(world.steps.first?.object.key.name == "demo-0")
    }

    @Test func aParameterThatNeedsARestartRestartsPostgreSQLReplicasFirst() {
        var world = running()
        world.put(.configMaps, patroniObject(["failsafe_mode": false]))
        for (name, role) in [("demo-0", "master"), ("demo-1", "replica")] {
            guard var pod = world.objects[ObjectReference(.pods, namespace: "default", name: name)] else { continue }
            pod.set(["metadata", "annotations"], to: ["status": #"{"role":"x","state":"running","pending_restart":true}"#])
            pod.set(["metadata", "labels", "spilo-role"], to: .string(role))
            world.put(.pods, pod)
        }
        world.settle()
        world.pass(2)
        #expect(world.steps.map(\.object.key.name) == ["demo-1", "demo-0"])
        #expect(world.steps.allSatisfy { $0.action == .restartPostgres })
    }

    @Test func zeroInstancesWantNothingOfTheDatabase() {
        var world = running()
        world.apply(World.manifest(instances: 0))
        world.remove(ObjectReference(.pods, namespace: "default", name: "demo-0"))
        world.remove(ObjectReference(.pods, namespace: "default", name: "demo-1"))
        world.settle()
        #expect(world.word == "Running")
        #expect(world.condition(.databaseSynced) == "Unknown NoInstances")
    }

    @Test func aPodAnnotationReachesPodsWithoutARestart() {
        var world = running()
        world.apply(World.manifest { $0.set(["spec", "podAnnotations"], to: ["note": "new"]) })
        let pod = world.objects[ObjectReference(.pods, namespace: "default", name: "demo-0")]
        #expect(pod?.at("metadata", "annotations", "note") == "new")
        #expect(!world.steps.contains { $0.disruption >= .restart })
    }

    @Test func aFinalizerHoldsTheObjectUntilEverythingIsGone() {
        var world = World(options: EngineOptions(configurationMap: ObjectKey(namespace: "default", name: "settings")))
        world.start(
            with: [
                (
                    .configMaps,
                    ["metadata": ["name": "settings", "namespace": "default"], "data": ["enable_finalizers": "true"]]
                )
            ])
        world.apply(World.manifest())
        let reference = ObjectReference(type: .postgresqls, key: World.key)
        #expect(world.objects[reference]?.at("metadata", "finalizers") == [.string(FinalizerStep.name)])
        guard var object = world.objects[reference] else { return }
        object.set(["metadata", "deletionTimestamp"], to: "2026-11-25T00:00:00Z")
        world.put(.postgresqls, object)
        world.settle()
        #expect(world.names(.statefulSets).isEmpty)
        #expect(world.objects[reference]?.at("metadata", "finalizers") == [])
    }

    @Test func withoutItsConfigurationNothingIsDone() {
        var world = World(options: EngineOptions(configurationMap: ObjectKey(namespace: "default", name: "settings")))
        world.start(with: [(.postgresqls, World.manifest())])
        #expect(world.steps.isEmpty)
        #expect(world.core.obstacle?.contains("settings") == true)
        world.put(.configMaps, ["metadata": ["name": "settings", "namespace": "default"], "data": [:]])
        world.settle()
        #expect(world.names(.statefulSets) == ["demo"])
    }

    @Test func aBadConfigurationLeavesTheLastGoodOneInForce() {
        var world = World(options: EngineOptions(configurationMap: ObjectKey(namespace: "default", name: "settings")))
        world.start(
            with: [(.configMaps, ["metadata": ["name": "settings", "namespace": "default"], "data": ["pdb_name_format": "a-{cluster}"]])])
        world.put(
            .configMaps,
            ["metadata": ["name": "settings", "namespace": "default"], "data": ["pdb_name_format": "b-{cluster}", "workers": "many"]])
        world.apply(World.manifest())
        #expect(world.names(.podDisruptionBudgets) == ["a-demo", "postgres-demo-critical-op-pdb"])
        #expect(world.logs.contains { $0.contains("workers") && $0.contains("many") })
        #expect(!world.core.configuration.problems.isEmpty)
    }
}
