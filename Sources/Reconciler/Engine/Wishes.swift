import Model

/// What manifest, configuration and facts ask for, in the form that plans are made from.
struct Wishes: Sendable {
    var objects: [WantedObject] = []
    /// What Patroni shall keep as its configuration.
    var patroni: JSON = .object([:])
    var problems: [Problem] = []
    /// Why the cluster cannot be made as the manifest says; `objects` are then those that are made nevertheless.
    var refusal: Problem?
    /// Who owns what in the database; nil where roles play no part.
    var roles: RoleSet?

    func body(_ type: ResourceType, _ name: String) -> JSON? {
        objects.first { $0.reference.type == type && $0.reference.key.name == name }?.body
    }
}
