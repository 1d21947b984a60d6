import Model
import Testing

@testable import LocalCluster

@Suite struct RulesTests {
    private func set(_ changes: JSON = [:]) -> JSON {
        let base: JSON = [
            "metadata": ["name": "s"],
            "spec": [
                "replicas": 0, "serviceName": "s", "selector": ["matchLabels": ["a": "b"]],
                "template": ["metadata": ["labels": ["a": "b"]], "spec": ["containers": [["name": "m", "image": "i:1"]]]],
            ],
        ]
        return MergePatch.apply(changes, to: base)
    }

    @Test func aStatefulSetGetsItsDefaults() throws {
        let object = try TypesFixture("statefulsets", group: "apps").create(set())
        #expect(object.at("spec", "updateStrategy") == ["type": "RollingUpdate", "rollingUpdate": ["partition": 0]])
        #expect(object.at("spec", "template", "spec", "terminationGracePeriodSeconds") == 30)
        #expect(object["status"] == ["replicas": 0, "availableReplicas": 0])
        #expect(object.at("metadata", "generation") == 1)
    }

    @Test(
        arguments: [
            (["spec": ["serviceName": "other"]], "spec"), (["spec": ["podManagementPolicy": "Parallel"]], "spec"),
            (["spec": ["template": ["metadata": ["labels": ["a": "z"]]]]], "spec.template.metadata.labels"),
        ] as [(JSON, String)])
    func aStatefulSetMayNotChangeThese(_ change: JSON, _ field: String) throws {
        let fixture = try TypesFixture("statefulsets", group: "apps")
        let object = try fixture.created(set())
        #expect(refusal { try fixture.patch(.merge, change, object) }?.causes.first?.field == field)
    }

    @Test(
        arguments: [
            (["metadata": ["name": "Bad"]], "metadata.name"), (["metadata": ["labels": ["a": "not ok!"]]], "metadata.labels"),
            (["metadata": ["finalizers": ["hold"]]], "metadata.finalizers[0]"), (["data": ["bad key": "x"]], "data[bad key]"),
            (["metadata": ["ownerReferences": [["apiVersion": "v1", "kind": "A", "name": "a"]]]], "metadata.ownerReferences.uid"),
        ] as [(JSON, String)])
    func metadataAndKeysAreChecked(_ change: JSON, _ field: String) throws {
        let fixture = try TypesFixture("configmaps")
        let object = MergePatch.apply(change, to: ["metadata": ["name": "ok"]])
        #expect(refusal { try fixture.create(object) }?.causes.first?.field == field)
    }

    @Test func immutableDataStays() throws {
        let fixture = try TypesFixture("secrets")
        let object = try fixture.created(["metadata": ["name": "s"], "immutable": true, "stringData": ["a": "x"]])
        #expect(object["data"] == ["a": "eA=="])
        let error = refusal { try fixture.patch(.merge, ["data": ["a": "eQ=="]], object) }
        #expect(error?.causes.map(\.field) == ["data"])
        #expect(try fixture.patch(.merge, ["metadata": ["labels": ["a": "b"]]], object)["data"] == ["a": "eA=="])
    }

    @Test func aServiceKeepsItsAddress() throws {
        let fixture = try TypesFixture("services")
        let object = try fixture.created(["metadata": ["name": "s"], "spec": ["ports": [["port": 80]]]])
        #expect(object.at("spec", "clusterIP") == "10.96.0.10")
        let replaced = try fixture.update(["metadata": ["name": "s"], "spec": ["ports": [["port": 81]]]], object)
        #expect(replaced.at("spec", "clusterIPs") == ["10.96.0.10"])
        let error = refusal { try fixture.patch(.merge, ["spec": ["clusterIP": "10.96.0.99", "clusterIPs": ["10.96.0.99"]]], object) }
        #expect(error?.causes.first?.message == #"Invalid value: ["10.96.0.99"]: may not change once set"#)
    }

    @Test(
        arguments: [
            ("* * * * *", nil), ("*/5 0-6 1,15 jan sun", nil), ("@hourly", nil), ("nope", "expected exactly 5 fields, found 1: [nope]"),
            ("60 * * * *", "end of range (60) above maximum (59): 60"),
            ("x * * * *", #"failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax"#),
        ] as [(String, String?)])
    func schedulesAreChecked(_ text: String, _ message: String?) {
        var found: String?
        do throws(CronSchedule.Failure) { try CronSchedule.check(text) } catch { found = error.message }
        #expect(found == message)
    }

    @Test func theLastFinalizerOfADeletedObjectReleasesIt() throws {
        let fixture = try TypesFixture("configmaps")
        var object = try fixture.created(["metadata": ["name": "c", "finalizers": ["example.com/hold"]]])
        object.set(["metadata", "deletionTimestamp"], to: "2026-11-25T03:04:05Z")
        object.set(["metadata", "deletionGracePeriodSeconds"], to: 0)
        var context = fixture.context
        context.name = "c"
        let body = fixture.body(["metadata": ["finalizers": .null]])
        #expect(try fixture.type.patch(.merge, body, existing: object, context).removesObject)
        let error = refusal { try fixture.patch(.merge, ["metadata": ["finalizers": ["example.com/hold", "example.com/new"]]], object) }
        #expect(error?.causes.first?.field == "metadata.finalizers")
    }

    @Test func staleVersionsConflict() throws {
        let fixture = try TypesFixture("configmaps")
        let object = try fixture.created(["metadata": ["name": "c"]])
        let error = refusal { try fixture.patch(.merge, ["metadata": ["resourceVersion": "6"], "data": ["a": "1"]], object) }
        #expect(error?.reason == "Conflict")
    }

    @Test func aPodMayChangeItsImageOnly() throws {
        let fixture = try TypesFixture("pods")
        let object = try fixture.created(["metadata": ["name": "p"], "spec": ["containers": [["name": "m", "image": "i:1"]]]])
        #expect(object["status"] == ["phase": "Pending", "qosClass": "BestEffort"])
        let image = try fixture.patch(.strategic, ["spec": ["containers": [["name": "m", "image": "i:2"]]]], object)
        #expect(image.at("metadata", "generation") == 2)
        let error = refusal {
            try fixture.patch(.strategic, ["spec": ["containers": [["name": "m", "env": [["name": "A", "value": "b"]]]]]], object)
        }
        #expect(error?.causes.first?.field == "spec")
    }

    @Test func eventsAreOneInBothGroups() throws {
        let new = try TypesFixture("events", group: "events.k8s.io")
        let stored = try new.created([
            "metadata": ["name": "e"], "regarding": ["kind": "Pod", "name": "p", "namespace": "test"], "reason": "R", "note": "n",
            "type": "Normal", "action": "A", "eventTime": "2020-01-01T00:00:00.000000Z", "reportingController": "c",
            "reportingInstance": "i",
        ])
        #expect(stored["apiVersion"] == "v1")
        #expect(stored["message"] == "n")
        #expect(new.type.view(stored)["note"] == "n")
    }
}
