import Model
import Testing

@testable import Reconciler

@Suite struct OwnershipTests {
    private func live(_ spec: JSON, _ operation: String, _ fields: JSON, manager: String = "postgres-operator") -> JSON {
        [
            "metadata": ["managedFields": [["manager": .string(manager), "operation": .string(operation), "fieldsV1": fields]]],
            "spec": spec,
        ]
    }

    private let environment: JSON = ["f:spec": ["f:env": [#"k:{"name":"A"}"#: [".": [:], "f:name": [:], "f:value": [:]]]]]

    @Test func whatWeAppliedAndNoLongerWantIsRemoved() {
        let there = live(["env": [["name": "A", "value": "1"], ["name": "X", "value": "2"]]], "Apply", environment)
        let found = Ownership(there).removals(wanted: ["spec": [:]], live: there)
        #expect(found.map(\.description) == [#"spec.env[A]: {"name":"A","value":"1"} → nothing"#])
    }

    @Test func whatAnotherManagerAppliedStays() {
        let there = live(["env": [["name": "A", "value": "1"]]], "Apply", environment, manager: "kubectl")
        #expect(Ownership(there).removals(wanted: ["spec": [:]], live: there).isEmpty)
    }

    @Test func defaultsInThePredecessorsRecordStay() {
        let there = live(
            ["dnsPolicy": "ClusterFirst", "priorityClassName": "high"], "Update",
            ["f:spec": ["f:dnsPolicy": [:], "f:priorityClassName": [:]]])
        let found = Ownership(there).removals(wanted: ["spec": [:]], live: there)
        #expect(found.map(\.description) == [#"spec.priorityClassName: "high" → nothing"#])
    }

    @Test func variablesInThePredecessorsRecordGoWhenUnwanted() {
        let there = live(["env": [["name": "A", "value": "1"]]], "Update", environment)
        let ownership = Ownership(there)
        #expect(ownership.needsMove)
        #expect(!ownership.hasApplied)
        #expect(ownership.removals(wanted: ["spec": [:]], live: there).count == 1)
    }

    @Test func aForeignAnnotationIsNotOurs() {
        let there: JSON = [
            "metadata": [
                "annotations": ["ours": "1", "theirs": "2"],
                "managedFields": [
                    [
                        "manager": "postgres-operator", "operation": "Apply",
                        "fieldsV1": ["f:metadata": ["f:annotations": ["f:ours": [:]]]],
                    ]
                ],
            ]
        ]
        let ownership = Ownership(there)
        #expect(ownership.owns(FieldPath([.field("metadata"), .field("annotations"), .field("ours")])))
        #expect(!ownership.owns(FieldPath([.field("metadata"), .field("annotations"), .field("theirs")])))
        #expect(ownership.removals(wanted: [:], live: there).map { "\($0.path)" } == ["metadata.annotations.ours"])
    }

    @Test func explicitZeroIsAWish() {
        let there = live(["replicas": 0], "Apply", ["f:spec": ["f:replicas": [:]]])
        #expect(Ownership(there).removals(wanted: ["spec": ["replicas": 0]], live: there).isEmpty)
    }
}
