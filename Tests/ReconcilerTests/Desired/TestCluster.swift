import Model
import Testing
import YAML

@testable import Reconciler

/// A small cluster to vary: a manifest, the flat configuration and objects that are there already, as short texts.
struct TestCluster {
    var manifest: JSON = [
        "apiVersion": "acid.zalan.do/v1", "kind": "postgresql",
        "metadata": ["name": "acid-test", "namespace": "test", "uid": "0000-uid"],
        "spec": [
            "teamId": "acid", "numberOfInstances": 2, "volume": ["size": "1Gi"], "postgresql": ["version": "17"],
        ],
    ]
    var settings: [String: String] = [:]
    var configurationObject: JSON?
    var inputs: [JSON] = []

    /// - Parameters:
    ///   - spec: YAML that is laid over `spec`.
    ///   - settings: YAML with flat settings.
    init(_ spec: String = "", settings: String = "", annotations: [String: String] = [:], labels: [String: String] = [:]) throws {
        if let patch = try YAML.documents(spec).first?.value { manifest["spec"] = Self.merged(manifest["spec"] ?? [:], patch) }
        if !annotations.isEmpty { manifest.set(["metadata", "annotations"], to: JSON(annotations)) }
        if !labels.isEmpty { manifest.set(["metadata", "labels"], to: JSON(labels)) }
        for (key, value) in try YAML.documents(settings).first?.value.object ?? [:] { self.settings[key] = value.string ?? value.text() }
    }

    static func merged(_ base: JSON, _ patch: JSON) -> JSON {
        guard base.object != nil, let members = patch.object else { return patch }
        var result = base
        for (key, value) in members { result[key] = merged(result[key] ?? .null, value) }
        return result
    }

    var configurationDocument: JSON { configurationObject ?? ["kind": "ConfigMap", "data": JSON(settings)] }

    var offline: OfflineInputs {
        OfflineInputs(configuration: [configurationDocument], inputs: inputs, namespace: "test", environment: [:])
    }

    var read: (Manifest?, [Problem]) { Manifest.read(manifest) }

    func desiredObjects(_ change: (inout Facts) -> Void = { _ in }) throws -> Desired {
        let manifest = try #require(read.0, "\(read.1)")
        #expect(!offline.problems.hasErrors, "\(offline.problems)")
        var facts = offline.facts(for: manifest)
        change(&facts)
        return desired(manifest, offline.configuration, facts)
    }

    /// The value at a target such as `StatefulSet acid-test spec.replicas`; the name may be left out where there is one of the kind.
    func value(_ target: String, _ change: (inout Facts) -> Void = { _ in }) throws -> JSON? {
        try Target(target).value(in: desiredObjects(change).objects.map(\.body))
    }
}

/// Kind, perhaps name, and path of a value among objects. `[x]` in a path finds the item of that name, or at that place.
struct Target {
    let kind: String
    let name: String?
    let parts: [String]

    init(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 2).map(String.init)
        kind = words[0]
        name = words.count == 3 ? words[1] : nil
        parts = words.count > 1 ? PathParts(words[words.count - 1]).parts : []
    }

    func value(in objects: [JSON]) -> JSON? {
        guard
            let object = objects.first(where: {
                $0["kind"]?.string == kind && (name == nil || $0.at("metadata", "name")?.string == name)
            })
        else { return nil }
        return parts.reduce(Optional(object)) { value, part in value.flatMap { Self.step(into: $0, part) } }
    }

    private static func step(into value: JSON, _ part: String) -> JSON? {
        guard let items = value.array else { return value[part] }
        if let item = items.first(where: { $0["name"]?.string == part || $0.at("metadata", "name")?.string == part }) { return item }
        return Int(part).flatMap { value[$0] }
    }
}

let sts = "StatefulSet spec"
let pod = "StatefulSet spec.template.spec"
let database = "StatefulSet spec.template.spec.containers[postgres]"
let variable = "StatefulSet spec.template.spec.containers[postgres].env"
