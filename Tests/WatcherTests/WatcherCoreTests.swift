import KubeAPI
import Model
import Testing

@testable import Watcher

private let forbidden = KubeError.status(APIStatus(code: 403, reason: "Forbidden", message: "no"))
private let missing = KubeError.status(APIStatus(code: 404, reason: "NotFound", message: "no"))
private let away = KubeError.transport(.connectionFailed(url: "u", detail: "d"))

@Test func definitionsAndConfigurationComeFirst() throws {
    let world = try World(["CONFIG_MAP_NAME": "cm"])
    #expect(
        world.followed == [
            definitionTarget(.postgresqls), definitionTarget(.operatorConfigurations), definitionTarget(.postgresTeams),
            WatchTarget(.configMaps, namespace: "op", name: "cm"),
        ])
}

@Test func snapshotIsCompleteWhenEverythingWasListed() throws {
    var world = try World()
    world.list(definitionTarget(.postgresqls), definition(.postgresqls))
    world.list(definitionTarget(.operatorConfigurations))
    #expect(world.list(definitionTarget(.postgresTeams)) == [])
    let manifests = try #require(world.target(.postgresqls))
    #expect(world.list(manifests, object(.postgresqls, "a", namespace: "op")) == ["+postgresqls op/a"])
    #expect(world.core.isComplete == false)
    #expect(world.listRest().last == "complete")
    #expect(world.listRest() == [])
}

@Test func manifestsAreWatchedOnceTheirDefinitionIsEstablished() throws {
    var world = try World()
    for type in WatchPlan.definitions { world.list(definitionTarget(type)) }
    #expect(world.listRest().last == "complete")
    #expect(world.target(.postgresqls) == nil)
    world.handle(.applied(definitionTarget(.postgresqls), definition(.postgresqls, established: false)))
    #expect(world.target(.postgresqls) == nil)
    world.handle(.applied(definitionTarget(.postgresqls), definition(.postgresqls)))
    let manifests = try #require(world.target(.postgresqls))
    #expect(world.list(manifests, object(.postgresqls, "a")) == ["+postgresqls n/a"])
}

@Test func newConfigurationIsToldAfterItsObjectsAndBeforeTheOldOnesGo() throws {
    var world = try World(["CONFIG_MAP_NAME": "cm"])
    let configuration = WatchTarget(.configMaps, namespace: "op", name: "cm")
    for type in WatchPlan.definitions { world.list(definitionTarget(type)) }
    world.list(configuration, object(.configMaps, "cm", namespace: "op", ["data": [:]]))
    let old = try #require(world.target(.statefulSets))
    #expect(old.labelSelector == "application=spilo,cluster-name")
    world.list(old, object(.statefulSets, "old"))
    world.listRest()

    let changed = object(.configMaps, "cm", namespace: "op", version: 2, ["data": ["cluster_labels": "application:pg"]])
    #expect(world.handle(.applied(configuration, changed)) == [])
    let new = try #require(world.followed.first { $0.type == .statefulSets && $0 != old })
    #expect(new.labelSelector == "application=pg,cluster-name")
    #expect(world.followed.contains(old))
    #expect(world.list(new, object(.statefulSets, "new")) == ["+statefulsets n/new"])
    let words = world.listRest()
    #expect(words.suffix(2) == ["+configmaps op/cm", "-statefulsets n/old"])
    #expect(!world.followed.contains(old))
}

@Test func configurationWithErrorsIsToldAndChangesNothing() throws {
    var world = try World(["CONFIG_MAP_NAME": "cm"])
    let configuration = WatchTarget(.configMaps, namespace: "op", name: "cm")
    for type in WatchPlan.definitions { world.list(definitionTarget(type)) }
    world.list(configuration, object(.configMaps, "cm", namespace: "op", ["data": [:]]))
    world.listRest()
    let before = world.followed
    let wrong = object(.configMaps, "cm", namespace: "op", version: 2, ["data": ["workers": "none", "cluster_labels": "application:pg"]])
    #expect(world.handle(.applied(configuration, wrong)) == ["+configmaps op/cm"])
    #expect(world.followed == before)
}

@Test func missingConfigurationIsSaidAndTheDefaultsHold() throws {
    var world = try World(["CONFIG_MAP_NAME": "other/cm"])
    for type in WatchPlan.definitions { world.list(definitionTarget(type)) }
    #expect(world.list(WatchTarget(.configMaps, namespace: "other", name: "cm")) == ["-configmaps other/cm (never was)"])
    #expect(world.target(.pods)?.labelSelector == "application=spilo,cluster-name")
}

@Test func operatorConfigurationOutranksTheConfigMapAndWaitsForItsDefinition() throws {
    var world = try World(["CONFIG_MAP_NAME": "cm", "POSTGRES_OPERATOR_CONFIGURATION_OBJECT": "oc", "OPERATOR_NAMESPACE": "x"])
    #expect(world.followed.count == 3)
    for type in WatchPlan.definitions { world.list(definitionTarget(type)) }
    #expect(world.listRest().last == "complete")
    world.handle(.applied(definitionTarget(.operatorConfigurations), definition(.operatorConfigurations)))
    let target = WatchTarget(.operatorConfigurations, namespace: "x", name: "oc")
    #expect(world.followed.contains(target))
    #expect(world.target(.pods) != nil)
    let configuration = object(
        .operatorConfigurations, "oc", namespace: "x", ["configuration": ["kubernetes": ["watched_namespace": "*"]]])
    world.list(target, configuration)
    world.listRest()
    #expect(world.target(.pods)?.namespace == "")
}

