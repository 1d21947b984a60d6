import Model

/// A JSON patch (RFC 6902), with the habits of the library that the API server uses: `replace` of a member that is not there adds it,
/// negative places count from the end.
struct JSONPatch {
    /// Why a patch cannot be applied; the server tells clients only that it is so.
    enum Failure: Error {
        case missing(path: String)
        case testFailed(path: String)
        case badOperation(String)
    }

    struct Operation {
        var kind: String
        var path: String
        var from: String?
        var value: JSON?
    }

    /// The server refuses longer ones.
    static let maxOperations = 10_000

    let operations: [Operation]

    init(operations items: [JSON]) {
        operations = items.map { item in
            Operation(
                kind: item["op"]?.string ?? "", path: item["path"]?.string ?? "", from: item["from"]?.string, value: item["value"])
        }
    }

    func applied(to document: JSON) throws(Failure) -> JSON {
        var document = document
        for operation in operations { try apply(operation, to: &document) }
        return document
    }

    private func apply(_ operation: Operation, to document: inout JSON) throws(Failure) {
        let path = try pointer(operation.path)
        switch operation.kind {
        case "add": try add(operation.value ?? .null, at: path, to: &document)
        case "replace": try replace(operation.value ?? .null, at: path, in: &document)
        case "remove": try remove(at: path, from: &document)
        case "test":
            guard (value(at: path, in: document) ?? .null) == (operation.value ?? .null) else { throw .testFailed(path: operation.path) }
        case "move", "copy":
            let from = try pointer(operation.from ?? "")
            guard let moved = value(at: from, in: document) else { throw .missing(path: operation.from ?? "") }
            if operation.kind == "move" { try remove(at: from, from: &document) }
            try add(moved, at: path, to: &document)
        default: throw .badOperation(operation.kind)
        }
    }

    private func pointer(_ text: String) throws(Failure) -> [String] {
        guard text.hasPrefix("/") else { throw .missing(path: text) }
        return text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { Self.unescaped(String($0)) }
    }

    private static func unescaped(_ part: String) -> String {
        guard part.contains("~") else { return part }
        var out = ""
        var escape = false
        for character in part {
            if escape {
                out += character == "1" ? "/" : character == "0" ? "~" : "~\(character)"
                escape = false
            } else if character == "~" {
                escape = true
            } else {
                out.append(character)
            }
        }
        return escape ? out + "~" : out
    }

    private func value(at path: [String], in document: JSON) -> JSON? {
        var value = document
        for part in path {
            switch value {
            case .object(let members):
                guard let next = members[part] else { return nil }
                value = next
            case .array(let items):
                guard let place = place(part, count: items.count), items.indices.contains(place) else { return nil }
                value = items[place]
            default: return nil
            }
        }
        return value
    }

    private func place(_ part: String, count: Int) -> Int? {
        guard let place = Int(part) else { return nil }
        return place < 0 ? count + place : place
    }

    /// Runs `change` on the container of the path's last part.
    private func change(
        _ path: ArraySlice<String>, in value: inout JSON, _ change: (inout JSON, String) throws(Failure) -> Void
    ) throws(Failure) {
        guard let first = path.first else { throw .missing(path: "") }
        guard path.count > 1 else { return try change(&value, first) }
        switch value {
        case .object(var members):
            guard var child = members[first] else { throw .missing(path: first) }
            value = .null
            members[first] = .null
            try self.change(path.dropFirst(), in: &child, change)
            members[first] = child
            value = .object(members)
        case .array(var items):
            guard let place = place(first, count: items.count), items.indices.contains(place) else { throw .missing(path: first) }
            value = .null
            try self.change(path.dropFirst(), in: &items[place], change)
            value = .array(items)
        default: throw .missing(path: first)
        }
    }

    private func add(_ added: JSON, at path: [String], to document: inout JSON) throws(Failure) {
        try change(path[...], in: &document) { (container, key) throws(Failure) in
            switch container {
            case .object(var members):
                container = .null
                members[key] = added
                container = .object(members)
            case .array(var items):
                guard let place = key == "-" ? items.count : self.place(key, count: items.count), (0...items.count).contains(place) else {
                    throw .missing(path: key)
                }
                container = .null
                items.insert(added, at: place)
                container = .array(items)
            default: throw .missing(path: key)
            }
        }
    }

    private func replace(_ replacement: JSON, at path: [String], in document: inout JSON) throws(Failure) {
        try change(path[...], in: &document) { (container, key) throws(Failure) in
            switch container {
            case .object(var members):
                container = .null
                members[key] = replacement
                container = .object(members)
            case .array(var items):
                guard let place = self.place(key, count: items.count), items.indices.contains(place) else { throw .missing(path: key) }
                container = .null
                items[place] = replacement
                container = .array(items)
            default: throw .missing(path: key)
            }
        }
    }

    private func remove(at path: [String], from document: inout JSON) throws(Failure) {
        try change(path[...], in: &document) { (container, key) throws(Failure) in
            switch container {
            case .object(var members):
                guard members[key] != nil else { throw .missing(path: key) }
                container = .null
                members[key] = nil
                container = .object(members)
            case .array(var items):
                guard let place = self.place(key, count: items.count), items.indices.contains(place) else { throw .missing(path: key) }
                container = .null
                items.remove(at: place)
                container = .array(items)
            default: throw .missing(path: key)
            }
        }
    }
}
