import Model

/// All resources that the server knows: the built-in ones and those of installed CustomResourceDefinitions.
///
/// A value: the server keeps one behind its lock and changes it when a CustomResourceDefinition is established, changed or deleted.
public struct Catalog: Sendable {
    /// In the order in which discovery lists them.
    public private(set) var types: [APIType]
    private var places: [String: Int] = [:]

    init(types: [APIType]) {
        self.types = types
        reindex()
    }

    /// The type of `/apis/GROUP/VERSION/PLURAL` (group empty for `/api/v1`).
    public func type(group: String, version: String, plural: String) -> APIType? {
        places["\(group)/\(version)/\(plural)"].map { types[$0] }
    }

    /// Group and version pairs that have resources, in discovery's order.
    public func versions(ofGroup group: String) -> [String] {
        var versions: [String] = []
        for type in types where type.info.group == group && !versions.contains(type.info.version) { versions.append(type.info.version) }
        return versions
    }

    /// Takes in (again) the served versions of an established CustomResourceDefinition.
    public mutating func install(customResourceDefinition definition: JSON) {
        let name = definition.at("metadata", "name")?.string ?? ""
        types.removeAll { $0.definitionName == name }
        types += APIType.types(ofCustomResourceDefinition: definition)
        reindex()
    }

    public mutating func remove(customResourceDefinitionNamed name: String) {
        types.removeAll { $0.definitionName == name }
        reindex()
    }

    private mutating func reindex() {
        places = [:]
        for (place, type) in types.enumerated() { places["\(type.info.group)/\(type.info.version)/\(type.info.plural)"] = place }
    }
}
