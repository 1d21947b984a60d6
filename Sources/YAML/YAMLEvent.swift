import CYAML

/// An event of libyaml's, copied out of its memory.
struct YAMLEvent {
    enum Kind: Equatable {
        case documentStart, documentEnd, sequenceStart, sequenceEnd, mappingStart, mappingEnd, other
        case alias(String)
        case scalar(String, plain: Bool, tag: String?)
    }

    let kind: Kind
    /// From 1.
    let line: Int
    let anchor: String?

    init(_ event: yaml_event_t) {
        line = Int(event.start_mark.line) + 1
        var anchor: String?
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
        case YAML_SEQUENCE_START_EVENT:
            kind = .sequenceStart
            anchor = Self.text(event.data.sequence_start.anchor)
        case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            kind = .mappingStart
            anchor = Self.text(event.data.mapping_start.anchor)
        case YAML_MAPPING_END_EVENT: kind = .mappingEnd
        case YAML_ALIAS_EVENT: kind = .alias(Self.text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            anchor = Self.text(scalar.anchor)
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            kind = .scalar(
                String(decoding: bytes, as: UTF8.self), plain: scalar.style == YAML_PLAIN_SCALAR_STYLE, tag: Self.text(scalar.tag))
        default: kind = .other
        }
        self.anchor = anchor
    }

    private static func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        guard let bytes else { return nil }
        return String(cString: bytes)
    }

    var isMergeKey: Bool { kind == .scalar("<<", plain: true, tag: nil) }

    /// What a document without a value consists of.
    var isEmptyPlainScalar: Bool { kind == .scalar("", plain: true, tag: nil) }
}
