import Model
import Testing

@testable import LocalCluster

@Suite struct CustomResourceTests {
    private let schema: JSON = [
        "type": "object", "required": ["spec"],
        "properties": [
            "spec": [
                "type": "object",
                "properties": [
                    "team": ["type": "string", "maxLength": 5], "size": ["type": "integer", "minimum": 0, "maximum": 10, "default": 1],
                    "mode": ["type": "string", "enum": ["a", "b"]], "name": ["type": "string", "pattern": "^[a-z]+$"],
                    "free": ["type": "object", "x-kubernetes-preserve-unknown-fields": true],
                    "nested": ["type": "object", "default": [:], "properties": ["deep": ["type": "string", "default": "x"]]],
                    "maybe": ["type": "string", "nullable": true], "plain": ["type": "string"],
                    "tags": ["type": "array", "x-kubernetes-list-type": "set", "items": ["type": "string"]],
                    "fixed": ["type": "string", "x-kubernetes-validations": [["rule": "self == oldSelf", "message": "may not change"]]],
                ],
            ], "status": ["type": "object", "properties": ["phase": ["type": "string"]]],
        ],
    ]

    private var definition: JSON {
        [
            "metadata": ["name": "widgets.example.com"],
            "spec": [
                "group": "example.com", "scope": "Namespaced", "names": ["plural": "widgets", "kind": "Widget"],
                "versions": [
                    ["name": "v1", "served": true, "storage": true, "schema": ["openAPIV3Schema": schema], "subresources": ["status": [:]]]
                ],
            ],
        ]
    }

    private func fixture() throws -> TypesFixture {
        let stored = try TypesFixture("customresourcedefinitions", group: "apiextensions.k8s.io").created(definition)
        let established = CustomResourceDefinitions.established(stored, among: [], now: "2026-11-25T03:04:05Z")
        #expect(CustomResourceDefinitions.isEstablished(established))
        var catalog = Catalog.builtIn
        catalog.install(customResourceDefinition: established)
        return try TypesFixture("widgets", group: "example.com", in: catalog)
    }

    private func widget(_ spec: JSON) -> JSON {
        ["apiVersion": "example.com/v1", "kind": "Widget", "metadata": ["name": "w"], "spec": spec]
    }

    @Test func unknownFieldsArePrunedAndDefaultsFilledIn() throws {
        let object = try fixture().create(widget(["nope": 1, "free": ["any": .null], "nested": ["zip": 1]]))
        #expect(object["spec"] == ["free": ["any": .null], "nested": ["deep": "x"], "size": 1])
    }

    @Test func nullsStayOnlyWhereTheyMay() throws {
        let object = try fixture().create(widget(["maybe": .null, "plain": .null, "size": .null]))
        #expect(object["spec"] == ["maybe": .null, "nested": ["deep": "x"], "size": 1])
    }

