import Model
import Testing

@testable import LocalCluster

struct SelectorTests {
    private static let labels: JSON = ["app": "db", "tier": "b", "n": "5"]

    @Test(arguments: [
        ("", true), ("app=db", true), ("app==db,tier!=a", true), ("app!=db", false), ("tier in (a, b)", true), ("tier notin (a,b)", false),
        ("none notin (a)", true), ("tier", true), ("!tier", false), ("!none", true), ("n>4", true), ("n<5", false), ("app=", false),
        ("tier in (b),n", true),
    ])
    func labelSelectorsMatch(_ text: String, _ expected: Bool) throws {
        #expect(try LabelSelectorParser.parse(text).matches(Self.labels) == expected)
    }

    @Test(arguments: [
        ("a in b", "unable to parse requirement: found 'b' expected: '('"),
        ("a=b c", "found 'c', expected: ',' or 'end of string'"),
        ("=x", "found '=', expected: !, identifier, or 'end of string'"),
    ])
    func wrongLabelSelectorsAreToldInTheServersWords(_ text: String, _ message: String) {
        #expect(throws: StatusError.badRequest(message)) { try LabelSelectorParser.parse(text) }
    }

    @Test func aSpecsSelectorMatchesAsTheTextDoes() {
        let selector = LabelSelector([
            "matchLabels": ["app": "db"], "matchExpressions": [["key": "tier", "operator": "In", "values": ["a", "b"]]],
        ])
        #expect(selector.matches(Self.labels))
        #expect(!selector.matches(["app": "db"]))
    }

    private static let pods = Catalog.builtIn.type(group: "", version: "v1", plural: "pods")?.info
    private static let configMaps = Catalog.builtIn.type(group: "", version: "v1", plural: "configmaps")?.info

    @Test(arguments: [
        ("metadata.name=a", true), ("metadata.name!=a", false), ("status.phase==Running,spec.nodeName=n", true), ("spec.nodeName=", false),
        ("status.podIP=", true), ("spec.hostNetwork=false", true),
    ])
    func fieldSelectorsMatch(_ text: String, _ expected: Bool) throws {
        let pod: JSON = ["metadata": ["name": "a"], "spec": ["nodeName": "n"], "status": ["phase": "Running"]]
        #expect(try FieldSelector.parse(text, of: try #require(Self.pods)).matches(pod) == expected)
    }

    @Test func anUnknownFieldIsRefused() throws {
        let info = try #require(Self.configMaps)
        #expect(throws: StatusError.badRequest("\"data.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""))
        {
            try FieldSelector.parse("data.x=1", of: info)
        }
    }

    @Test func escapedCommasBelongToTheValue() throws {
        let info = try #require(Self.configMaps)
        let selector = try FieldSelector.parse("metadata.name=a\\,b", of: info)
        #expect(selector.requirements == [.init(field: "metadata.name", value: "a,b", isEqual: true)])
    }
}
