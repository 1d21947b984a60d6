import Model

/// When two different values mean the same: quantities by their amount, Spilo's configuration by its content, what is empty and what is
/// not there.
enum Equivalence {
    /// Whether these two values, which stand at that place, mean the same to the API or to the pods.
    static func areEqual(_ a: JSON, _ b: JSON, at path: FieldPath) -> Bool {
        if a == b { return true }
        if isQuantity(path), let x = amount(a), let y = amount(b) { return x == y }
        if isSpiloConfiguration(path), let x = a.string, let y = b.string { return SpiloText.areEqual(x, y) }
        return false
    }

    /// Whether a field with this value is stored as if it were not there.
    static func isNothing(_ value: JSON, at path: FieldPath) -> Bool {
        switch value {
        case .null: true
        case .string(let text): text.isEmpty && !keepsEmptyText(path)
        case .array(let items): items.isEmpty
        case .object(let members): members.allSatisfy { isNothing($0.value, at: path.appending(field: $0.key)) }
        case .bool(false), .int(0): isPlainValue(path)
        default: false
        }
    }

    /// Fields of the API that are values and no pointers in Go: false and 0 are not stored.
    private static func isPlainValue(_ path: FieldPath) -> Bool {
        guard case .field(let name)? = path.elements.last else { return false }
        return [
            "readOnly", "hostNetwork", "hostPID", "hostIPC", "stdin", "stdinOnce", "tty", "hostPort", "initialDelaySeconds", "nodePort",
            "minReadySeconds", "publishNotReadyAddresses", "paused",
        ].contains(name)
    }

    /// In these maps every name counts, whatever its value.
    private static func keepsEmptyText(_ path: FieldPath) -> Bool {
        ["annotations", "labels", "matchLabels", "selector", "data", "stringData"].contains(path.fields.dropLast().last ?? "")
    }

    static func isQuantity(_ path: FieldPath) -> Bool {
        let names = path.fields
        guard let last = names.last, names.count >= 2 else { return false }
        if last == "sizeLimit" { return true }
        let parent = names[names.count - 2]
        return ["requests", "limits", "capacity"].contains(parent) && names.contains("resources") || parent == "capacity"
    }

    static func isSpiloConfiguration(_ path: FieldPath) -> Bool {
        path.fields.last == "value" && path.itemName == "SPILO_CONFIGURATION"
    }

    private static func amount(_ value: JSON) -> Quantity? {
        switch value {
        case .string(let text): Quantity(text)
        case .int(let number): Quantity(String(number))
        default: nil
        }
    }
}

/// The text of the variable SPILO_CONFIGURATION. What stands below `bootstrap.dcs` is read once, at bootstrap, and kept by Patroni
/// afterwards: it never makes two texts different (comparison rule 2.3).
enum SpiloText {
    static func areEqual(_ a: String, _ b: String) -> Bool {
        guard let x = content(a), let y = content(b) else { return a == b }
        return x == y
    }

    /// Whether both are the same down to what Patroni keeps, so that only their form differs.
    static func areEqualInFull(_ a: String, _ b: String) -> Bool {
        guard let x = try? JSON(parsing: a), let y = try? JSON(parsing: b) else { return a == b }
        return x == y
    }

    private static func content(_ text: String) -> JSON? {
        guard let whole = try? JSON(parsing: text), whole.object != nil else { return nil }
        return [
            "postgresql": whole["postgresql"] ?? .object([:]),
            "initdb": whole.at("bootstrap", "initdb") ?? .array([]),
        ]
    }
}
