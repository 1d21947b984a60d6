import Model

/// The options of a POST, PUT or PATCH, from its query.
struct WriteParameters: Equatable, Sendable {
    enum Operation: String, Sendable {
        case create = "CreateOptions"
        case update = "UpdateOptions"
        case patch = "PatchOptions"
        case apply
        var kind: String { self == .apply ? "PatchOptions" : rawValue }
    }

    var isDryRun = false
    var fieldManager: String?
    var fieldValidation = FieldValidation.warn
    var force = false

    init(_ query: Query, for operation: Operation) throws(StatusError) {
        var problems = OptionProblems(kind: operation.kind)
        isDryRun = problems.dryRun(query.all("dryRun"))
        fieldManager = query["fieldManager"]
        if operation == .apply {
            if fieldManager ?? "" == "" { problems.required("fieldManager", "is required for apply patch") }
        } else if query.flag("force") != nil {
            if operation == .patch { problems.forbidden("force", "may not be specified for non-apply patch") }
        }
        problems.check(fieldManager: fieldManager ?? "")
        force = query.flag("force") ?? false
        switch query["fieldValidation"] ?? "" {
        case "": break
        case let text:
            if let validation = FieldValidation(rawValue: text) {
                fieldValidation = validation
            } else {
                problems.unsupported("fieldValidation", "\"\(text)\"", ["", "Ignore", "Strict", "Warn"])
            }
        }
        try problems.refuse()
    }
}

/// Collects what is wrong with a request's options and words it as one 422.
struct OptionProblems {
    let kind: String
    private(set) var causes: [StatusCause] = []

    init(kind: String) { self.kind = kind }

    mutating func required(_ field: String, _ text: String) { add("FieldValueRequired", field, "Required value: \(text)") }
    mutating func forbidden(_ field: String, _ text: String) { add("FieldValueForbidden", field, "Forbidden: \(text)") }
    mutating func invalid(_ field: String, _ value: String, _ text: String) {
        add("FieldValueInvalid", field, "Invalid value: \(value): \(text)")
    }
    mutating func unsupported(_ field: String, _ value: String, _ supported: [String]) {
        let list = supported.map { "\"\($0)\"" }.joined(separator: ", ")
        add("FieldValueNotSupported", field, "Unsupported value: \(value): supported values: \(list)")
    }

    mutating func add(_ reason: String, _ field: String, _ message: String) {
        causes.append(StatusCause(reason: reason, message: message, field: field))
    }

    /// Whether `dryRun=All` was asked for.
    mutating func dryRun(_ values: [String]) -> Bool {
        guard !values.isEmpty else { return false }
        if values.contains(where: { $0 != "All" }) {
            unsupported("dryRun", "[\(values.map { "\"\($0)\"" }.joined(separator: ","))]", ["All"])
            return false
        }
        return true
    }

    mutating func check(fieldManager: String) {
        if fieldManager.utf8.count > 128 {
            add("FieldValueTooLong", "fieldManager", "Too long: may not be more than 128 bytes")
        }
        for (place, scalar) in fieldManager.unicodeScalars.enumerated() where !scalar.isPrintable {
            invalid(
                "fieldManager", "\"\(fieldManager)\"",
                "invalid character U+\(String(scalar.value, radix: 16, uppercase: true)) (at position \(place))")
        }
    }

    func refuse() throws(StatusError) {
        guard !causes.isEmpty else { return }
        let texts = causes.map { "\($0.field): \($0.message)" }
        let list = texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]"
        throw StatusError(
            code: 422, reason: "Invalid", message: "\(kind).meta.k8s.io \"\" is invalid: \(list)", name: "", group: "meta.k8s.io",
            kind: kind, causes: causes)
    }
}

extension Unicode.Scalar {
    fileprivate var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: self == " "
        default: true
        }
    }
}
