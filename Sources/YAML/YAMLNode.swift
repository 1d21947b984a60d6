import Model

/// A value with its place in the text.
struct YAMLNode: Sendable {
    indirect enum Content: Sendable {
        case scalar(JSON)
        case sequence([YAMLNode])
        /// Keys in the order of the text; merged ones behind.
        case mapping([(key: String, value: YAMLNode)])
    }

    var line: Int
    var content: Content

    var json: JSON {
        switch content {
        case .scalar(let value): value
        case .sequence(let items): .array(items.map(\.json))
        case .mapping(let members): .object(JSONObject(members.map { ($0.key, $0.value.json) }))
        }
    }

    func child(_ part: String) -> YAMLNode? {
        switch content {
        case .scalar: nil
        case .sequence(let items): Int(part).flatMap { items.indices.contains($0) ? items[$0] : nil }
        case .mapping(let members): members.first { $0.key == part }?.value
        }
    }
}
