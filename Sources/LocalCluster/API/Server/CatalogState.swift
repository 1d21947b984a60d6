import Model

/// The catalog with what of the custom resources is in it: a definition is read again only when its spec has changed.
struct CatalogState: Sendable {
    enum Outcome: Equatable { case installed, replaced, unchanged }

    private(set) var catalog = Catalog.builtIn
    private var generations: [String: Int] = [:]

    mutating func install(_ definition: JSON) -> Outcome {
        guard CustomResourceDefinitions.isEstablished(definition) else { return .unchanged }
        let generation = definition.at("metadata", "generation")?.int ?? 0
        let before = generations[definition.name]
        guard before != generation else { return .unchanged }
        generations[definition.name] = generation
        catalog.install(customResourceDefinition: definition)
        return before == nil ? .installed : .replaced
    }

    mutating func remove(_ name: String) {
        generations[name] = nil
        catalog.remove(customResourceDefinitionNamed: name)
    }
}
