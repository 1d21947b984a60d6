import Model

/// One complaint about a field, with the text and the cause's reason that the API server gives.
struct FieldError: Sendable, Equatable {
    enum Kind: String, Sendable {
        case required = "FieldValueRequired"
        case invalid = "FieldValueInvalid"
        case typeInvalid = "FieldValueTypeInvalid"
        case notSupported = "FieldValueNotSupported"
        case forbidden = "FieldValueForbidden"
        case duplicate = "FieldValueDuplicate"
        case notFound = "FieldValueNotFound"
        case tooLong = "FieldValueTooLong"
        case tooMany = "FieldValueTooMany"
        case tooFew = "FieldValueTooFew"

        var words: String {
            switch self {
            case .required: "Required value"
            case .invalid, .typeInvalid: "Invalid value"
            case .notSupported: "Unsupported value"
            case .forbidden: "Forbidden"
            case .duplicate: "Duplicate value"
            case .notFound: "Not found"
            case .tooLong: "Too long"
            case .tooMany: "Too many"
            case .tooFew: "Too few"
            }
        }
    }

    var kind: Kind
    var field: String
    /// The value as text; nil where the message has none.
    var value: String?
    var detail: String

    var body: String { kind.words + (value.map { ": " + $0 } ?? "") + (detail.isEmpty ? "" : ": " + detail) }
    var text: String { "\(field): \(body)" }
    var cause: StatusCause { StatusCause(reason: kind.rawValue, message: body, field: field) }

    // MARK: Making them

    static func required(_ field: String, _ detail: String = "") -> FieldError {
        FieldError(kind: .required, field: field, value: nil, detail: detail)
    }

    static func forbidden(_ field: String, _ detail: String) -> FieldError {
        FieldError(kind: .forbidden, field: field, value: nil, detail: detail)
    }

    static func invalid(_ field: String, _ value: JSON?, _ detail: String) -> FieldError {
        FieldError(kind: .invalid, field: field, value: text(of: value ?? .null), detail: detail)
    }

    static func typeInvalid(_ field: String, _ value: JSON, _ detail: String) -> FieldError {
        FieldError(kind: .typeInvalid, field: field, value: text(of: value), detail: detail)
    }

    static func duplicate(_ field: String, _ value: JSON?) -> FieldError {
        FieldError(kind: .duplicate, field: field, value: text(of: value ?? .null), detail: "")
    }

    static func notFound(_ field: String, _ value: JSON?) -> FieldError {
        FieldError(kind: .notFound, field: field, value: text(of: value ?? .null), detail: "")
    }

    /// `supported` is listed in the order given; the server sorts what comes from a set.
    static func notSupported(_ field: String, _ value: JSON?, _ supported: [String]) -> FieldError {
        let list = supported.map(GoText.quoted).joined(separator: ", ")
        return FieldError(
            kind: .notSupported, field: field, value: text(of: value ?? ""), detail: list.isEmpty ? "" : "supported values: \(list)")
    }

    static func tooLong(_ field: String, _ limit: Int) -> FieldError {
        FieldError(kind: .tooLong, field: field, value: nil, detail: "may not be more than \(limit) byte\(limit == 1 ? "" : "s")")
    }

    static func tooMany(_ field: String, _ count: Int, _ limit: Int) -> FieldError {
        FieldError(
            kind: .tooMany, field: field, value: "\(count)", detail: "must have at most \(limit) item\(limit == 1 ? "" : "s")")
    }

    private static func text(of value: JSON) -> String {
        if case .string(let text) = value { return GoText.quoted(text) }
        return value.text(JSONStyle(escapesHTML: true))
    }
}

extension StatusError {
    /// 422 for an object: every cause, and the messages once each.
    static func invalid(kind: String, group: String, name: String, _ errors: [FieldError]) -> StatusError {
        var texts: [String] = []
        for error in errors where !texts.contains(error.text) { texts.append(error.text) }
        let list = texts.count == 1 ? texts[0] : "[" + texts.joined(separator: ", ") + "]"
        let qualified = group.isEmpty ? kind : "\(kind).\(group)"
        return StatusError(
            code: 422, reason: "Invalid", message: "\(qualified) \"\(name)\" is invalid: \(list)", name: name, group: group, kind: kind,
            causes: errors.map(\.cause))
    }
}
