import Model
import Testing

@testable import LocalCluster

@Suite struct ApplyMergeTests {
    private var shape: LocalCluster.Shape {
        .structure(ShapeTable.builtIn.structure(named: "ConfigMap") ?? Structure(name: "", fields: []))
    }

    @Test func fieldsOfAConfigMapAreItsDeclaredOnes() {
        let value: JSON = ["kind": "ConfigMap", "metadata": ["labels": ["x": "1"]], "data": ["a": "1"]]
        let expected: JSON = ["f:kind": [:], "f:metadata": ["f:labels": ["f:x": [:]]], "f:data": ["f:a": [:]]]
        #expect(TypedValue(value, shape).fields.fieldsV1 == expected)
    }

    @Test func removingTakesOnlyWhatTheSetNames() {
        let value: JSON = ["kind": "ConfigMap", "metadata": ["name": "x"], "data": ["a": "1", "b": "2"]]
        let set = FieldSet(fieldsV1: ["f:data": ["f:a": [:]]])
        let rest: JSON = ["kind": "ConfigMap", "metadata": ["name": "x"], "data": ["b": "2"]]
        #expect(TypedValue(value, shape).removing(set).value == rest)
    }

    @Test func applyingTheSameAgainChangesNothing() throws {
        let live: JSON = ["kind": "ConfigMap", "metadata": ["name": "x"], "data": ["a": "1"]]
        var entry = ManagedFieldsEntry(manager: "one", isApply: true, apiVersion: "v1", subresource: "")
        entry.fields = FieldSet(fieldsV1: ["f:data": ["f:a": [:]]])
        var managed = ManagedFields()
        managed.entries = [entry]
        let config: JSON = ["kind": "ConfigMap", "data": ["a": "1"]]
        let merge = ApplyMerge(shape: shape, live: live, config: config, ignored: FieldSet(fieldsV1: ["f:kind": [:]]))
        let result = try merge.run(managed, as: entry, force: false)
        #expect(result.object == nil)
        #expect(result.managed.json == managed.json)
    }
}
