import Model

/// Why a JSON value is not the wire form that was expected: the field's path, what should stand there, and what stands there (its type
/// only, never its value, which may be a password).
public struct ProvisionFormError: Error, Equatable, Sendable, CustomStringConvertible {
    public var path: String
    public var expected: String
    public var found: String

    public var description: String { "\(path.isEmpty ? "the value" : path): expected \(expected), found \(found)" }
}

/// Reads the members of one JSON object by name, with errors that name the path. Members that nobody asks for are ignored, so that a
/// newer sender can say more.
struct ProvisionForm {
    let value: JSON
    let path: String

    init(_ value: JSON, path: String = "") throws(ProvisionFormError) {
        guard value.object != nil else { throw ProvisionFormError(path: path, expected: "an object", found: value.typeName) }
        self.value = value
        self.path = path
    }

    private func child(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    func failure(_ name: String, expected: String) -> ProvisionFormError {
        ProvisionFormError(path: child(name), expected: expected, found: value[name]?.typeName ?? "nothing")
    }

    /// The member, or nil where it is missing or null.
    func member(_ name: String) -> JSON? {
        guard let member = value[name], !member.isNull else { return nil }
        return member
    }

    func optionalString(_ name: String) throws(ProvisionFormError) -> String? {
        guard let member = member(name) else { return nil }
        guard let string = member.string else { throw failure(name, expected: "a string") }
        return string
    }

    func string(_ name: String) throws(ProvisionFormError) -> String {
        guard let string = try optionalString(name) else { throw failure(name, expected: "a string") }
        return string
    }

    func int(_ name: String, default fallback: Int? = nil) throws(ProvisionFormError) -> Int {
        if let int = member(name)?.int { return int }
        guard member(name) == nil, let fallback else { throw failure(name, expected: "a whole number") }
        return fallback
    }

    func bool(_ name: String, default fallback: Bool) throws(ProvisionFormError) -> Bool {
        guard let member = member(name) else { return fallback }
        guard let bool = member.bool else { throw failure(name, expected: "true or false") }
        return bool
    }

    func strings(_ name: String) throws(ProvisionFormError) -> [String] {
        guard let member = member(name) else { return [] }
        guard let items = member.array else { throw failure(name, expected: "a list of strings") }
        var strings: [String] = []
        for item in items {
            guard let string = item.string else { throw failure(name, expected: "a list of strings") }
            strings.append(string)
        }
        return strings
    }

    func stringMap(_ name: String) throws(ProvisionFormError) -> [String: String] {
        guard let member = member(name) else { return [:] }
        guard let object = member.object else { throw failure(name, expected: "an object of strings") }
        var map: [String: String] = [:]
        for (key, value) in object {
            guard let string = value.string else { throw failure("\(name).\(key)", expected: "a string") }
            map[key] = string
        }
        return map
    }

    /// A word of a closed list.
    func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Word.Type, default fallback: Word? = nil
    ) throws(ProvisionFormError) -> Word where Word.RawValue == String {
        let expected = "one of " + Word.allCases.map(\.rawValue).joined(separator: ", ")
        guard let text = try optionalString(name) else {
            guard let fallback else { throw failure(name, expected: expected) }
            return fallback
        }
        guard let word = Word(rawValue: text) else {
            throw ProvisionFormError(path: child(name), expected: expected, found: "another word")
        }
        return word
    }

    /// The items of a list of objects; nothing where the list is missing.
    func items(_ name: String) throws(ProvisionFormError) -> [ProvisionForm] {
        guard let member = member(name) else { return [] }
        guard let items = member.array else { throw failure(name, expected: "a list") }
        var forms: [ProvisionForm] = []
        for (place, item) in items.enumerated() { forms.append(try ProvisionForm(item, path: "\(child(name))[\(place)]")) }
        return forms
    }

    func object(_ name: String) throws(ProvisionFormError) -> ProvisionForm? {
        guard let member = member(name) else { return nil }
        return try ProvisionForm(member, path: child(name))
    }

    func key(_ name: String) throws(ProvisionFormError) -> ObjectKey {
        guard let form = try object(name) else { throw failure(name, expected: "an object") }
        return ObjectKey(namespace: try form.string("namespace"), name: try form.string("name"))
    }
}

extension ObjectKey {
    var provisionForm: JSON { ["namespace": .string(namespace), "name": .string(name)] }
}

extension JSONObject {
    /// Sets a member unless its value is the one that a reader assumes anyway: keeps lines short.
    mutating func put(_ name: String, _ list: [String]) { if !list.isEmpty { self[name] = JSON(list) } }
    mutating func put(_ name: String, _ map: [String: String]) { if !map.isEmpty { self[name] = JSON(map) } }
    mutating func put(_ name: String, _ text: String?) { if let text { self[name] = .string(text) } }
    mutating func put(_ name: String, _ flag: Bool, unless assumed: Bool) { if flag != assumed { self[name] = .bool(flag) } }
}