    @Test(
        arguments: [
            (["team": 1], #"Invalid value: "integer": spec.team in body must be of type string: "integer""#),
            (["team": "toolong"], "Too long: may not be more than 5 bytes"),
            (["size": 11], "Invalid value: 11: spec.size in body should be less than or equal to 10"),
            (["mode": "c"], #"Unsupported value: "c": supported values: "a", "b""#),
            (["name": "Bad"], "Invalid value: \"Bad\": spec.name in body should match '^[a-z]+$'"),
            (["tags": ["x", "x"]], #"Duplicate value: "x""#),
        ] as [(JSON, String)])
    func valuesAreChecked(_ spec: JSON, _ message: String) throws {
        let fixture = try fixture()
        let error = refusal { try fixture.create(widget(spec)) }
        #expect(error?.code == 422)
        #expect(error?.causes.first?.message == message)
    }

    @Test func aRuleAboutChangesHoldsOnlyForChanges() throws {
        let fixture = try fixture()
        let object = try fixture.created(widget(["fixed": "a"]))
        let error = refusal { try fixture.patch(.merge, ["spec": ["fixed": "b"]], object) }
        #expect(
            error?.causes == [
                StatusCause(reason: "FieldValueInvalid", message: #"Invalid value: "b": may not change"#, field: "spec.fixed")
            ])
        #expect(try fixture.patch(.merge, ["spec": ["fixed": .null]], object).at("spec", "fixed") == nil)
    }

    @Test func statusAndSpecAreWrittenApart() throws {
        let fixture = try fixture()
        let object = try fixture.created(widget(["team": "x"]))
        let status = try fixture.patch(
            .merge, ["metadata": ["labels": ["a": "b"]], "spec": ["team": "y"], "status": ["phase": "Up"]], object, subresource: "status")
        #expect(status.at("spec", "team") == "x")
        #expect(status["status"] == ["phase": "Up"])
        #expect(status.at("metadata", "labels") == nil)
        #expect(status.at("metadata", "generation") == 1)
        let spec = try fixture.patch(.merge, ["spec": ["team": "z"], "status": ["phase": "no"]], status)
        #expect(spec["status"] == ["phase": "Up"])
        #expect(spec.at("metadata", "generation") == 2)
    }

    @Test func aReplaceNeedsTheResourceVersion() throws {
        let fixture = try fixture()
        let object = try fixture.created(widget([:]))
        let error = refusal { try fixture.update(widget([:]), object) }
        #expect(error?.causes.first?.message == "Invalid value: 0: must be specified for an update")
    }

    @Test(
        arguments: [
            (["a": ["type": "thing"]], "spec.validation.openAPIV3Schema.properties[spec].properties[a].type"),
            (["a": [:]], "spec.validation.openAPIV3Schema.properties[spec].properties[a].type"),
            (["a": ["type": "array"]], "spec.validation.openAPIV3Schema.properties[spec].properties[a].items"),
            (["a": ["type": "integer", "default": "x"]], "spec.validation.openAPIV3Schema.properties[spec].properties[a].default"),
        ] as [(JSON, String)])
    func schemasMustBeStructural(_ properties: JSON, _ field: String) throws {
        var definition = definition
        let version: JSON = [
            "name": "v1", "served": true, "storage": true,
            "schema": ["openAPIV3Schema": ["type": "object", "properties": ["spec": ["type": "object", "properties": properties]]]],
        ]
        definition.set(["spec", "versions"], to: [version])
        let fixture = try TypesFixture("customresourcedefinitions", group: "apiextensions.k8s.io")
        #expect(refusal { try fixture.create(definition) }?.causes.first?.field == field)
    }

    @Test func aTakenKindIsNotAccepted() throws {
        let fixture = try TypesFixture("customresourcedefinitions", group: "apiextensions.k8s.io")
        let first = CustomResourceDefinitions.established(try fixture.created(definition), among: [], now: "2026-11-25T03:04:05Z")
        var second = try fixture.created(definition)
        second.set(["metadata", "name"], to: "wodgets.example.com")
        second.set(["spec", "names", "plural"], to: "wodgets")
        second = CustomResourceDefinitions.established(second, among: [first], now: "2026-11-25T03:04:05Z")
        #expect(!CustomResourceDefinitions.isEstablished(second))
        #expect(second.at("status", "acceptedNames") == ["plural": "wodgets", "kind": ""])
        #expect(second["status"]?.items("conditions").first?["reason"] == "ListKindConflict")
    }

    @Test func aNewDefaultIsNoChangeOfTheSpecification() throws {
        let fixture = try fixture()
        var object = try fixture.created(widget(["team": "x"]))
        object.set(["spec", "size"], to: nil)
        #expect(fixture.type.view(object).at("spec", "size") == 1)
        let labelled = try fixture.patch(.merge, ["metadata": ["labels": ["a": "b"]]], object)
        #expect(labelled.at("spec", "size") == 1)
        #expect(labelled.at("metadata", "generation") == 1)
    }

    @Test func anApplyToTheStatusOwnsNoLabels() throws {
        let fixture = try fixture()
        let object = try fixture.created(widget(["team": "x"]))
        var status = widget(["team": "y"])
        status["status"] = ["phase": "Up"]
        status.set(["metadata", "labels"], to: ["a": "b"])
        let applied = try fixture.apply(status, object, manager: "st", subresource: "status")
        #expect(applied.managed(by: "st")?["fieldsV1"] == ["f:status": ["f:phase": [:]]])
        #expect(applied.at("metadata", "labels") == nil)
        #expect(applied.at("spec", "team") == "x")
    }
}
