import Model
import Testing

@testable import Reconciler

@Suite struct ComparisonTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let wanted: JSON
        let live: JSON
        let found: [String]
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(name: "what the server fills in is no difference", wanted: ["spec": ["a": 1]], live: ["spec": ["a": 1, "b": 2]], found: []),
        Row(name: "a changed value", wanted: ["spec": ["a": 1]], live: ["spec": ["a": 2]], found: ["spec.a: 2 → 1"]),
        Row(
            name: "a missing value", wanted: ["spec": ["a": ["x": "y"]]], live: ["spec": [:]],
            found: [#"spec.a: nothing → {"x":"y"}"#]),
        Row(name: "empty is as good as missing", wanted: ["spec": ["a": [], "b": [:], "c": ""]], live: ["spec": [:]], found: []),
        Row(
            name: "quantities by value",
            wanted: ["spec": ["containers": [["name": "c", "resources": ["limits": ["cpu": "1000m", "memory": "1Gi"]]]]]],
            live: ["spec": ["containers": [["name": "c", "resources": ["limits": ["cpu": "1", "memory": "1024Mi"]]]]]], found: []),
        Row(
            name: "variables by name, in any order",
            wanted: ["env": [["name": "A", "value": "1"], ["name": "B", "value": ""]]],
            live: ["env": [["name": "B"], ["name": "X", "value": "injected"], ["name": "A", "value": "1"]]], found: []),
        Row(
            name: "one variable changed", wanted: ["env": [["name": "A", "value": "1"]]], live: ["env": [["name": "A", "value": "2"]]],
            found: [#"env[A].value: "2" → "1""#]),
        Row(
            name: "a text becomes a reference",
            wanted: ["env": [["name": "A", "valueFrom": ["secretKeyRef": ["name": "s", "key": "k"]]]]],
            live: ["env": [["name": "A", "value": "2"]]],
            found: [
                #"env[A].valueFrom: nothing → {"secretKeyRef":{"key":"k","name":"s"}}"#, #"env[A].value: "2" → nothing"#,
            ]),
        Row(
            name: "ports by number, protocol TCP where none is named",
            wanted: ["ports": [["containerPort": 8008], ["containerPort": 5432]]],
            live: ["ports": [["containerPort": 5432, "protocol": "TCP"], ["containerPort": 8008, "protocol": "TCP"]]], found: []),
        Row(
            name: "a list taken as a whole", wanted: ["tolerations": [["key": "a"]]], live: ["tolerations": [["key": "a"], ["key": "b"]]],
            found: [#"tolerations: [{"key":"a"},{"key":"b"}] → [{"key":"a"}]"#]),
        Row(
            name: "source ranges in any order", wanted: ["spec": ["loadBalancerSourceRanges": ["a", "b"]]],
            live: ["spec": ["loadBalancerSourceRanges": ["b", "a"]]], found: []),
        Row(
            name: "Spilo's configuration by its content, without what Patroni keeps",
            wanted: [
                "env": [
                    [
                        "name": "SPILO_CONFIGURATION",
                        "value": #"{"postgresql":{},"bootstrap":{"initdb":["x"],"dcs":{"ttl":30}}}"#,
                    ]
                ]
            ],
            live: ["env": [["name": "SPILO_CONFIGURATION", "value": #"{ "bootstrap": {"initdb": ["x"]}, "postgresql": {} }"#]]], found: []),
        Row(
            name: "identity and status are not compared",
            wanted: ["apiVersion": "v1", "metadata": ["name": "a", "uid": "1"], "status": ["x": 1]],
            live: ["metadata": ["name": "a", "uid": "2"]], found: []),
        Row(
            name: "an annotation with a slash", wanted: ["metadata": ["annotations": ["a.b/c": "1"]]],
            live: ["metadata": ["annotations": ["other": "1"]]], found: [#"metadata.annotations[a.b/c]: nothing → "1""#]),
        Row(
            name: "false where the server stores nothing", wanted: ["volumeMounts": [["mountPath": "/x", "readOnly": false]]],
            live: ["volumeMounts": [["mountPath": "/x"]]], found: []),
        Row(
            name: "an explicit false that the server stores", wanted: ["privileged": false], live: [:],
            found: ["privileged: nothing → false"]),
    ]

    @Test(arguments: rows) func differencesAreWhatKubernetesMeans(row: Row) {
        #expect(Comparison.differences(wanted: row.wanted, live: row.live).map(\.description) == row.found)
    }

    @Test func aFieldThatSomebodyElseOwnsIsDrift() {
        let found = Comparison.differences(wanted: ["spec": ["a": 1]], live: ["spec": ["a": 2]]) { _ in false }
        #expect(found.map(\.origin) == [.drift])
    }
}
