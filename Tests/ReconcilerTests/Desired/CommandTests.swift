import Model
import Testing
import YAML

@testable import Reconciler

@Suite struct CommandTests {
    @Test func crdFilesAreThoseOfTheTables() throws {
        for (name, text) in CRDsCommand.files {
            #expect(try TextFile.read("\(Environments.root)/deploy/crds/\(name)") == text, "run make crds")
        }
    }

    @Test func referenceIsThatOfTheTables() throws {
        for (name, text) in Reference.files {
            #expect(
                try TextFile.read("\(Environments.root)/docs/\(name)") == text,
                "run postgres-operator-reconciler reference --directory docs")
        }
    }

    @Test func crdsAreStructural() {
        #expect(
            CustomResourceDefinitions.all.map { $0.at("spec", "names", "kind")?.string } == [
                "postgresql", "OperatorConfiguration", "PostgresTeam",
            ])
        for definition in CustomResourceDefinitions.all {
            let schema = definition.at("spec", "versions")?[0]?.at("schema", "openAPIV3Schema") ?? .null
            checkStructural(schema, "")
        }
    }

    /// Every schema has a type, unless it is an integer or string; members of objects are described by one keyword.
    private func checkStructural(_ schema: JSON, _ path: String) {
        let isTyped = schema["type"]?.string != nil || schema["x-kubernetes-int-or-string"] == true
        #expect(isTyped, "\(path)")
        #expect(schema["properties"] == nil || schema["additionalProperties"] == nil, "\(path)")
        for (name, property) in schema["properties"]?.object ?? [:] { checkStructural(property, path + "." + name) }
        if let items = schema["items"] { checkStructural(items, path + "[]") }
        if let values = schema["additionalProperties"] { checkStructural(values, path + "{}") }
    }

    @Test func columnsOfTheClusterAreTheKnownOnes() {
        let version = CustomResourceDefinitions.all[0].at("spec", "versions")?[0] ?? .null
        let columns = version["additionalPrinterColumns"]?.array ?? []
        #expect(
            columns.map { $0["name"]?.string }
                == ["Team", "Version", "Pods", "Volume", "CPU-Request", "Memory-Request", "Age", "Status"])
        #expect(version.at("subresources", "scale", "specReplicasPath") == ".spec.numberOfInstances")
        #expect(CustomResourceDefinitions.all(categories: ["db"])[0].at("spec", "names", "categories") == ["db"])
    }

    @Test func problemsCarryTheirLine() throws {
        let text = "kind: postgresql\napiVersion: acid.zalan.do/v1\nmetadata:\n  name: a\nspec:\n  users:\n    app:\n    - flyer\n"
        let item = try #require(Documents(text).items.first)
        let problem = try #require(Validation.problems(item.object).first { $0.path == "spec.users.app[0]" })
        #expect(InputReader.line(problem, "f.yaml", item).hasPrefix("f.yaml:8: error: spec.users.app[0]: \"flyer\": one of bypassrls"))
    }

    @Test func validationKnowsTheOtherKinds() {
        #expect(Validation.problems(["kind": "PostgresTeam", "spec": ["additionalTeams": "x"]]).map(\.path) == ["spec.additionalTeams"])
        #expect(Validation.problems(["kind": "ConfigMap", "data": ["workers": "x"]]).map(\.path) == ["data.workers"])
        #expect(Validation.problems(["kind": "Postgresql"]).map(\.path) == ["kind"])
        let definition: JSON = ["configuration": ["kubernetes": ["pod_service_account_definition": "{kind: Pod}"]]]
        var document = definition
        document["kind"] = "OperatorConfiguration"
        #expect(Validation.problems(document).map(\.path) == ["configuration.kubernetes.pod_service_account_definition"])
    }

    @Test func objectsBesideAManifestAreNotMistakenForOne() throws {
        let text = "{kind: Secret, apiVersion: v1, metadata: {name: s}}\n---\n{kind: Postgresql, apiVersion: acid.zalan.do/v1}\n"
        let documents = try Documents(text)
        #expect(documents.items.map { Validation.concerns($0.object, among: documents) } == [false, true])
        let alone = try Documents("{kind: Secret, apiVersion: v1, metadata: {name: s}}")
        #expect(Validation.concerns(alone.items[0].object, among: alone))
    }

    @Test func secretsAreRenderedWithoutTheirValues() throws {
        var rendered = Rendered()
        let cluster = try TestCluster("users: {my_app: []}")
        rendered.add(cluster.manifest, namespace: "elsewhere", cluster.offline)
        let secret = try #require(rendered.sorted.first { $0.at("metadata", "name")?.string?.hasPrefix("my-app.") == true })
        #expect(secret["stringData"] == ["username": "my_app", "password": "<secret>"])
        #expect(secret["data"] == nil)
    }

    @Test func uidStandsForTheOneThatIsNotThereYet() throws {
        var rendered = Rendered()
        var cluster = try TestCluster("enableLogicalBackup: true")
        cluster.manifest.set(["metadata", "uid"], to: nil)
        rendered.add(cluster.manifest, namespace: "test", cluster.offline)
        let target = "CronJob spec.jobTemplate.spec.template.spec.containers[0].env[LOGICAL_BACKUP_S3_BUCKET_SCOPE_SUFFIX].value"
        #expect(Target(target).value(in: rendered.sorted) == "/<uid>")
    }

    @Test func severalManifestsShareTheirServiceAccount() throws {
        var rendered = Rendered()
        var cluster = try TestCluster()
        rendered.add(cluster.manifest, namespace: "test", cluster.offline)
        cluster.manifest.set(["metadata", "name"], to: "acid-other")
        rendered.add(cluster.manifest, namespace: "test", cluster.offline)
        #expect(rendered.sorted.filter { $0["kind"] == "ServiceAccount" }.count == 1)
        #expect(rendered.sorted.filter { $0["kind"] == "StatefulSet" }.count == 2)
    }

    @Test func fieldsAndSettingsAreExplained() throws {
        let item = try #require(Documents("kind: postgresql\nspec:\n  volume:\n    size: 5Gi\n").items.first)
        let size = FieldExplanation(path: "spec.volume.size", manifest: item, origin: "f.yaml", configuration: Configuration())
        #expect(size.lines.contains("  value: \"5Gi\", from f.yaml:4"))
        let image = FieldExplanation(path: "dockerImage", manifest: item, origin: "f.yaml", configuration: Configuration())
        #expect(image.lines.contains { $0.contains("setting docker_image counts") && $0.contains("(built-in)") })
        var configuration = Configuration()
        configuration.dockerImage = "x"
        let setting = FieldExplanation(path: "docker_image", manifest: nil, origin: "", configuration: configuration)
        #expect(setting.lines.contains("  value: \"x\" (configuration)"))
        #expect(!FieldExplanation(path: "spec.nothing", manifest: nil, origin: "", configuration: configuration).isFound)
    }

    @Test(arguments: [
        ("spec.users[\"a.b\"][0]", ["spec", "users", "a.b", "0"]), ("a.b", ["a", "b"]), ("", []), ("a[", ["a["]),
    ]) func pathsAreSplit(_ path: String, _ parts: [String]) { #expect(PathParts(path).parts == parts) }
}
