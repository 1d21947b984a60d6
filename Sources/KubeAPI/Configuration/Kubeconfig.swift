import Model
import YAML

/// The files of a kubeconfig, merged as kubectl merges them: of several values for one name, the first file's counts.
struct Kubeconfig: Sendable {
    /// One named entry, with the file it came from: relative paths are relative to that file.
    struct Entry: Sendable {
        let value: JSON
        let file: File
        /// Where it stands in the file, for messages: `clusters[0].cluster`.
        let place: [String]
    }

    struct File: Sendable {
        let path: String
        let document: YAMLDocument?

        /// The directory that relative paths start from.
        var directory: String { path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "." }
        func line(_ place: [String]) -> Int? { document?.line(of: place) }
    }

    private(set) var files: [File] = []
    private(set) var contexts: [(name: String, entry: Entry)] = []
    private(set) var clusters: [(name: String, entry: Entry)] = []
    private(set) var users: [(name: String, entry: Entry)] = []
    private(set) var currentContext: (name: String, file: File)?

    static func load(_ paths: [String], missingAllowed: Bool) throws(KubeConfigurationError) -> Kubeconfig {
        var config = Kubeconfig()
        var missing: KubeConfigurationError?
        for path in paths where !path.isEmpty {
            let bytes: [UInt8]
            do throws(KubeConfigurationError) {
                bytes = try LocalFile.bytes(path, what: "kubeconfig", field: nil)
            } catch {
                guard missingAllowed else { throw error }
                missing = missing ?? error
                continue
            }
            try config.merge(String(decoding: bytes, as: UTF8.self), path: path)
        }
        if config.files.isEmpty {
            throw missing ?? .nothingFound(places: ["$KUBECONFIG"])
        }
        return config
    }

    mutating func merge(_ text: String, path: String) throws(KubeConfigurationError) {
        let documents: [YAMLDocument]
        do throws(YAMLError) { documents = try YAML.documents(text) } catch {
            throw .syntax(path: path, problem: "\(error)")
        }
        let file = File(path: path, document: documents.first)
        files.append(file)
        guard let value = documents.first?.value else { return }
        guard value.object != nil else {
            throw .wrongType(path: path, line: file.line([]), field: "the document", found: value.typeName, wanted: "object")
        }
        if let kind = value["kind"]?.string, kind != "Config" {
            throw .invalidValue(path: path, line: file.line(["kind"]), field: "kind", value: kind, wanted: "\"Config\"")
        }
        if currentContext == nil, let name = value["current-context"]?.string, !name.isEmpty { currentContext = (name, file) }
        try Self.merge(into: &contexts, "contexts", "context", value, file)
        try Self.merge(into: &clusters, "clusters", "cluster", value, file)
        try Self.merge(into: &users, "users", "user", value, file)
    }

    private static func merge(
        into list: inout [(name: String, entry: Entry)], _ field: String, _ member: String, _ document: JSON, _ file: File
    ) throws(KubeConfigurationError) {
        guard let value = document[field], !value.isNull else { return }
        guard let items = value.array else {
            throw .wrongType(path: file.path, line: file.line([field]), field: field, found: value.typeName, wanted: "array")
        }
        for (place, item) in items.enumerated() {
            let here = "\(field)[\(place)]"
            guard let name = item["name"]?.string, !name.isEmpty else {
                throw .missing(path: file.path, field: "\(here).name", advice: "every entry of \(field) needs a name")
            }
            guard !list.contains(where: { $0.name == name }) else { continue }
            let content = item[member] ?? .object([:])
            let path = [field, String(place), member]
            guard content.object != nil || content.isNull else {
                throw .wrongType(
                    path: file.path, line: file.line(path), field: "\(here).\(member)", found: content.typeName, wanted: "object")
            }
            list.append((name, Entry(value: content, file: file, place: path)))
        }
    }
}

// MARK: - Typed fields

extension Kubeconfig.Entry {
    /// As a message names it: `users[0].user.token`.
    func name(_ field: String) -> String {
        "\(place[0])[\(place[1])].\(place[2]).\(field)"
    }

    func line(_ field: String) -> Int? { file.line(place + field.split(separator: ".").map(String.init)) }

    func text(_ field: String) throws(KubeConfigurationError) -> String? {
        guard let found = value[field], !found.isNull else { return nil }
        guard let text = found.string else { throw wrongType(field, found, wanted: "string") }
        return text.isEmpty ? nil : text
    }

    func flag(_ field: String) throws(KubeConfigurationError) -> Bool {
        guard let found = value[field], !found.isNull else { return false }
        guard let flag = found.bool else { throw wrongType(field, found, wanted: "boolean") }
        return flag
    }

    func wrongType(_ field: String, _ found: JSON, wanted: String) -> KubeConfigurationError {
        .wrongType(path: file.path, line: line(field), field: name(field), found: found.typeName, wanted: wanted)
    }

    func invalid(_ field: String, _ value: String, wanted: String) -> KubeConfigurationError {
        .invalidValue(path: file.path, line: line(field), field: name(field), value: value, wanted: wanted)
    }

    /// A path, relative ones from the kubeconfig's directory.
    func resolved(_ path: String) -> String { path.hasPrefix("/") ? path : file.directory + "/" + path }

    /// `FIELD-data` (base64) or else the file that `FIELD` names; checked to hold what it should.
    func pem(_ field: String, _ what: String, _ kind: LocalFile.PEMKind) throws(KubeConfigurationError) -> PEMSource? {
        if let data = try text(field + "-data") {
            guard let bytes = Base64.decode(data), LocalFile.isPEM(bytes, kind) else {
                throw invalid(field + "-data", String(data.prefix(12)) + "…", wanted: "base64 of a PEM block \"\(kind.rawValue)\"")
            }
            return .data(bytes)
        }
        guard let path = try text(field).map(resolved) else { return nil }
        try LocalFile.checkPEM(path, what: what, field: name(field), kind: kind)
        return .file(path)
    }
}
