import Model
import Testing

@testable import LocalCluster

@Suite struct OwnershipTests {
    private func map(_ data: JSON) -> JSON { ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "m"], "data": data] }

    @Test func aCreateOwnsWhatItSets() throws {
        let object = try TypesFixture("configmaps").create(map(["a": "1"]))
        #expect(object.managed(by: "tester")?["fieldsV1"] == ["f:data": [".": [:], "f:a": [:]]])
        #expect(object.managed(by: "tester")?["time"] == "2026-11-25T03:04:05Z")
    }

    @Test func anApplyOwnsOnlyItsFields() throws {
        let object = try TypesFixture("configmaps").apply(map(["a": "1"]), manager: "one")
        #expect(object.managed(by: "one")?["fieldsV1"] == ["f:data": ["f:a": [:]]])
        #expect(object.managed(by: "one")?["operation"] == "Apply")
    }

    @Test func theSameApplyAgainChangesNothing() throws {
        let fixture = try TypesFixture("configmaps")
        let object = try fixture.apply(map(["a": "1"]), manager: "one")
        #expect(try fixture.apply(map(["a": "1"]), object, manager: "one") == object)
    }

    @Test func whatIsNoLongerAppliedGoesUnlessSomebodyElseHasIt() throws {
        let fixture = try TypesFixture("configmaps")
        var object = try fixture.apply(map(["a": "1", "b": "2", "c": "3"]), manager: "one")
        object = try fixture.apply(map(["b": "2"]), object, manager: "two")
        object = try fixture.apply(map(["a": "1"]), object, manager: "one")
        #expect(object["data"] == ["a": "1", "b": "2"])
    }

    @Test func anotherManagersValueConflicts() throws {
        let fixture = try TypesFixture("configmaps")
        let object = try fixture.created(map(["a": "1", "b": "1"]))
        let error = refusal { try fixture.apply(map(["a": "2", "b": "2"]), object, manager: "one") }
        #expect(error?.code == 409)
        #expect(error?.message == "Apply failed with 2 conflicts: conflicts with \"tester\" using v1:\n- .data.a\n- .data.b")
        #expect(error?.causes.map(\.field) == [".data.a", ".data.b"])
        let forced = try fixture.apply(map(["a": "2"]), object, manager: "one", force: true)
        #expect(forced["data"] == ["a": "2", "b": "1"])
        #expect(forced.managed(by: "tester")?["fieldsV1"] == ["f:data": [".": [:], "f:b": [:]]])
    }

    @Test func containersAreSharedByName() throws {
        let fixture = try TypesFixture("statefulsets", group: "apps")
        func set(_ containers: JSON, full: Bool) -> JSON {
            var object: JSON = ["apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": ["name": "s"]]
            if full { object.set(["spec", "selector", "matchLabels"], to: ["a": "b"]) }
            if full { object.set(["spec", "template", "metadata", "labels"], to: ["a": "b"]) }
            object.set(["spec", "template", "spec", "containers"], to: containers)
            return object
        }
        let one = try fixture.apply(set([["name": "main", "image": "a:1"]], full: true), manager: "one")
        let two = try fixture.apply(
            set([["name": "side", "image": "s:1"], ["name": "main", "env": [["name": "B", "value": "2"]]]], full: false), one,
            manager: "two")
        let containers = two.at("spec", "template", "spec")?.items("containers") ?? []
        #expect(containers.map { $0.text("name") } == ["side", "main"])
        #expect(containers.last?["image"] == "a:1")
        let gone = try fixture.apply(set(.null, full: false), two, manager: "two")
        #expect(gone.at("spec", "template", "spec")?.items("containers").map { $0.text("name") } == ["main"])
    }

    @Test func undeclaredFieldsCannotBeApplied() throws {
        let fixture = try TypesFixture("configmaps")
        let error = refusal {
            try fixture.apply(["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "m"], "nope": 1], manager: "one")
        }
        #expect(error?.code == 500)
        #expect(error?.message == "failed to create typed patch object (/m; /v1, Kind=ConfigMap): .nope: field not declared in schema")
    }

    @Test func clearedManagedFieldsStayCleared() throws {
        let fixture = try TypesFixture("configmaps")
        let object = try fixture.created(map(["a": "1"]))
        let cleared = try fixture.patch(.merge, ["metadata": ["managedFields": [[:]]]], object)
        #expect(cleared.at("metadata", "managedFields") == nil)
        let applied = try fixture.apply(map(["a": "1"]), cleared, manager: "one")
        #expect(applied.managed(by: "before-first-apply")?["fieldsV1"] == ["f:data": [".": [:], "f:a": [:]]])
    }

    @Test func scalingIsBookedForTheSubresource() throws {
        let fixture = try TypesFixture("statefulsets", group: "apps")
        let object = try fixture.created([
            "metadata": ["name": "s"],
            "spec": [
                "selector": ["matchLabels": ["a": "b"]],
                "template": ["metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "m", "image": "i"]]]],
            ],
        ])
        let scaled = try fixture.patch(.merge, ["spec": ["replicas": 3]], object, subresource: "scale", manager: "scaler")
        #expect(scaled.at("spec", "replicas") == 3)
        #expect(scaled.managed(by: "scaler")?["subresource"] == "scale")
        #expect(scaled.managed(by: "scaler")?["fieldsV1"] == ["f:spec": ["f:replicas": [:]]])
        #expect(scaled.at("metadata", "generation") == 2)
    }
}
