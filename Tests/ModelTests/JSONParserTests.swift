import Model
import Testing

/// What RFC 8259 allows, and what it means.
@Test(
    arguments: [
        ("null", JSON.null), ("true", true), ("false", false), ("\"\"", ""), ("[]", []), ("{}", [:]),
        (" \t\r\n1 ", 1), ("-0", 0), ("0", 0), ("-1", -1), ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
        ("9223372036854775808", .double(9_223_372_036_854_775_808)), ("1.5", 1.5), ("1e2", 100), ("1E+2", 100), ("-1.5e-1", -0.15),
        ("0.0", 0),
        ("[1,[2,[3]]]", [1, [2, [3]]]), ("[ 1 , 2 ]", [1, 2]), ("{\"a\":{\"b\":null}}", ["a": ["b": nil]]),
        ("{ \"a\" : 1 , \"b\" : 2 }", ["a": 1, "b": 2]),
        ("{\"a\":1,\"a\":2}", ["a": 2]), ("{\"\":1}", ["": 1]),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041\u00e9\u20ac""#, "Aé€"), (#""\ud83d\ude00""#, "😀"),
        (#""\u0000""#, "\u{0}"),
        ("\"é€😀\u{7f}\"", "é€😀\u{7f}"), (#""/""#, "/"), (#""\u2028""#, "\u{2028}"),
    ] as [(String, JSON)])
func textIsRead(_ text: String, _ value: JSON) throws { #expect(try JSON(parsing: text) == value) }

@Test(arguments: [
    "", " ", "nul", "nulll", "True", "NaN", "Infinity", "-", "+1", "01", "-01", "1.", ".5", "1e", "1e+", "1.e1", "0x1", "1 2", "--1",
    "1_000",
    "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}",
    "{1:1}",
    "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{,}", "'a'", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"a\nb\"", "\"a\tb\"",
    "\"\u{1f}\"",
    #""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800x""#, #""\udc00\ud800""#, "[]x", "{}{}", "// c\n1", "/* c */1", "1e999",
    "-1e999",
    "\u{feff}1",
])
func textIsRefused(_ text: String) { #expect(throws: JSONError.self) { try JSON(parsing: text) } }

@Test(
    arguments: [
        [0x22, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
        [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
        [0x22, 0xFF, 0x22], [0x22, 0x5C, 0x6E, 0xFF, 0x22], [0x00], [0xFF, 0xFE], [0x31, 0x00],
    ] as [[UInt8]])
func bytesAreRefused(_ bytes: [UInt8]) { #expect(throws: JSONError.self) { try JSON(parsing: bytes) } }

@Test func depthHasALimit() throws {
    func nested(_ levels: Int) -> String { String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
    #expect(throws: Never.self) { try JSON(parsing: nested(128)) }
    #expect(throws: JSONError.tooDeep(limit: 128, offset: 128)) { try JSON(parsing: nested(129)) }
    #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
    #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: #"{"a":"#, count: 100_000)) }
}

@Test func sizeHasALimit() {
    #expect(throws: JSONError.tooLarge(limit: 4)) { try JSON(parsing: "[1,2]", limits: JSONLimits(bytes: 4)) }
}

@Test func duplicatesCanBeRefusedOrNamed() throws {
    let text = #"{"a":{"b":1,"b":2},"c":[{"d":1,"d":1}]}"#
    #expect(throws: JSONError.duplicateKey("b", offset: 12)) { try JSON(parsing: text, limits: JSONLimits(refusesDuplicateKeys: true)) }
    var duplicates: [String] = []
    let value = try Array(text.utf8).withUnsafeBufferPointer { try JSON.parse($0, duplicates: &duplicates) }
    #expect(value.at("a", "b") == 2)
    #expect(duplicates == ["a.b", "c[0].d"])
}

@Test func largeObjectKeepsEachNameOnce() throws {
    let members = (0..<100).map { "\"k\($0)\":\($0)" }
    let value = try JSON(parsing: "{" + (members + members.reversed() + [#""k50":"last""#]).joined(separator: ",") + "}")
    #expect(value.object?.count == 100)
    #expect(value["k50"] == "last")
    #expect(value["k99"] == 99)
    #expect(value.object?.keys.first == "k0")
}

@Test(
    arguments: [
        JSON.null, true, 0, -1, .int(.min), .int(.max), 1.5, -0.1, 1e300, .double(.leastNonzeroMagnitude), "", "a\"b\\c/d\u{1}\n", "é😀", [],
        [:], [1, [nil, "x"]],
        ["b": 1, "a": ["z": [], "y": [:]]],
    ] as [JSON])
func writtenTextReadsBack(_ value: JSON) throws {
    for style in [JSONStyle.compact, .canonical, .pretty, JSONStyle(escapesHTML: true)] {
        #expect(try JSON(parsing: value.text(style)) == value)
    }
    #expect(!value.text().contains("\n"))
}

@Test func stylesOfWriting() {
    let value: JSON = ["b": "<&>", "a": [1, .double(2)]]
    #expect(value.text() == #"{"b":"<&>","a":[1,2]}"#)
    #expect(value.text(.canonical) == #"{"a":[1,2],"b":"<&>"}"#)
    #expect(value.text(JSONStyle(escapesHTML: true)) == #"{"b":"\u003c\u0026\u003e","a":[1,2]}"#)
    #expect(value.text(.pretty) == "{\n  \"b\": \"<&>\",\n  \"a\": [\n    1,\n    2\n  ]\n}")
}
