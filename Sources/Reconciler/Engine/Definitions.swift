import Model

/// The custom resource definitions that the operator brings into the API, as steps: none where they are there as they should be.
enum Definitions {
    static func steps(configuration: Configuration, observed: Observed) -> [Step] {
        CustomResourceDefinitions.all(categories: configuration.crdCategories).compactMap { definition in
            let name = definition.at("metadata", "name")?.string ?? ""
            let wanted = WantedObject(ObjectReference(.customResourceDefinitions, name: name), body: definition)
            return ObjectPlan(wanted, live: observed.object(wanted.reference), classification: Classification()).step
        }
    }
}
