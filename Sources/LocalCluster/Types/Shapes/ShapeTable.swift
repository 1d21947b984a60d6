/// The shapes of all built-in types, read once from a compact notation.
///
/// Notation: a type begins at the margin, `Name [root] [atomic]: field, field, …`, and goes on in indented lines. A field is
/// `name type attributes`. Types: `s` string, `b` bool, `i` int32, `l` int64, `f` float, `q` quantity, `t` time, `u` micro time,
/// `I` int or string, `D` base64 bytes, `J` any JSON, `V` JSON schema or something else, `[x]` list, `{x}` map, a name; `*` before it for
/// a Go pointer. Attributes: `!` written even when empty, `?` a structure or time left out when empty, `map=a+b` list with keys, `set`,
/// `atomic`, `merge[=key]` and `retain` for strategic merge patch, `=X` the value of a key field that is left out.
/// A `root` type also has kind and apiVersion. The facts are those of Kubernetes' API types, version 1.36.
struct ShapeTable: Sendable {
    static let builtIn = ShapeTable(
        texts: [metaTypes, coreTypes, podTypes, volumeTypes, nodeTypes, workloadTypes, accessTypes, extensionTypes])

    let structures: [Structure]
    private let places: [String: Int]

    init(texts: [String]) {
        let entries = texts.flatMap(Self.entries)
        var places: [String: Int] = [:]
        for (place, entry) in entries.enumerated() { places[entry.name] = place }
        self.places = places
        structures = entries.map { entry in
            let reader = FieldReader(places: places)
            let root = entry.isRoot ? ["kind s", "apiVersion s"] : []
            return Structure(name: entry.name, fields: (root + entry.fields).map(reader.field), isAtomic: entry.isAtomic)
        }
    }

    func shape(named name: String) -> Shape? { places[name].map { .named($0, isAtomic: false) } }
    func structure(named name: String) -> Structure? { places[name].map { structures[$0] } }

    private struct Entry {
        var name: String
        var isRoot: Bool
        var isAtomic: Bool
        var fields: [String]
    }

    private static func entries(_ text: String) -> [Entry] {
        var joined: [String] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix(" "), let last = joined.indices.last {
                joined[last] += " " + line.drop { $0 == " " }
            } else {
                joined.append(String(line))
            }
        }
        return joined.compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let head = line[..<colon].split(separator: " ").map(String.init)
            let fields = line[line.index(after: colon)...].split(separator: ",").map { String($0.drop { $0 == " " }) }
            return Entry(
                name: head[0], isRoot: head.contains("root"), isAtomic: head.contains("atomic"), fields: fields.filter { !$0.isEmpty })
        }
    }
}

/// Reads one field of the notation.
private struct FieldReader {
    let places: [String: Int]

    func field(_ text: String) -> Field {
        let words = text.split(separator: " ").map(String.init)
        let attributes = words.dropFirst(2)
        var type = words.count > 1 ? Substring(words[1]) : "J"
        let isPointer = type.hasPrefix("*")
        if isPointer { type = type.dropFirst() }
        var field = Field(name: words[0], shape: shape(type, attributes), isPointer: isPointer)
        field.isAlwaysWritten = attributes.contains("!") || (!isPointer && isWrittenWhenEmpty(type) && !attributes.contains("?"))
        for attribute in attributes {
            if attribute == "merge" { field.isMerged = true }
            if attribute.hasPrefix("merge=") { (field.isMerged, field.mergeKey) = (true, String(attribute.dropFirst(6))) }
            if attribute == "retain" { field.retainsKeys = true }
            if attribute.hasPrefix("=") { field.keyDefault = String(attribute.dropFirst()) }
        }
        return field
    }

    /// Structures that are no pointers are written by Go's encoder whatever is in them; times, quantities and int-or-strings are such.
    private func isWrittenWhenEmpty(_ type: Substring) -> Bool { ["t", "u", "q", "I"].contains(type) || places[String(type)] != nil }

    private func shape(_ type: Substring, _ attributes: ArraySlice<String>) -> Shape {
        let isAtomic = attributes.contains("atomic")
        if type.hasPrefix("[") { return .list(shape(type.dropFirst().dropLast(), []), listKind(attributes)) }
        if type.hasPrefix("{") { return .map(shape(type.dropFirst().dropLast(), []), isAtomic: isAtomic) }
        if let place = places[String(type)] { return .named(place, isAtomic: isAtomic) }
        return .scalar(scalar(type))
    }

    private func listKind(_ attributes: ArraySlice<String>) -> ListKind {
        if attributes.contains("set") { return .set }
        guard let keys = attributes.first(where: { $0.hasPrefix("map=") }) else { return .atomic }
        return .map(keys: keys.dropFirst(4).split(separator: "+").map(String.init))
    }

    private func scalar(_ type: Substring) -> Scalar {
        switch type {
        case "s": .string
        case "b": .bool
        case "i": .int32
        case "l": .int64
        case "f": .float
        case "q": .quantity
        case "t": .time
        case "u": .microTime
        case "I": .intOrString
        case "D": .bytes
        case "V": .schemaOrOther
        default: .any
        }
    }
}
