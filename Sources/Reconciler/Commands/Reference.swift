import Model

/// The reference of fields and settings as Markdown, made from the tables that the readers use.
enum Reference {
    /// File name and text.
    static var files: [(name: String, text: String)] { [("reference-settings.md", settings), ("reference-manifest.md", manifest)] }

    private static let note = "<!-- Made by `postgres-operator-reconciler reference`: change the tables in Sources/Model instead. -->\n"

    // MARK: Settings

    private static var settings: String {
        var text = "# Settings of the operator\n\n\(note)\n"
        text += "A flat key stands in the ConfigMap's `data`; the same name stands under `configuration`, in its group, in an\n"
        text += "OperatorConfiguration. A group that is not there gets the operator's fallbacks instead of the CRD's defaults.\n"
        for group in groups {
            text += "\n## \(group ?? "Directly under configuration")\n\n"
            text += "| key | type | ConfigMap | OperatorConfiguration | takes | meaning |\n|---|---|---|---|---|---|\n"
            for setting in Setting.all where setting.group == group { text += row(setting) }
        }
        return text
    }

    private static var groups: [String?] { Setting.all.map(\.group).reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }

    private static func row(_ setting: Setting) -> String {
        let flat = setting.forms == .objectOnly ? "not available" : shown(setting.builtIn)
        return line([
            "`\(setting.key)`", setting.storage.typeName, flat, objectDefault(setting), allowed(setting), setting.meaning,
        ])
    }

    private static func objectDefault(_ setting: Setting) -> String {
        guard setting.forms != .flatOnly else { return "not available" }
        let (schema, fallback) = (setting.schemaDefault, setting.objectFallback)
        if schema == fallback { return shown(schema.map(plain)) }
        return "CRD \(shown(schema.map(plain))); fallback \(shown(fallback.map(plain)))"
    }

    private static func allowed(_ setting: Setting) -> String {
        switch setting.allowed {
        case .oneOf(let values): values.map { "`\($0)`" }.joined(separator: ", ")
        case .atLeast(let least): "\(least) or more"
        case .format(let format): format.right
        case .items(let format): "items: \(format.right)"
        case nil: ""
        }
    }

    // MARK: Manifest

    private static var manifest: String {
        var text =
            "# Fields of a postgresql manifest\n\n\(note)\nAll paths are below `spec`. A setting named in the last column counts where the field is absent.\n\n"
        text += "| field | takes | required | meaning | reaches | setting |\n|---|---|---|---|---|---|\n"
        for field in ManifestFields.spec { text += rows(field, field.name, depth: 0) }
        return text
    }

    /// A field and what is inside it; Kubernetes' own types are not opened.
    private static func rows(_ field: Field, _ path: String, depth: Int) -> String {
        let text = field.replacedBy.map { "\(field.text) Use `\($0)`." } ?? field.text
        var out = line([
            "`\(path)`", field.shape.right, field.isRequired ? "yes" : "", text, field.reaches.joined(separator: "; "), field.setting ?? "",
        ])
        guard let (inner, suffix) = opened(field.shape), inner.contains(where: { !$0.text.isEmpty }) else { return out }
        for child in inner { out += rows(child, "\(path)\(suffix).\(child.name)", depth: depth + 1) }
        return out
    }

    private static func opened(_ shape: Shape) -> ([Field], String)? {
        switch shape {
        case .object(let fields): return (fields, "")
        case .map(let inner): return opened(inner).map { ($0.0, ".<name>" + $0.1) }
        case .list(let inner): return opened(inner).map { ($0.0, "[]" + $0.1) }
        default: return nil
        }
    }

    // MARK: Text

    private static func plain(_ value: JSON) -> String { value.string ?? value.text() }

    private static func shown(_ value: String?) -> String { value.map { $0.isEmpty ? "empty" : "`\($0)`" } ?? "unset" }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }.joined(separator: " | ")
            + " |\n"
    }
}
