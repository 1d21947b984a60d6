import Model

/// What the server's controllers do to a CustomResourceDefinition once it is stored.
public enum CustomResourceDefinitions {
    /// The definition with `status` brought up to date (acceptedNames, NamesAccepted, Established), to be stored after the POST was
    /// answered, and after each change of the names. Equal to the given one where there is nothing to do.
    public static func established(_ definition: JSON, among others: [JSON], now: String) -> JSON { definition }

    public static func isEstablished(_ definition: JSON) -> Bool { false }
}

/// The name under which a write is booked in managedFields.
public enum FieldManager {
    /// The `fieldManager` parameter, else the part of the User-Agent before the first slash.
    public static func name(parameter: String?, userAgent: String?) -> String {
        if let parameter, !parameter.isEmpty { return parameter }
        let agent = userAgent ?? ""
        let name = agent.prefix { $0 != "/" }
        return name.isEmpty ? "unknown" : String(name)
    }
}

extension APIType {
    static func types(ofCustomResourceDefinition definition: JSON) -> [APIType] { [] }
}
