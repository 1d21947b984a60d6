import Model

/// What a field or a setting does, where its value comes from and where it goes.
struct FieldExplanation {
    /// Nil: there is no such field; `lines` then say what was meant perhaps.
    let isFound: Bool
    let lines: [String]

    /// - Parameters:
    ///   - path: `spec.volume.size`, a setting's key, or its path in the OperatorConfiguration.
    ///   - manifest: the object to look the value up in.
    ///   - origin: the manifest's file, for telling where the value stands.
    init(path: String, manifest: Documents.Item?, origin: String, configuration: Configuration) {
        var parts = PathParts(path).parts
        if let key = parts.last, let setting = Setting.byKey[key], parts.count == 1 || setting.objectPath == parts {
            self.init(setting: setting, configuration: configuration)
            return
        }
        if parts.first == "spec" { parts.removeFirst() }
        guard let (field, shape) = Self.field(parts) else {
            let names = ManifestFields.spec.map(\.name) + Setting.all.map(\.key)
            let near = parts.first.flatMap { Spelling.nearest(to: $0, among: names) }
            self.init(isFound: false, lines: ["there is no field or setting \(path)" + (near.map { "; did you mean \($0)?" } ?? "")])
            return
        }
        let full = "spec" + (parts.isEmpty ? "" : ".") + parts.joined(separator: ".")
        let value = manifest.flatMap { Self.value($0.object["spec"] ?? .null, parts) }
        var lines = ["\(full)" + (field.isRequired ? " (required)" : "")]
        if !field.text.isEmpty { lines.append("  \(field.text)") }
        lines.append("  takes: \(shape.right)")
        if let new = field.replacedBy { lines.append("  deprecated: use spec.\(new)") }
        lines += Self.origin(value, field, manifest?.line(of: full), origin, configuration)
        lines += field.reaches.map { "  reaches: \($0)" }
        self.init(isFound: true, lines: lines)
    }

    private init(isFound: Bool, lines: [String]) {
        self.isFound = isFound
        self.lines = lines
    }

    private init(setting: Setting, configuration: Configuration) {
        let value = setting.storage.value(in: configuration)
        var lines = ["\(setting.key), a setting of the operator", "  \(setting.meaning)", "  takes: \(setting.storage.typeName)"]
        if setting.forms != .objectOnly { lines.append("  ConfigMap: data.\(setting.key), built-in \(setting.builtIn ?? "unset")") }
        if setting.forms != .flatOnly {
            let given = setting.schemaDefault ?? setting.objectFallback
            lines.append(
                "  OperatorConfiguration: \(setting.objectPath.joined(separator: ".")), default \(given.map { $0.text() } ?? "unset")")
        }
        lines.append(
            "  value: \(value.map { $0.text() } ?? "unset") (\(setting.isAsBuiltIn(configuration) ? "built-in" : "configuration"))")
        for field in ManifestFields.spec where (field.setting ?? "").contains(setting.key) {
            lines.append("  a cluster may say otherwise: spec.\(field.name)")
        }
        self.init(isFound: true, lines: lines)
    }

    private static func origin(_ value: JSON?, _ field: Field, _ line: Int?, _ file: String, _ configuration: Configuration) -> [String] {
        if let value { return ["  value: \(value.text()), from \(file)\(line.map { ":\($0)" } ?? "")"] }
        guard let keys = field.setting else { return ["  value: not given" + (field.defaultValue.map { ", so \($0.text())" } ?? "")] }
        return keys.split(separator: ",").map { key in
            let key = key.trimmingPrefix(" ")
            guard let setting = Setting.byKey[String(key)] else { return "  value: not given, so that of \(key)" }
            let value = setting.storage.value(in: configuration).map { $0.text() } ?? "unset"
            let source = setting.isAsBuiltIn(configuration) ? "built-in" : "configuration"
            return "  value: not given, so setting \(key) counts: \(value) (\(source))"
        }
    }

    /// The field at the end of a path; members of maps and items of lists may have any name.
    private static func field(_ parts: [String]) -> (Field, Shape)? {
        var fields = ManifestFields.spec
        var found: (Field, Shape)?
        var inner: Shape?
        for part in parts {
            if let shape = inner, let last = found {
                found = (last.0, shape)
            } else {
                guard let field = fields[part] else { return nil }
                found = (field, field.shape)
            }
            guard let shape = found?.1 else { return nil }
            (fields, inner) = step(into: shape)
        }
        return found
    }

    private static func step(into shape: Shape) -> ([Field], Shape?) {
        switch shape {
        case .object(let fields): (fields, nil)
        case .map(let inner), .list(let inner): ([], inner)
        default: ([], nil)
        }
    }

    private static func value(_ spec: JSON, _ parts: [String]) -> JSON? {
        var value: JSON? = spec
        for part in parts { value = value?[part] ?? Int(part).flatMap { value?[$0] } }
        return value?.isNull == true ? nil : value
    }
}

extension Setting {
    /// Whether a configuration has the value that holds where nobody configured anything.
    func isAsBuiltIn(_ configuration: Configuration) -> Bool {
        storage.value(in: configuration) == storage.value(in: Configuration())
    }
}
