import Model
import Testing

@testable import YAML

@Suite struct YAMLTests {
    private func value(_ text: String) throws -> JSON { try #require(try YAML.documents(text).first).value }

    @Test(
        arguments: [
            ("yes", true), ("off", false), ("~", nil), ("", nil), ("3", 3), ("-3", -3), ("0640", 416), ("0x1F", 31), ("1_000", 1000),
            ("1.5", 1.5),
            ("1e3", 1000.0), ("'3'", "3"), ("\"yes\"", "yes"), ("100m", "100m"), ("1.2.3", "1.2.3"), ("12:30", "12:30"),
            ("2026-11-25", "2026-11-25"),
            ("!!str 5", "5"), ("08", 8.0), ("{a: 1}", ["a": 1]), ("[1, x]", [1, "x"]), ("+1", 1), (".5", 0.5), ("1.", 1.0),
        ] as [(String, JSON)])
    func scalarsAreReadAsKubernetesReadsThem(text: String, expected: JSON) throws {
        #expect(try value("v: \(text)") == ["v": expected])
    }

    @Test func severalDocumentsAreReadAndEmptyOnesLeftOut() throws {
        let documents = try YAML.documents("---\na: 1\n---\n# nothing\n---\nb: 2\n...\n")
        #expect(documents.map(\.value) == [["a": 1], ["b": 2]])
        #expect(documents[1].firstLine == 6)
    }

    @Test func linesAreKnownByPath() throws {
        let document = try #require(try YAML.documents("spec:\n  users:\n    - name: a\n    - name: b\n").first)
        #expect(document.line(of: ["spec", "users", "1", "name"]) == 4)
        #expect(document.line(of: ["spec", "missing"]) == 2)
    }

    @Test func anchorsAndMergeKeysAreExpanded() throws {
        #expect(
            try value("base: &b {x: 1, z: 2}\nuse:\n  <<: *b\n  z: 3\nagain: *b\n") == [
                "base": ["x": 1, "z": 2], "use": ["z": 3, "x": 1], "again": ["x": 1, "z": 2],
            ])
    }

    @Test(
        arguments: [
            ("a: 1\na: 2", YAMLError.duplicateKey("a", line: 2)),
            ("a: *nowhere", YAMLError.unknownAlias("nowhere", line: 1)),
            ("a: .inf", YAMLError.numberNotFinite(".inf", line: 1)),
            ("[a]: 1", YAMLError.invalidKey(line: 1)),
            ("<<: 1", YAMLError.invalidMerge(line: 1)),
        ])
    func mistakesNameTheirLine(text: String, error: YAMLError) {
        #expect(throws: error) { try YAML.documents(text) }
    }

    @Test func tabsAreASyntaxErrorWithALine() {
        #expect(throws: YAMLError.self) { try YAML.documents("a:\n\t- b") }
    }

    @Test func aliasesThatMultiplyAreRefused() {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for level in 1...9 {
            text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",") + "]\n"
        }
        #expect(throws: YAMLError.tooManyNodes(limit: YAMLReader.nodeLimit)) { try YAML.documents(text) }
    }

    @Test func deepNestingIsRefusedWithoutCrashing() {
        #expect(throws: YAMLError.self) { try YAML.documents(String(repeating: "[", count: 5000)) }
    }

    @Test(
        arguments: [
            ["a": 1, "b": [1, "two", nil, ["c": []]], "d": [:]], ["x": "yes", "y": "1", "z": "a: b", "w": " lead", "v": "# no", "u": ""],
            ["m": "one\ntwo\n", "n": "one\ntwo", "o": "a\n\n", "p": "tab\there", "q": "12:30", "r": "*x", "s": "http://a:80/b"],
            [["a": ["b": ["c"]]], [[1, 2], []]], "plain", nil, ["key: odd": true, "1": 2.5], ["e": "é\u{1F600}", "f": "\u{85}x\ny"],
        ] as [JSON])
    func whatIsWrittenIsReadBack(value: JSON) throws {
        #expect(try YAML.documents(value.yaml()).first?.value ?? nil == value)
    }
}