@Test(arguments: [
    ("", "", ["op"]), ("*", "", [""]), ("a", "", ["a"]), ("b, a,b", "", ["a", "b"]), ("", "c", ["c"]), ("", "*", [""]), ("a", "*", ["a"]),
])
func scope(_ variable: String, _ setting: String, _ namespaces: [String]) throws {
    let environment = try environment(["WATCHED_NAMESPACE": variable])
    let configMap: JSON = ["data": ["watched_namespace": .string(setting)]]
    let configuration = try #require(Configuration.read(configMap: configMap).0)
    let settings = WatchSettings(configuration.applying(environment.overrides), operatorNamespace: environment.operatorNamespace)
    #expect(settings.namespaces == namespaces)
}

@Test func definitionsThatMayNotBeReadAreTakenToBeThere() throws {
    var world = try World()
    for type in WatchPlan.definitions {
        #expect(world.handle(.trouble(definitionTarget(type), forbidden)).first == "trouble customresourcedefinitions")
    }
    let manifests = try #require(world.target(.postgresqls))
    // It is not there after all: that is known now, and the rest need not wait.
    #expect(world.handle(.trouble(manifests, missing)) == ["trouble postgresqls"])
    #expect(world.listRest().last == "complete")
    #expect(world.handle(.recovered(manifests)) == ["recovered postgresqls"])
}

@Test func nodesMayBeForbidden() throws {
    var world = try World()
    for type in WatchPlan.definitions { world.list(definitionTarget(type)) }
    world.handle(.trouble(try #require(world.target(.nodes)), forbidden))
    #expect(world.listRest().last == "complete")
    #expect(world.core.requiredTrouble == nil)
}

@Test func podsMayNot() throws {
    var world = try World()
    for type in WatchPlan.definitions { world.list(definitionTarget(type)) }
    let pods = try #require(world.target(.pods))
    world.handle(.trouble(pods, forbidden))
    for target in world.followed where target != pods { world.list(target) }
    #expect(!world.core.isComplete)
    #expect(world.core.requiredTrouble?.target == pods)
    #expect(world.handle(.recovered(pods)) == ["recovered pods"])
    #expect(world.list(pods) == ["complete"])
}

@Test func refusedCredentialsAtTheStartAreTheEnd() throws {
    let refused = KubeError.status(APIStatus(code: 401, reason: "Unauthorized"))
    var world = try World()
    #expect(world.handle(.trouble(definitionTarget(.postgresqls), away)) == ["trouble customresourcedefinitions"])
    #expect(world.handle(.trouble(definitionTarget(.postgresTeams), refused)) == ["give up"])
    world.list(definitionTarget(.operatorConfigurations))
    // Once it has worked, it may work again.
    #expect(world.handle(.trouble(definitionTarget(.postgresTeams), refused)) == ["trouble customresourcedefinitions"])
}

@Test func interestIsWatchedByNameAndAbsenceIsSaidEachTime() throws {
    var world = try World()
    for type in WatchPlan.definitions { world.list(definitionTarget(type)) }
    world.listRest()
    let there = ObjectReference(.secrets, namespace: "n", name: "there")
    let absent = ObjectReference(.configMaps, namespace: "n", name: "absent")
    #expect(world.handle(.interest([there, absent])) == [])
    #expect(world.followed.isSuperset(of: [WatchPlan.interest(there), WatchPlan.interest(absent)]))
    #expect(world.list(WatchPlan.interest(there), object(.secrets, "there")) == ["+secrets n/there"])
    #expect(world.list(WatchPlan.interest(absent)) == ["-configmaps n/absent (never was)"])
    #expect(world.handle(.interest([absent, there])) == ["-configmaps n/absent (never was)"])
    #expect(world.handle(.interest([absent])) == ["-configmaps n/absent (never was)", "-secrets n/there"])
    #expect(!world.followed.contains(WatchPlan.interest(there)))
}

@Test func wordsOfAWatchThatWasGivenUpAreIgnored() throws {
    var world = try World()
    #expect(world.handle(.applied(WatchTarget(.jobs), object(.jobs, "late"))) == [])
}

@Test func poolersAndBackupsCarryAnotherApplication() throws {
    var world = try World(["WATCHED_NAMESPACE": "*"])
    for type in WatchPlan.definitions { world.list(definitionTarget(type)) }
    #expect(world.target(.deployments)?.labelSelector == "application in (spilo,db-connection-pooler),cluster-name")
    #expect(world.target(.cronJobs)?.labelSelector == "application in (spilo,spilo-logical-backup),cluster-name")
    #expect(world.target(.serviceAccounts)?.name == "postgres-pod")
    #expect(world.target(.roleBindings)?.name == "postgres-pod")
    // All of the operator's watches: what a start costs.
    #expect(world.followed.count == 16)
}

@Test func inheritedLabelsAreNoSelector() throws {
    let configuration = try #require(
        Configuration.read(configMap: ["data": ["cluster_labels": "application:a,zone:z", "inherited_labels": "application"]]).0)
    #expect(WatchSettings(configuration, operatorNamespace: "op").selector() == "zone=z,cluster-name")
}

@Test func nonsenseInAVariableIsNamed() {
    #expect(throws: WatcherError.invalidVariable("CONFIG_MAP_NAME", value: "a/", wanted: "NAME or NAMESPACE/NAME")) {
        try environment(["CONFIG_MAP_NAME": "a/"])
    }
}
