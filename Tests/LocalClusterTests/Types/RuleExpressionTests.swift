import Model
import Testing

@testable import LocalCluster

@Suite struct RuleExpressionTests {
    private let value: JSON = ["min": 1, "max": 3, "name": "abc", "list": [1, 2, 3], "map": ["k": "v"]]

    @Test(arguments: [
        ("self.min <= self.max", true), ("self.min + 1 == self.max", false), ("has(self.nope) || self.min == 1", true),
        ("!has(self.name) ? false : self.name.startsWith('a')", true), ("size(self.list) == 3 && self.list.all(x, x > 0)", true),
        ("self.list.exists(x, x == 4)", false), ("self.name in ['abc', 'd']", true), ("'k' in self.map", true),
        ("self.name.matches('^[a-z]+$')", true), ("self.list[0] == 1 && self.map['k'] == \"v\"", true), ("-self.min < 0", true),
        ("(1 + 2) * 3 == 9", true), ("self.list.filter(x, x > 1).size() == 2", true), ("self.nope == 1 || true", true),
    ])
    func holdsOrNot(_ text: String, _ expected: Bool) throws {
        #expect(try RuleExpression(text).evaluate(self: value, oldSelf: nil).bool == expected)
    }

    @Test func knowsWhetherItIsAboutAChange() throws {
        #expect(try RuleExpression("self == oldSelf").usesOldSelf)
        #expect(try !RuleExpression("self != ''").usesOldSelf)
    }

    @Test(arguments: ["self.", "self ==", "(self", "self $ 1", "'open", String(repeating: "(", count: 100_000)])
    func refusesWhatIsNoExpression(_ text: String) {
        #expect(throws: RuleExpression.Failure.self) { try RuleExpression(text) }
    }
}
