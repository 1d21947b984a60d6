import Model
import Testing

@testable import LocalCluster

struct RequestTests {
    @Test(arguments: [
        ("GET", "/api/v1/pods", "list", "pods", nil as String?, nil as String?, nil as String?),
        ("GET", "/api/v1/namespaces/x/pods?watch=True", "watch", "pods", "x", nil, nil),
        ("GET", "/api/v1/watch/namespaces/x/pods/a", "watch", "pods", "x", "a", nil),
        ("GET", "/api/v1/namespaces/x", "get", "namespaces", nil, "x", nil),
        ("PUT", "/api/v1/namespaces/x/finalize", "update", "namespaces", nil, "x", "finalize"),
        ("PATCH", "/apis/apps/v1/namespaces/x/statefulsets/a/scale", "patch", "statefulsets", "x", "a", "scale"),
        ("DELETE", "/api/v1/namespaces/x/configmaps", "deletecollection", "configmaps", "x", nil, nil),
        ("POST", "/api/v1/namespaces/x/status", "create", "namespaces", nil, "x", "status"),
    ])
    func pathsTellWhatARequestIsAbout(
        _ method: String, _ target: String, _ verb: String, _ plural: String, _ namespace: String?, _ name: String?, _ subresource: String?
    ) throws {
        let info = RequestInfo(APIRequest(method: method, target: target))
        let resource = try #require(info.resource)
        #expect(info.verb == verb)
        #expect(resource.plural == plural)
        #expect(resource.namespace == namespace)
        #expect(resource.name == name)
        #expect(resource.subresource == subresource)
    }

    @Test(arguments: ["/healthz", "/apis", "/apis/apps", "/api/v1", "/openapi/v3/apis/apps/v1"])
    func otherPathsAreNoResources(_ target: String) { #expect(RequestInfo(APIRequest(method: "GET", target: target)).resource == nil) }

    @Test func queriesAreDecoded() {
        let query = Query("labelSelector=a%3Db%2Cc+in+%28d%29&watch&limit=5")
        #expect(query["labelSelector"] == "a=b,c in (d)")
        #expect(query.flag("watch") == true)
        #expect(query.flag("none") == nil)
        #expect(Query("watch=false").flag("watch") == false)
    }

    @Test(arguments: [
        ("", Negotiation.Form.object), ("*/*", .object), ("application/vnd.kubernetes.protobuf,application/json", .object),
        ("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", .table(version: "v1")),
        ("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", .partialMetadata(version: "v1")),
    ])
    func acceptChoosesTheForm(_ accept: String, _ form: Negotiation.Form) throws {
        #expect(try Negotiation.forResource(accept: accept).form == form)
    }

    @Test func anUnknownFormIsNotAcceptable() {
        #expect(throws: StatusError.self) { try Negotiation.forResource(accept: "application/xml") }
    }

    @Test func continueTokensComeBack() throws {
        let token = ContinueToken(resourceVersion: 4711, after: ObjectPath(namespace: "ns", name: "a.b"))
        #expect(try ContinueToken(token.text) == token)
    }

    @Test(arguments: [
        ("!!!", "illegal base64 data at input byte 0"), ("abcd", "invalid character 'i' looking for beginning of value"),
    ])
    func unusableContinueTokensAreRefused(_ text: String, _ why: String) {
        #expect(throws: StatusError.badRequest("invalid continue token: continue key is not valid: \(why)")) { try ContinueToken(text) }
    }

    @Test(
        arguments: [
            (0, "0s"), (119, "119s"), (120, "2m"), (125, "2m5s"), (3600, "60m"), (10800, "3h"), (11100, "3h5m"), (172_800, "2d"),
            (180_000, "2d2h"), (864_000, "10d"), (-5, "<invalid>"),
        ] as [(Int64, String)])
    func agesReadAsInKubectl(_ seconds: Int64, _ text: String) { #expect(HumanDuration.text(seconds) == text) }

    @Test(arguments: [
        (".spec.a", "[1]"), (".spec.list[0].b", "[\"x\"]"), (".spec.list[*].b", "[\"x\",\"y\"]"), (".spec.none", "[]"),
        (".metadata.labels['a\\.b/c']", "[\"l\"]"), (".metadata.labels.a\\.b/c", "[\"l\"]"),
        (".status.conditions[?(@.type==\"Ready\")].status", "[\"True\"]"),
    ])
    func jsonPathsFindTheirValues(_ path: String, _ expected: String) {
        let value: JSON = [
            "metadata": ["labels": ["a.b/c": "l"]], "spec": ["a": 1, "list": [["b": "x"], ["b": "y"]]],
            "status": ["conditions": [["type": "A", "status": "False"], ["type": "Ready", "status": "True"]]],
        ]
        #expect(JSON(JSONPath(path).values(in: value)).text() == expected)
    }

    @Test func stableVersionsComeFirst() {
        let versions = ["v1alpha1", "v2beta1", "other", "v1", "v11", "v1beta2", "v2"]
        #expect(
            versions.sorted { VersionRank($0) < VersionRank($1) } == ["v11", "v2", "v1", "v2beta1", "v1beta2", "v1alpha1", "other"])
    }

    @Test func timesAreReadAndWritten() {
        #expect(Timestamp.text(1_764_039_845) == "2025-11-25T03:04:05Z")
        #expect(Timestamp.seconds("2025-11-25T03:04:05Z") == 1_764_039_845)
        #expect(Timestamp.seconds("2025-11-25T04:04:05.123+01:00") == 1_764_039_845)
        #expect(Timestamp.seconds("soon") == nil)
    }
}
