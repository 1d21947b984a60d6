import Model
import Testing

@testable import LocalCluster

@Suite struct BodyReadingTests {
    @Test(arguments: [
        (#"{"kind": "ConfigMap", "#, "unexpected end of JSON input"), ("not json", "invalid character 'o' in literal null (expecting 'u')"),
        ("x", "invalid character 'x' looking for beginning of value"),
        (#"{"a":1 "b":2}"#, "invalid character '\"' after object key:value pair"),
        (#"{"a" 1}"#, "invalid character '1' after object key"), ("[1 2]", "invalid character '2' after array element"),
        ("{a:1}", "invalid character 'a' looking for beginning of object key string"),
        ("{} {}", "invalid character '{' after top-level value"),
    ])
    func syntaxErrorsAreToldInGoWords(_ text: String, _ message: String) throws {
        let bytes = Array(text.utf8)
        let error = #expect(throws: JSONError.self) { try BodyReader.parse(bytes, yaml: nil) }
        #expect(error.map { BodySyntax(bytes: bytes).message($0) } == message)
    }

    private func create(_ text: String, _ validation: FieldValidation) throws -> WriteOutcome {
        var fixture = try TypesFixture("configmaps")
        fixture.context.fieldValidation = validation
        return try fixture.type.create(RequestBody(text: Array(text.utf8)), fixture.context)
    }

    private let unknown = #"{"metadata":{"name":"x"},"data":{"a":"1","a":"2"},"dat":{}}"#

    @Test func unknownAndDuplicateFieldsAreWarnedOf() throws {
        let outcome = try create(unknown, .warn)
        #expect(outcome.warnings == [#"duplicate field "data.a""#, #"unknown field "dat""#])
        #expect(outcome.object["data"] == ["a": "2"])
        #expect(outcome.object["dat"] == nil)
    }

    @Test func unknownFieldsAreRefusedWhenStrict() {
        let error = #expect(throws: StatusError.self) { try create(unknown, .strict) }
        #expect(
            error?.message == #"ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: "#
                + #"duplicate field "data.a", unknown field "dat""#)
    }

    @Test func unknownFieldsPassInSilenceWhenIgnored() throws {
        #expect(try create(unknown, .ignore).warnings == [])
    }

    @Test(arguments: [
        (#"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"x"}}"#, "converting (v1.Secret) to (core.ConfigMap): unknown conversion"),
        (
            #"{"metadata":{"name":"x"},"data":{"a":1}}"#,
            "json: cannot unmarshal number into Go struct field ConfigMap.data.a of type string"
        ),
    ])
    func wrongKindsAndTypesAreBadRequests(_ text: String, _ ending: String) {
        let error = #expect(throws: StatusError.self) { try create(text, .warn) }
        #expect(error?.code == 400)
        #expect(error?.message.hasSuffix(ending) == true)
    }

    @Test func emptyValuesAreLeftOutAsGoLeavesThemOut() throws {
        let service = try TypesFixture("services").create(["metadata": ["name": "s"], "spec": ["clusterIP": "None", "externalName": ""]])
        #expect(service.at("spec", "externalName") == nil)
        #expect(service["status"] == ["loadBalancer": [:]])
    }
}
