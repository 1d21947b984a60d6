import Model

/// Makes a pod out of a workload's template.
enum PodTemplate {
    /// Without a name: the caller sets `name` or `generateName`.
    static func pod(from template: JSON, namespace: String, owner: OwnerReference, labels: [String: String] = [:]) -> JSON {
        var metadata: JSON = ["namespace": .string(namespace)]
        let allLabels = StringMap.read(template.at("metadata", "labels")).merging(labels) { $1 }
        if !allLabels.isEmpty { metadata["labels"] = JSON(allLabels) }
        if let annotations = template.at("metadata", "annotations"), annotations.object?.isEmpty == false {
            metadata["annotations"] = annotations
        }
        if let finalizers = template.at("metadata", "finalizers") { metadata["finalizers"] = finalizers }
        metadata["ownerReferences"] = .array([owner.json])
        return ["apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": template["spec"] ?? [:]]
    }
}

/// Short names for content: FNV-1a over the canonical text, in letters and digits that make no words.
enum ContentHash {
    private static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)

    static func name(of content: JSON, collisions: Int = 0) -> String {
        var hash: UInt32 = 2_166_136_261
        for byte in content.bytes(.canonical) + (collisions > 0 ? Array("\(collisions)".utf8) : []) {
            hash = (hash ^ UInt32(byte)) &* 16_777_619
        }
        return String(decoding: String(hash).utf8.map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
    }
}
