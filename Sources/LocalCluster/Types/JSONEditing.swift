import Model

extension JSON {
    /// Changes a member in place, without copying what is below it. A member that is not there is left alone.
    mutating func modify(_ key: String, _ change: (inout JSON) -> Void) {
        guard var value = self[key] else { return }
        self[key] = .null
        change(&value)
        self[key] = value
    }

    /// Changes each item of a list in place.
    mutating func modifyItems(_ change: (inout JSON) -> Void) {
        guard case .array(var items) = self else { return }
        self = .null
        for place in items.indices { change(&items[place]) }
        self = .array(items)
    }

    /// Sets a member that is missing, null or an empty text.
    mutating func setDefault(_ key: String, _ value: @autoclosure () -> JSON) {
        switch self[key] {
        case nil, .null?, .string("")?: self[key] = value()
        default: break
        }
    }

    /// The text of a member, empty where there is none.
    func text(_ key: String) -> String {
        if case .string(let text)? = self[key] { text } else { "" }
    }

    /// The items of a member, empty where there are none.
    func items(_ key: String) -> [JSON] {
        if case .array(let items)? = self[key] { items } else { [] }
    }

    /// Nothing, null, or an empty object, list or text.
    var isEmptyValue: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let items): items.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }
}
