import Model
import Testing

@testable import LocalCluster

@Suite struct PatchTests {
    private let document: JSON = ["a": ["b": 1], "list": ["x", "y"]]

    @Test(
        arguments: [
            (["op": "add", "path": "/a/c", "value": 2], ["a": ["b": 1, "c": 2], "list": ["x", "y"]]),
            (["op": "replace", "path": "/a/new", "value": 2], ["a": ["b": 1, "new": 2], "list": ["x", "y"]]),
            (["op": "remove", "path": "/a/b"], ["a": [:], "list": ["x", "y"]]),
            (["op": "add", "path": "/list/0", "value": "w"], ["a": ["b": 1], "list": ["w", "x", "y"]]),
            (["op": "add", "path": "/list/-", "value": "z"], ["a": ["b": 1], "list": ["x", "y", "z"]]),
            (["op": "remove", "path": "/list/-1"], ["a": ["b": 1], "list": ["x"]]),
            (["op": "move", "from": "/a/b", "path": "/b"], ["a": [:], "b": 1, "list": ["x", "y"]]),
            (["op": "copy", "from": "/a/b", "path": "/b"], ["a": ["b": 1], "b": 1, "list": ["x", "y"]]),
            (["op": "test", "path": "/a/b", "value": 1], ["a": ["b": 1], "list": ["x", "y"]]),
        ] as [(JSON, JSON)])
    func jsonPatchOperations(_ operation: JSON, _ expected: JSON) throws {
        #expect(try JSONPatch(operations: [operation]).applied(to: document) == expected)
    }

    @Test(
        arguments: [
            ["op": "remove", "path": "/a/zz"], ["op": "add", "path": "/nope/x", "value": 1], ["op": "test", "path": "/a/b", "value": 2],
            ["op": "what", "path": "/a"], ["op": "add", "path": "/list/9", "value": 1], ["op": "add", "path": "a", "value": 1],
        ] as [JSON])
    func jsonPatchRefuses(_ operation: JSON) {
        #expect(throws: JSONPatch.Failure.self) { try JSONPatch(operations: [operation]).applied(to: document) }
    }

    @Test func mergePatchRemovesByNullAndKeepsNoNullsInWhatIsNew() {
        let target: JSON = ["a": "b", "c": ["d": "e", "f": "g"]]
        let patch: JSON = ["a": "z", "c": ["f": .null], "n": ["x": .null, "y": 1]]
        #expect(MergePatch.apply(patch, to: target) == ["a": "z", "c": ["d": "e"], "n": ["y": 1]])
    }

    private var podShape: LocalCluster.Shape {
        .structure(ShapeTable.builtIn.structure(named: "PodSpec") ?? Structure(name: "", fields: []))
    }

    private let pod: JSON = [
        "containers": [
            ["name": "main", "image": "a:1", "env": [["name": "A", "value": "1"], ["name": "B", "value": "2"]]], ["name": "side"],
        ],
        "volumes": [["name": "v", "emptyDir": [:]]], "tolerations": [["key": "a"]],
    ]

    @Test(
        arguments: [
            ("a new item goes in front", ["containers": [["name": "new"]]], ["new", "main", "side"]),
            ("an item is deleted by its key", ["containers": [["name": "side", "$patch": "delete"]]], ["main"]),
            ("the list is replaced", ["containers": [["$patch": "replace"], ["name": "only"]]], ["only"]),
            ("the order is set", ["$setElementOrder/containers": [["name": "side"], ["name": "main"]]], ["side", "main"]),
        ] as [(String, JSON, [String])])
    func strategicPatchOfContainers(_ what: String, _ patch: JSON, _ names: [String]) throws {
        let result = try StrategicMergePatch().apply(patch, to: pod, podShape)
        #expect(result.items("containers").map { $0.text("name") } == names, Comment(rawValue: what))
    }

    @Test func strategicPatchKeepsTheOrderOfWhatBothHave() throws {
        let patch: JSON = ["containers": [["name": "main", "env": [["name": "B", "value": "3"], ["name": "C", "value": "4"]]]]]
        let result = try StrategicMergePatch().apply(patch, to: pod, podShape)
        let env = result.items("containers").first?.items("env") ?? []
        #expect(env == [["name": "A", "value": "1"], ["name": "B", "value": "3"], ["name": "C", "value": "4"]])
    }

    @Test func strategicPatchRetainsKeysAndReplacesAtomicLists() throws {
        let patch: JSON = [
            "volumes": [["name": "v", "$retainKeys": ["name", "secret"], "secret": ["secretName": "s"]]], "tolerations": [["key": "b"]],
        ]
        let result = try StrategicMergePatch().apply(patch, to: pod, podShape)
        #expect(result["volumes"] == [["name": "v", "secret": ["secretName": "s"]]])
        #expect(result["tolerations"] == [["key": "b"]])
    }

    @Test func strategicPatchNeedsTheMergeKey() {
        #expect(throws: StrategicMergePatch.Failure.self) {
            try StrategicMergePatch().apply(["containers": [["image": "x"]]], to: pod, podShape)
        }
    }
}
