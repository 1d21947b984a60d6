import Model
import YAML

/// The objects in a file of YAML or JSON documents, Lists opened, each with the way to its lines.
struct Documents {
    struct Item {
        var object: JSON
        private var document: YAMLDocument
        /// Where the object stands in its document.
        private var root: [String]

        init(_ document: YAMLDocument, _ object: JSON, root: [String] = []) {
            self.document = document
            self.object = object
            self.root = root
        }

        var kind: String { object["kind"]?.string ?? "" }

        func line(of path: String) -> Int? { document.line(of: root + PathParts(path).parts) }
    }

    var items: [Item] = []

    var hasManifest: Bool { items.contains { ManifestKind.problem($0.object) == nil } }

    init(_ text: String) throws(YAMLError) {
        for document in try YAML.documents(text) {
            let kind = document.value["kind"]?.string ?? ""
            if let items = document.value["items"]?.array, kind == "List" || kind.hasSuffix("List") {
                self.items += items.enumerated().map { Item(document, $1, root: ["items", "\($0)"]) }
            } else if let items = document.value.array {
                self.items += items.enumerated().map { Item(document, $1, root: ["\($0)"]) }
            } else if !document.value.isNull {
                items.append(Item(document, document.value))
            }
        }
    }
}

/// A field path as people write it (`spec.users["a.b"][0]`), in parts.
struct PathParts {
    private(set) var parts: [String] = []

    init(_ path: String) {
        var part = ""
        var rest = Substring(path)
        func flush(_ parts: inout [String], _ part: inout String) {
            if !part.isEmpty { parts.append(part) }
            part = ""
        }
        while let character = rest.first {
            if character == "." {
                flush(&parts, &part)
                rest = rest.dropFirst()
            } else if rest.hasPrefix("[\""), let end = rest.dropFirst(2).firstIndex(of: "\"") {
                flush(&parts, &part)
                parts.append(String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end]))
                rest = rest[end...].dropFirst(2)
            } else if character == "[", let end = rest.firstIndex(of: "]") {
                flush(&parts, &part)
                parts.append(String(rest[rest.index(after: rest.startIndex)..<end]))
                rest = rest[end...].dropFirst()
            } else {
                part.append(character)
                rest = rest.dropFirst()
            }
        }
        flush(&parts, &part)
    }
}
