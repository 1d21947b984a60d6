import Glibc
import Model
import Testing
import YAML

@testable import Reconciler

/// Recorded cases, where they are there: every object that a real API server held is rendered, and no other. `make goldens` compares them
/// field by field.
@Suite(.enabled(if: Environments.shared != nil, "the folder with recorded cases is not there"))
struct GoldenTests {
    static let cases: [String] =
        Environments.shared.map { shared in
            Environments.entries(shared + "/goldens").filter { access("\(shared)/goldens/\($0)/manifest.yaml", R_OK) == 0 }
        } ?? []

    @Test(arguments: cases)
    func recordedObjectsAreRendered(_ name: String) throws {
        let folder = "\(try #require(Environments.shared))/goldens/\(name)"
        func objects(_ file: String) throws -> [JSON] {
            guard access("\(folder)/\(file)", R_OK) == 0 else { return [] }
            return try Documents(TextFile.read("\(folder)/\(file)")).items.map(\.object)
        }
        let details = try #require(objects("case.json").first)
        let namespace = details["namespace"]?.string ?? "default"
        let inputs = OfflineInputs(
            configuration: try objects("configuration.yaml"), inputs: try objects("inputs.yaml"), namespace: namespace, environment: [:])
        #expect(!inputs.problems.hasErrors, "\(inputs.problems)")
        var rendered = Rendered()
        for manifest in try objects("manifest.yaml") { rendered.add(manifest, namespace: namespace, inputs) }
        #expect(keys(rendered.sorted) == keys(try objects("objects.json").filter { !isLeftOut($0) }))
        let failed = (details["status_history"]?.array ?? []).contains { $0 == "CreateFailed" || $0 == "Invalid" }
        #expect(rendered.isRefused == failed, "\(rendered.problems)")
    }

    private func keys(_ objects: [JSON]) -> [String] {
        objects.map {
            "\($0["kind"]?.string ?? "") \($0.at("metadata", "namespace")?.string ?? "") \($0.at("metadata", "name")?.string ?? "")"
        }
        .sorted()
    }

    /// The manifest itself, and what Patroni makes.
    private func isLeftOut(_ object: JSON) -> Bool {
        let name = object.at("metadata", "name")?.string ?? ""
        let isPatronis = ["-config", "-leader", "-sync", "-failover"].contains { name.hasSuffix($0) }
        switch object["kind"]?.string {
        case "postgresql", "Pod", "PersistentVolumeClaim": return true
        case "ConfigMap", "Endpoints", "Service": return isPatronis
        default: return false
        }
    }
}
