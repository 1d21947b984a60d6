import Model

/// The names of the Secrets that hold roles' credentials, after `secret_name_template`.
struct CredentialName {
    private let template: String

    init(_ configuration: Configuration) { template = configuration.secretNameTemplate }

    func secret(of role: String, cluster: String) -> String {
        Template(template).filled([
            "username": String(role.map { $0 == "_" ? "-" : $0 }), "cluster": cluster, "tprkind": "postgresql", "tprgroup": "acid.zalan.do",
        ])
    }
}

/// Text with `{placeholders}`; those without a value stay as they are.
struct Template {
    let text: String

    init(_ text: String) { self.text = text }

    func filled(_ values: [String: String]) -> String {
        var out = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            out += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            if let value = values[name] {
                out += value
                rest = rest[rest.index(after: close)...]
            } else {
                out += "{"
                rest = rest[rest.index(after: open)...]
            }
        }
        return out + rest
    }
}
