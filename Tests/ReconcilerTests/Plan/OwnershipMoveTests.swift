import Model
import Testing

@testable import Reconciler

@Suite struct OwnershipMoveTests {
    private func entry(_ manager: String, _ operation: String, _ fields: JSON, subresource: String? = nil) -> JSON {
        var entry: JSON = ["manager": .string(manager), "operation": .string(operation), "fieldsV1": fields]
        if let subresource { entry["subresource"] = .string(subresource) }
        return entry
    }

    private func object(_ entries: JSON...) -> JSON {
        ["metadata": ["resourceVersion": "7", "managedFields": .array(entries)]]
    }

    @Test func ourTwoEntriesBecomeOneAndTheOthersStay() throws {
        let theirs = entry("kubectl", "Update", ["f:metadata": [:]])
        let status = entry("postgres-operator", "Update", ["f:status": [:]], subresource: "status")
        let live = object(
            theirs, status, entry("postgres-operator", "Apply", ["f:spec": ["f:a": [:]]]),
            entry("postgres-operator", "Update", ["f:spec": ["f:b": [:]]]))
        let patch = try #require(OwnershipMove.patch(for: live))
        #expect(
            patch[0]?["value"]
                == [theirs, status, entry("postgres-operator", "Apply", ["f:spec": ["f:a": [:], "f:b": [:]]])])
        #expect(patch[1] == ["op": "replace", "path": "/metadata/resourceVersion", "value": "7"])
    }

    @Test func passwordsAreNeverPartOfWhatIsApplied() throws {
        let live = object(entry("postgres-operator", "Update", ["f:data": ["f:password": [:]], "f:metadata": ["f:labels": [:]]]))
        let patch = try #require(OwnershipMove.patch(for: live))
        #expect(patch[0]?["value"]?[0]?["fieldsV1"] == ["f:metadata": ["f:labels": [:]]])
    }

    @Test func nothingIsMovedWhereNothingWasUpdated() {
        #expect(OwnershipMove.patch(for: object(entry("postgres-operator", "Apply", [:]))) == nil)
    }
}
