import CYAML
import Model

/// From libyaml's events to nodes: anchors and aliases, merge keys, limits against documents made to explode.
struct YAMLReader {
    /// Values in one text, aliases expanded.
    static let nodeLimit = 1_000_000
    static let depthLimit = 128

    private let text: [UInt8]
    private var anchors: [String: YAMLNode] = [:]
    private var nodes = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    mutating func documents() throws(YAMLError) -> [YAMLDocument] {
        let events = try events()
        var documents: [YAMLDocument] = []
        var at = 0
        while at < events.count {
            switch events[at].kind {
            case .documentStart:
                anchors = [:]
                at += 1
            case .scalar, .sequenceStart, .mappingStart, .alias:
                let empty = events[at].isEmptyPlainScalar
                let root = try node(events, &at, depth: 0)
                if !empty { documents.append(YAMLDocument(value: root.json, root: root)) }
            default:
                at += 1
            }
        }
        return documents
    }

    /// The parser lives only in here: no pointer of libyaml's leaves it.
    private func events() throws(YAMLError) -> [YAMLEvent] {
        let result = text.withUnsafeBufferPointer { bytes -> Result<[YAMLEvent], YAMLError> in
            var parser = yaml_parser_t()
            guard yaml_parser_initialize(&parser) == 1 else { return .failure(.syntax("libyaml could not start", line: 1)) }
            defer { yaml_parser_delete(&parser) }
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
            var events: [YAMLEvent] = []
            while true {
                var event = yaml_event_t()
                guard yaml_parser_parse(&parser, &event) == 1 else {
                    let problem = parser.problem.map { String(cString: $0) } ?? "not YAML"
                    return .failure(.syntax(problem, line: Int(max(parser.problem_mark.line, parser.context_mark.line)) + 1))
                }
                defer { yaml_event_delete(&event) }
                if event.type == YAML_STREAM_END_EVENT { return .success(events) }
                events.append(YAMLEvent(event))
            }
        }
        return try result.get()
    }

    private mutating func node(_ events: [YAMLEvent], _ at: inout Int, depth: Int) throws(YAMLError) -> YAMLNode {
        let event = events[at]
        guard depth <= Self.depthLimit else { throw .tooDeep(limit: Self.depthLimit, line: event.line) }
        try count(1)
        at += 1
        let content: YAMLNode.Content
        switch event.kind {
        case .alias(let name):
            guard let known = anchors[name] else { throw .unknownAlias(name, line: event.line) }
            try count(Self.size(of: known))
            return known
        case .scalar(let text, let plain, let tag):
            content = .scalar(try YAMLScalar.value(text, plain: plain, tag: tag, line: event.line))
        case .sequenceStart:
            var items: [YAMLNode] = []
            while events[at].kind != .sequenceEnd { items.append(try node(events, &at, depth: depth + 1)) }
            at += 1
            content = .sequence(items)
        default:
            content = .mapping(try members(events, &at, depth: depth))
        }
        let node = YAMLNode(line: event.line, content: content)
        if let anchor = event.anchor { anchors[anchor] = node }
        return node
    }

    private mutating func members(
        _ events: [YAMLEvent], _ at: inout Int, depth: Int
    ) throws(YAMLError) -> [(key: String, value: YAMLNode)] {
        var members: [(key: String, value: YAMLNode)] = []
        var merged: [(key: String, value: YAMLNode)] = []
        var names: Set<String> = []
        while events[at].kind != .mappingEnd {
            let isMerge = events[at].isMergeKey
            let keyNode = try node(events, &at, depth: depth + 1)
            guard case .scalar(let keyValue) = keyNode.content, let key = YAMLScalar.key(keyValue) else {
                throw .invalidKey(line: keyNode.line)
            }
            let value = try node(events, &at, depth: depth + 1)
            if isMerge {
                merged += try Self.merge(value)
                continue
            }
            guard names.insert(key).inserted else { throw .duplicateKey(key, line: keyNode.line) }
            members.append((key, value))
        }
        at += 1
        for member in merged where names.insert(member.key).inserted { members.append(member) }
        return members
    }

    private static func merge(_ value: YAMLNode) throws(YAMLError) -> [(key: String, value: YAMLNode)] {
        switch value.content {
        case .mapping(let members): return members
        case .sequence(let items):
            var all: [(key: String, value: YAMLNode)] = []
            for item in items {
                guard case .mapping(let members) = item.content else { throw .invalidMerge(line: item.line) }
                all += members
            }
            return all
        case .scalar: throw .invalidMerge(line: value.line)
        }
    }

    private mutating func count(_ more: Int) throws(YAMLError) {
        nodes += more
        guard nodes <= Self.nodeLimit else { throw .tooManyNodes(limit: Self.nodeLimit) }
    }

    private static func size(of node: YAMLNode) -> Int {
        switch node.content {
        case .scalar: 1
        case .sequence(let items): items.reduce(1) { $0 + size(of: $1) }
        case .mapping(let members): members.reduce(1) { $0 + 1 + size(of: $1.value) }
        }
    }
}
