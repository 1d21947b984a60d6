public import Model

/// Why text is no YAML that Kubernetes would take. Lines count from 1.
public enum YAMLError: Error, Equatable, Sendable {
    case syntax(String, line: Int)
    case duplicateKey(String, line: Int)
    case unknownAlias(String, line: Int)
    /// Aliases that refer to aliases, until the document would be larger than any real one.
    case tooManyNodes(limit: Int)
    case tooDeep(limit: Int, line: Int)
    case invalidKey(line: Int)
    case invalidMerge(line: Int)
    case numberNotFinite(String, line: Int)
}

extension YAMLError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .syntax(let problem, let line): "line \(line): \(problem)"
        case .duplicateKey(let key, let line): "line \(line): the key \"\(key)\" stands twice in one mapping"
        case .unknownAlias(let name, let line): "line \(line): the alias *\(name) has no anchor &\(name) before it"
        case .tooManyNodes(let limit): "more than \(limit) values after its aliases are expanded"
        case .tooDeep(let limit, let line): "line \(line): nested deeper than \(limit) levels"
        case .invalidKey(let line): "line \(line): a key must be a string, a number or a boolean"
        case .invalidMerge(let line): "line \(line): << takes a mapping or a list of mappings"
        case .numberNotFinite(let text, let line): "line \(line): \(text) is no number that JSON can hold"
        }
    }
}

/// One document of a YAML text: its value as JSON, and the line of each part of it.
public struct YAMLDocument: Sendable {
    public let value: JSON
    let root: YAMLNode

    /// The line (from 1) of the value at a path of member names and list indices (`["spec", "users", "0"]`), or of its nearest parent
    /// that is there.
    public func line(of path: [String]) -> Int? {
        var node = root
        for part in path {
            guard let next = node.child(part) else { break }
            node = next
        }
        return node.line
    }

    /// The line on which the document's first value stands.
    public var firstLine: Int { root.line }
}

/// YAML as Kubernetes' clients read it: YAML 1.1 scalars (`yes` is a boolean, `0640` an octal number) turned into JSON.
///
/// The reading itself is libyaml's; this is the step from its events to values. JSON text is YAML too.
public enum YAML {
    /// The documents of a text; empty ones are left out.
    public static func documents(_ text: String) throws(YAMLError) -> [YAMLDocument] {
        var reader = YAMLReader(text)
        return try reader.documents()
    }
}
