import IPC
import Model
import Testing

/// The forms on the line, pinned: both ends may be of different builds for a moment.
@Suite struct ProvisionWireTests {
    private static let order: JSON = [
        "cluster": ["namespace": "default", "name": "demo"], "generation": 7, "digest": "d1",
        "connection": [
            "host": "demo.default", "port": 5432, "user": "postgres", "database": "postgres", "hostAddress": "10.0.0.1", "password": "s",
            "sslMode": "verify-full", "caPEM": "PEM",
        ],
        "roles": [
            [
                "name": "app", "source": "manifest", "password": "p", "login": false, "flags": ["CREATEDB", "NOINHERIT"], "memberOf": ["g"],
                "admins": ["admin"], "settings": ["work_mem": "8MB"], "basedOn": "base", "comment": "c",
            ]
        ],
        "formerRoles": ["gone"], "databases": [["name": "foo", "owner": "app"]],
        "preparedDatabases": [
            [
                "name": "bar", "defaultUsers": true, "extensions": ["hstore": "data"],
                "schemas": [["name": "data"], ["name": "audit", "defaultRoles": false, "defaultUsers": true]],
            ]
        ],
        "pooler": ["user": "pooler", "schema": "pooler"], "publications": [["database": "foo", "name": "fes_foo", "tables": ["public.t"]]],
        "options": [
            "mode": "plan", "passwordEncryption": "md5", "additionalOwnerRoles": ["cron_admin"], "deletionSuffix": "_deleted",
            "connectTimeout": 4, "statementTimeout": 60,
        ],
    ]

    @Test func anOrderGoesThereAndBack() throws {
        let request = try ProvisionerRequest(type: "order", body: Self.order)
        #expect(request.body == Self.order)
        #expect(request.coalescingKey == "default/demo")
    }

    @Test func anOrderInARecordingHasNoPassword() throws {
        let request = try ProvisionerRequest(type: "order", body: Self.order)
        #expect(request.redactedBody.at("connection", "password") == "redacted")
        #expect(request.redactedBody["roles"]?[0]?["password"] == "redacted")
    }

    @Test func forgettingNamesTheCluster() throws {
        let request = ProvisionerRequest.forget(cluster: ObjectKey(namespace: "default", name: "demo"))
        #expect(request.type == "forget" && request.body == ["cluster": ["namespace": "default", "name": "demo"]])
        #expect(try ProvisionerRequest(type: request.type, body: request.body) == request)
    }

    @Test func aResultGoesThereAndBack() throws {
        let body: JSON = [
            "cluster": ["namespace": "default", "name": "demo"], "generation": 7, "digest": "d1", "outcome": "failed",
            "reason": "ItemsFailed",
            "message": "m",
            "items": [
                ["kind": "role", "name": "app", "outcome": "created"],
                ["kind": "extension", "name": "a/b", "outcome": "refused", "message": "why"],
            ],
            "unchanged": 3, "statements": 2, "reads": 4,
        ]
        let report = try ProvisionerReport(type: "result", body: body)
        #expect(report.body == body)
    }

    @Test(arguments: [
        ("connection", "connection: expected an object, found nothing"), ("cluster", "cluster: expected an object, found nothing"),
    ])
    func whatIsMissingIsNamed(field: String, message: String) {
        var body = Self.order
        body[field] = nil
        #expect { try ProvisionerRequest(type: "order", body: body) } throws: { "\($0)" == message }
    }

    @Test func aWrongTypeIsNamedWithItsPathAndNotItsValue() {
        var body = Self.order
        body["roles"] = [["name": "app", "password": 12_345]]
        #expect { try ProvisionerRequest(type: "order", body: body) } throws: {
            "\($0)" == "roles[0].password: expected a string, found integer"
        }
    }

    @Test func anUnknownTypeIsAnError() {
        #expect(throws: FormError.self) { try ProvisionerRequest(type: "drop", body: [:]) }
        #expect(throws: FormError.self) { try ProvisionerReport(type: "order", body: [:]) }
    }
}
