import Model

/// A value that may stand in an object, if it is not empty.
protocol Renderable {
    /// Nil: left out.
    var rendered: JSON? { get }
}

extension JSON: Renderable {
    var rendered: JSON? { self }
}

extension String: Renderable {
    /// Empty strings are left out: to Kubernetes they are the same as no value.
    var rendered: JSON? { isEmpty ? nil : .string(self) }
}

extension Int: Renderable {
    var rendered: JSON? { JSON(self) }
}

extension Bool: Renderable {
    var rendered: JSON? { .bool(self) }
}

extension [String: String]: Renderable {
    var rendered: JSON? { isEmpty ? nil : JSON(self) }
}

extension Array: Renderable where Element: Renderable {
    var rendered: JSON? { isEmpty ? nil : .array(compactMap(\.rendered)) }
}

extension JSON {
    /// An object of the members that hold something.
    static func build(_ members: [(String, (any Renderable)?)]) -> JSON {
        var object = JSONObject()
        for (key, value) in members {
            // A literal nil may have become JSON's null on its way here; both mean nothing.
            if let rendered = value?.rendered, !rendered.isNull { object[key] = rendered }
        }
        return .object(object)
    }
}
